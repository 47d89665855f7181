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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The driver of a real Spark application: the program in {@code src/test/programs}. */
final class Driver implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);

  private static final Pattern SHOWN = Pattern.compile("(?m)^shown: (\\S+)$");

  private final Process process;
  private final Path running;
  private final Path log;
  private final String name;
  private final Thread end;
  private String application = "";

  private Driver(Process process, Path running, Path log, String name) {
    this.process = process;
    this.running = running;
    this.log = log;
    this.name = name;
    end = new Thread(process::destroyForcibly, "driver-end");
    Runtime.getRuntime().addShutdownHook(end);
  }

  /**
   * Returns when it runs and has asked to be shown.
   *
   * @param jars folder with the jars of a Spark
   * @param namespace folder of the namespace, with {@code history} and {@code running} in it
   */
  static Driver start(Path jars, Path namespace, String name) throws IOException {
    return begin(jars, namespace, name).shown();
  }

  /**
   * Returns at once.
   *
   * @param properties of the system, as spark-submit makes them of those of Spark
   */
  static Driver begin(Path jars, Path namespace, String name, String... properties)
      throws IOException {
    Files.createDirectories(namespace.resolve("history"));
    Path running = Files.createDirectories(namespace.resolve("running"));
    List<String> command =
        SparkProgram.command(jars, "RunningApplication.java", namespace.toString(), name);
    for (String property : properties) {
      command.add(1, "-D" + property);
    }
    Path log = Files.createTempFile(namespace, name, ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(SparkProgram.ENVIRONMENT);
    return new Driver(builder.start(), running, log, name);
  }

  /** Returns when it runs and has asked to be shown. */
  Driver shown() {
    try {
      Eventually.holds(START, this::isShown, () -> name + " has not begun: " + log());
    } catch (AssertionError e) {
      close();
      throw e;
    }
    return this;
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

  /** Stops it in the middle of whatever it does, so that it answers nobody. */
  void hang() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Ends {@link #hang}. */
  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    if (code != 0) {
      throw new AssertionError("kill -" + name + " has failed");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(end);
  }

  private boolean isShown() {
    Matcher said = SHOWN.matcher(log());
    if (said.find()) {
      application = said.group(1);
      return true;
    }
    if (!process.isAlive()) {
      throw new AssertionError("it has ended: " + log());
    }
    return false;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
