package io.sparkhistory.historyserver.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.historyserver.StartFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The history server whose classes are written down. It has the settings that the provisioner
 * renders. Where the class path has the client of S3, its logs are in an S3 server of this process;
 * the drivers' logs, of which there are none, are in a folder, so that both kinds of file systems
 * are used.
 */
final class TrainingServer implements AutoCloseable {
  /** The names of the classes that it loaded. */
  static final String CLASSES = "classes.list";

  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration END = Duration.ofMinutes(2);

  /** What Spark logs when its server is bound (org.apache.spark.util.Utils). */
  private static final Pattern BOUND =
      Pattern.compile("Successfully started service 'HistoryServerUI' on port ([0-9]{1,5})");

  private static final Pattern SPARK = Pattern.compile("spark-core_[0-9.]+-([0-9]+)[.]([0-9]+)");

  private final Process process;
  private final TrainingStore store;
  private final int logs;
  private final URI address;

  private TrainingServer(Process process, TrainingStore store, int logs, URI address) {
    this.process = process;
    this.store = store;
    this.logs = logs;
    this.address = address;
  }

  /**
   * Starts it; returns when it listens.
   *
   * @param work folder in which it leaves {@link #CLASSES}
   * @param files folder of {@link StartFiles}
   */
  static TrainingServer start(String java, Path options, Path logs, Path work, Path files)
      throws IOException {
    Path folder = Files.createDirectories(work.resolve("logs"));
    int count = copy(logs, folder);
    String classPath = Files.readString(options, UTF_8);
    TrainingStore store = TrainingStore.serve(folder);
    Process process = null;
    try {
      List<String> command = new ArrayList<>();
      command.add(java);
      command.add("-XX:DumpLoadedClassList=" + work.resolve(CLASSES));
      command.add("-D" + StartFiles.PROPERTY + "=" + files);
      command.add("-Xmx512m");
      command.add("@" + options);
      settings(classPath, folder, work, store).forEach(each -> command.add("-D" + each));
      command.add("io.sparkhistory.historyserver.Launcher");
      command.add("--log-folder=make");
      command.add("--end-with-input");
      Path log = work.resolve("server.log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
      builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
      process = builder.start();
      return new TrainingServer(process, store, count, address(process, log));
    } catch (IOException e) {
      store.close();
      if (process != null) {
        process.destroyForcibly();
      }
      throw e;
    }
  }

  URI address() {
    return address;
  }

  /** How many logs there are. */
  int logs() {
    return logs;
  }

  /** Ends it, so that it completes its list of classes. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the history server did not end within " + END.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } finally {
      store.close();
    }
  }

  private static List<String> settings(
      String classPath, Path folder, Path work, TrainingStore store) {
    List<String> settings = new ArrayList<>();
    settings.add("spark.history.ui.port=0");
    settings.add("spark.ui.proxyBase=/sparkhistory/training");
    settings.add("spark.ui.contentSecurityPolicy.enabled=true");
    settings.add("spark.history.fs.update.interval=2s");
    settings.add("spark.history.fs.cleaner.enabled=true");
    settings.add("spark.history.fs.cleaner.maxAge=36500d");
    if (hasRocksDb(classPath)) {
      settings.add("spark.history.store.path=" + work.resolve("store"));
      settings.add("spark.history.store.hybridStore.enabled=true");
      settings.add("spark.history.store.hybridStore.diskBackend=ROCKSDB");
    }
    if (classPath.contains("/hadoop-aws-")) {
      settings.add("spark.history.fs.logDirectory=" + TrainingStore.URL);
      settings.add("spark.history.fs.driverlog.cleaner.enabled=true");
      settings.add("spark.driver.log.dfsDir=file:" + folder);
      settings.add("spark.hadoop.fs.s3a.endpoint=" + store.endpoint());
      settings.add("spark.hadoop.fs.s3a.endpoint.region=us-east-1");
      settings.add("spark.hadoop.fs.s3a.path.style.access=true");
      settings.add("spark.hadoop.fs.s3a.connection.ssl.enabled=false");
      settings.add("spark.hadoop.fs.s3a.access.key=training");
      settings.add("spark.hadoop.fs.s3a.secret.key=training");
    } else {
      settings.add("spark.history.fs.logDirectory=file:" + folder);
    }
    return settings;
  }

  /** Since 3.3; LevelDB, which is before it, is not on every machine. */
  private static boolean hasRocksDb(String classPath) {
    Matcher spark = SPARK.matcher(classPath);
    return spark.find()
        && Integer.parseInt(spark.group(1)) * 100 + Integer.parseInt(spark.group(2)) >= 303;
  }

  private static URI address(Process process, Path log) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (true) {
      String text = Files.readString(log, UTF_8);
      Matcher bound = BOUND.matcher(text);
      if (bound.find()) {
        return URI.create("http://127.0.0.1:" + bound.group(1));
      }
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw new IOException("the history server did not start: " + text);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  /** Copies the logs of all namespaces into one folder. */
  private static int copy(Path from, Path to) throws IOException {
    int count = 0;
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toArray(Path[]::new)) {
        Path parts = from.relativize(file);
        boolean rolling = parts.getNameCount() == 4;
        if (parts.getNameCount() < 3 || parts.getFileName().toString().startsWith(".")) {
          continue;
        }
        Path target = to.resolve(parts.subpath(2, parts.getNameCount()));
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        if (!rolling || parts.getFileName().toString().startsWith("appstatus_")) {
          count++;
        }
      }
    }
    return count;
  }
}
