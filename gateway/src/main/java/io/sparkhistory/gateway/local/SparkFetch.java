package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches the jars of a Spark once, through Maven, into a folder of its own. */
public final class SparkFetch {
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final Duration REPORT = Duration.ofSeconds(2);

  /** How Maven reports a file in batch mode (org.apache.maven.cli.transfer). */
  private static final Pattern DOWNLOADED =
      Pattern.compile("Downloaded from .*\\(([0-9.]+) ([kMG]?B)\\b.*");

  private static final Map<String, Double> UNITS =
      Map.of("B", 1e-6, "kB", 1e-3, "MB", 1.0, "GB", 1e3);

  private final String maven;
  private final Path pom;
  private final Path cache;
  private final Consumer<String> say;

  /**
   * Nothing is fetched yet.
   *
   * @param pom {@code local/spark/pom.xml}
   * @param cache folder in which the folders of the versions are
   * @param say told what happens, in lines for people
   */
  public SparkFetch(Path pom, Path cache, Consumer<String> say) {
    this("mvn", pom, cache, say);
  }

  SparkFetch(String maven, Path pom, Path cache, Consumer<String> say) {
    this.maven = maven;
    this.pom = pom;
    this.cache = cache;
    this.say = say;
  }

  /**
   * The folder with the jars of this version, fetched now if it never was.
   *
   * @param version such as {@code 4.2.0}
   * @throws IOException with a sentence for people
   */
  public Path jars(String version) throws IOException, InterruptedException {
    Path jars = cache.resolve("spark-" + version);
    if (Files.isDirectory(jars)) {
      return jars;
    }
    if (!Files.isRegularFile(pom)) {
      throw new IOException("Spark cannot be fetched without " + pom + ": use --spark-home");
    }
    Files.createDirectories(cache);
    say.accept(
        "Fetching Spark "
            + version
            + " through Maven, this once: about 300 MB, into "
            + jars
            + " (--spark-home DIR uses an installed one)");
    FetchedFolder.fill(cache, jars, fresh -> fetch(version, fresh));
    say.accept("Spark is in " + jars);
    return jars;
  }

  private void fetch(String version, Path folder) throws IOException, InterruptedException {
    Path log = cache.resolve("spark-" + version + "-fetch.log");
    Process process = start(version, folder);
    Thread end = new Thread(process::destroy, "spark-fetch-end");
    Runtime.getRuntime().addShutdownHook(end);
    CompletableFuture<Process> ended =
        process.onExit().orTimeout(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    var unused =
        ended.exceptionally(
            late -> {
              process.destroyForcibly();
              return process;
            });
    String error = follow(process, log);
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    if (code != 0) {
      throw new IOException(
          "Spark "
              + version
              + " could not be fetched: "
              + error
              + " (all of it is in "
              + log
              + ")");
    }
  }

  private Process start(String version, Path folder) throws IOException {
    // Scala's version is part of the artifacts' names: 2.13 since Spark 4.
    String scala = version.startsWith("3.") ? "2.12" : "2.13";
    List<String> command =
        List.of(
            maven,
            "-B",
            "-f",
            pom.toString(),
            "-Dspark.version=" + version,
            "-Dspark.scala=" + scala,
            "-Dspark.jars=" + folder,
            "process-resources");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
    try {
      Process started = builder.start();
      started.getOutputStream().close();
      return started;
    } catch (IOException e) {
      throw new IOException(
          "Maven is needed to fetch Spark: put mvn on the PATH, or use --spark-home", e);
    }
  }

  /** Keeps what Maven says, tells how far it is, and answers the first error. */
  private String follow(Process process, Path log) throws IOException {
    String error = "Maven failed";
    boolean failed = false;
    int files = 0;
    double megabytes = 0;
    long reported = System.nanoTime();
    try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        BufferedWriter kept = Files.newBufferedWriter(log)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        kept.write(line);
        kept.newLine();
        Matcher downloaded = DOWNLOADED.matcher(line);
        if (downloaded.find()) {
          files++;
          megabytes += size(downloaded);
        } else if (!failed && line.startsWith("[ERROR] ")) {
          failed = true;
          error = line.substring("[ERROR] ".length());
        }
        if (System.nanoTime() - reported > REPORT.toNanos() && files > 0) {
          reported = System.nanoTime();
          say.accept(String.format("  %d files, %.0f MB", files, megabytes));
        }
      }
    }
    return error;
  }

  private static double size(Matcher downloaded) {
    return Double.parseDouble(downloaded.group(1)) * UNITS.getOrDefault(downloaded.group(2), 0.0);
  }
}
