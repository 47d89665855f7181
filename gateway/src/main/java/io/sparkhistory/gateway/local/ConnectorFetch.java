package io.sparkhistory.gateway.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Fetches what a Spark needs to read from object stores, once, by the script that makes the image
 * ({@code deploy/image/connectors.sh}). The folder gets its name when it is complete.
 */
public final class ConnectorFetch {
  private static final long LONGEST_MINUTES = 30;

  /** Seconds between two lines that say that it goes on. */
  private static final long REPORT = 10;

  private final Path script;
  private final Path cache;
  private final Consumer<String> say;

  /**
   * @param cache folder in which the folders of the connectors are
   * @param say told what happens, in lines for people
   */
  public ConnectorFetch(Path script, Path cache, Consumer<String> say) {
    this.script = script;
    this.cache = cache;
    this.say = say;
  }

  /**
   * How a Spark reaches logs at a URL, with connectors that are fetched now if they never were.
   *
   * @param jars of the Spark
   * @throws IOException with a sentence for people
   */
  public RemoteAccess access(LogLocation logs, Path jars) throws IOException, InterruptedException {
    String scheme = logs.scheme().orElseThrow();
    String hadoop =
        RemoteAccess.hadoopOf(jars)
            .orElseThrow(
                () -> new IOException("There is no hadoop-client-api-*.jar in " + jars + "."));
    String needed =
        switch (scheme) {
          case "s3a" -> "hadoop-aws-*.jar";
          case "gs" -> "gcs-connector-*.jar";
          case "abfs", "abfss" -> "hadoop-azure-*.jar";
          default -> "hadoop-client-api-*.jar";
        };
    return new RemoteAccess(
        scheme, has(jars, needed) ? Optional.empty() : Optional.of(connectors(jars)), hadoop);
  }

  private Path connectors(Path jars) throws IOException, InterruptedException {
    // what a Spark has itself is left out
    Path connectors = cache.resolve("connectors-spark-" + JavaForSpark.sparkVersion(jars));
    if (Files.isDirectory(connectors)) {
      return connectors;
    }
    if (!Files.isRegularFile(script)) {
      throw new IOException("Connectors cannot be fetched without " + script + ".");
    }
    Files.createDirectories(cache);
    say.accept(
        "Fetching the connectors for object stores through Maven, this once: 300 to 800 MB, into "
            + connectors);
    FetchedFolder.fill(cache, connectors, fresh -> run(jars, fresh));
    say.accept("The connectors are in " + connectors);
    return connectors;
  }

  private void run(Path jars, Path folder) throws IOException, InterruptedException {
    File log = cache.resolve("connectors-fetch.log").toFile();
    Process process =
        new ProcessBuilder(
                List.of(
                    "bash", script.toString(), jars.toAbsolutePath().toString(), folder.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    Thread end = new Thread(process::destroy, "connector-fetch-end");
    Runtime.getRuntime().addShutdownHook(end);
    process.getOutputStream().close();
    boolean ended = follow(process);
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(end);
    if (!ended || process.exitValue() != 0) {
      throw new IOException(
          "The connectors for object stores could not be fetched: what Maven says is in " + log);
    }
  }

  /** Says how long it takes meanwhile; answers whether it has ended. */
  private boolean follow(Process process) throws InterruptedException {
    long most = TimeUnit.MINUTES.toSeconds(LONGEST_MINUTES);
    for (long seconds = REPORT; seconds <= most; seconds += REPORT) {
      if (process.waitFor(REPORT, TimeUnit.SECONDS)) {
        return true;
      }
      say.accept("  " + seconds + " s");
    }
    return false;
  }

  private static boolean has(Path jars, String glob) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(jars, glob)) {
      return found.iterator().hasNext();
    }
  }
}
