package io.sparkhistory.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.SparkProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The driver of a real Spark application: the program in {@code src/test/programs}. */
final class Driver implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);

  private final Process process;
  private final Path running;
  private final Path log;
  private final String application;
  private final Thread end;

  private Driver(Process process, Path running, Path log, String name) {
    this.process = process;
    this.running = running;
    this.log = log;
    end = new Thread(process::destroyForcibly, "driver-end");
    Runtime.getRuntime().addShutdownHook(end);
    try {
      Eventually.holds(START, () -> shown().isPresent(), () -> name + " has not begun: " + log());
      application = shown().orElseThrow();
    } catch (AssertionError e) {
      close();
      throw e;
    }
  }

  /**
   * Returns when it runs and has asked to be shown.
   *
   * @param jars folder with the jars of a Spark
   * @param namespace folder of the namespace, with {@code history} and {@code running} in it
   */
  static Driver start(Path jars, Path namespace, String name) throws IOException {
    Files.createDirectories(namespace.resolve("history"));
    Path running = Files.createDirectories(namespace.resolve("running"));
    List<String> command =
        SparkProgram.command(jars, "RunningApplication.java", namespace.toString(), name);
    Path log = namespace.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(SparkProgram.ENVIRONMENT);
    return new Driver(builder.start(), running, log, name);
  }

  /** Its id. */
  String application() {
    return application;
  }

  /** The port of its pages. */
  int port() {
    return Integer.parseInt(read(running.resolve(application)).strip());
  }

  String log() {
    return read(log);
  }

  /** Ends it as a job ends that has done its work. */
  void finish() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(180, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end: " + log());
    }
  }

  /** Ends it as the kernel does when it is out of memory. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(end);
  }

  private Optional<String> shown() {
    if (!process.isAlive()) {
      throw new AssertionError("it has ended: " + log());
    }
    try (Stream<Path> files = Files.list(running)) {
      return files
          .filter(file -> !read(file).isEmpty())
          .map(file -> file.getFileName().toString())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
