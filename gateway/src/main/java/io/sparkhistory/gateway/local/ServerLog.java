package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/**
 * Log of a history server: a file of bounded size, and the line in it that says why the server
 * ended. When the file has half of its size, it becomes {@code <file>.1} and a new one begins.
 *
 * <p>Written by one thread; {@link #reason()} and {@link #firstMatch} may be asked by others.
 */
final class ServerLog implements Closeable {
  /** Longest line that is read for its meaning; the file gets all of it. */
  private static final int LINE = 4096;

  private static final int REASON = 300;
  private static final Pattern TROUBLE =
      Pattern.compile("Exception|Error\\b|\\bERROR\\b|OutOfMemory|[Cc]ould not|[Cc]annot");
  private static final Pattern FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. [0-9]+ )");
  private static final Pattern INTRODUCTION =
      Pattern.compile("^(Caused by: |Exception in thread \"[^\"]*\" )");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private final Path file;
  private final long half;
  private final Pattern wanted;
  private final byte[] line = new byte[LINE];
  private int lineLength;
  private OutputStream out;
  private long written;

  private volatile String firstMatch = "";
  private volatile String lastTrouble = "";
  private volatile String lastLine = "";

  /**
   * Begins the log anew.
   *
   * @param bytes size of both files together
   * @param wanted pattern whose first match in a line is kept
   */
  ServerLog(Path file, long bytes, Pattern wanted) throws IOException {
    this.file = file;
    this.half = bytes / 2;
    this.wanted = wanted;
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.deleteIfExists(previous());
    this.out = Files.newOutputStream(file);
  }

  void append(byte[] bytes, int length) throws IOException {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        endLine();
      } else if (lineLength < LINE) {
        line[lineLength++] = bytes[i];
      }
    }
    if (written + length > half) {
      startOver();
    }
    out.write(bytes, 0, length);
    written += length;
  }

  /** The first group of the first match of the wanted pattern; empty until there is one. */
  String firstMatch() {
    return firstMatch;
  }

  /** The last line that tells of trouble, or else the last line; never longer than a sentence. */
  String reason() {
    String reason = lastTrouble.isEmpty() ? lastLine : lastTrouble;
    return reason.length() <= REASON ? reason : reason.substring(0, REASON) + "…";
  }

  @Override
  public void close() throws IOException {
    endLine();
    out.close();
  }

  private void startOver() throws IOException {
    out.close();
    Files.move(file, previous(), StandardCopyOption.REPLACE_EXISTING);
    out = Files.newOutputStream(file);
    written = 0;
  }

  private Path previous() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  private void endLine() {
    String text = new String(line, 0, lineLength, UTF_8);
    lineLength = 0;
    if (firstMatch.isEmpty()) {
      var matcher = wanted.matcher(text);
      if (matcher.find()) {
        firstMatch = matcher.group(1);
      }
    }
    if (text.isBlank() || FRAME.matcher(text).find()) {
      return;
    }
    String plain = CONTROL.matcher(text).replaceAll(" ").strip();
    plain = INTRODUCTION.matcher(plain).replaceFirst("");
    lastLine = plain;
    if (TROUBLE.matcher(plain).find()) {
      lastTrouble = plain;
    }
  }
}
