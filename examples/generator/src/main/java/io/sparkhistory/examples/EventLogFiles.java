package io.sparkhistory.examples;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.io.CompressionCodec;
import org.apache.spark.io.ZStdCompressionCodec;

/** Reads and writes event log files as Spark does: by the ending of the name, plain or zstd. */
final class EventLogFiles {

  private static final CompressionCodec ZSTD =
      new ZStdCompressionCodec(new SparkConf().set("spark.io.compression.zstd.level", "9"));

  private EventLogFiles() {}

  /** Every file below a folder, in a fixed order. */
  static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The whole lines of a log; the log of a running application may end within one. */
  static List<String> lines(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        InputStream plain = compressed(file) ? ZSTD.compressedContinuousInputStream(in) : in;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> line.endsWith("}")).toList();
    } catch (UncheckedIOException e) {
      throw new IOException("cannot read " + file, e);
    }
  }

  static void write(Path file, List<String> lines) throws IOException {
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream plain = compressed(file) ? ZSTD.compressedOutputStream(out) : out;
        BufferedWriter writer =
            new BufferedWriter(new OutputStreamWriter(plain, StandardCharsets.UTF_8))) {
      for (String line : lines) {
        writer.write(line);
        writer.write('\n');
      }
    }
  }

  private static boolean compressed(Path file) {
    return file.toString().replace(".inprogress", "").endsWith(".zstd");
  }
}
