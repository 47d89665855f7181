package io.sparkhistory.examples;

import io.sparkhistory.examples.Application.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.SparkSession;

/**
 * Runs the applications of the Spark on the class path, one after the other, and writes their
 * scrubbed event logs to {@code <folder>/<namespace>/history}.
 */
public final class MakeEventLogs {

  private final Path work;
  private final Path folder;

  private MakeEventLogs(Path work, Path folder) {
    this.work = work;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    Path work = Files.createTempDirectory("spark");
    MakeEventLogs make = new MakeEventLogs(work, Path.of(arguments[0]));
    List<Application> applications =
        org.apache.spark.package$.MODULE$.SPARK_VERSION().startsWith("3.")
            ? Applications.OF_SPARK_3
            : Applications.OF_SPARK_4;
    for (Application application : applications) {
      make.run(application);
      System.out.println(application.namespace() + " " + application.fileName());
    }
    JavaUtils.deleteRecursively(work.toFile());
  }

  private void run(Application application) throws Exception {
    Path events = Files.createTempDirectory(work, "events");
    Path data = Files.createTempDirectory(work, "data");
    SparkSession spark = session(application, events);
    Instant started = Instant.ofEpochMilli(spark.sparkContext().startTime());
    String realId = spark.sparkContext().applicationId();
    try {
      application.workload().run(spark, data.toString());
      if (application.end() == End.RUNNING) {
        spark.sparkContext().listenerBus().waitUntilEmpty();
        copy(events, application, realId, scrub(application, started, realId, data));
      }
    } finally {
      spark.stop();
    }
    if (application.end() == End.ENDED) {
      copy(events, application, realId, scrub(application, started, realId, data));
    }
  }

  private SparkSession session(Application application, Path events) {
    return SparkSession.builder()
        .master("local[2,4]")
        .appName(application.name())
        .config("spark.local.dir", work.toString())
        .config("spark.sql.warehouse.dir", work.resolve("warehouse").toString())
        .config("spark.sql.shuffle.partitions", 4)
        // Spark cuts long texts in plans: a path that is cut in its middle would not be found.
        .config("spark.sql.maxMetadataStringLength", 1000)
        .config("spark.ui.enabled", false)
        .config("spark.eventLog.enabled", true)
        .config("spark.eventLog.dir", events.toUri().toString())
        // without these the page Storage stays empty
        .config("spark.eventLog.logBlockUpdates.enabled", true)
        .config("spark.eventLog.compress", application.form().compressed)
        .config("spark.eventLog.compression.codec", "zstd")
        .config("spark.eventLog.rolling.enabled", application.form().rolling)
        .getOrCreate();
  }

  private Scrub scrub(Application application, Instant started, String realId, Path data) {
    String lake = "s3a://lake/" + application.namespace() + "/" + application.name();
    Map<String, String> replacements = new LinkedHashMap<>();
    replacements.put(realId, application.id());
    for (String scheme : List.of("file://", "file:", "")) {
      replacements.put(scheme + data, lake);
      replacements.put(scheme + work.resolve("warehouse"), "s3a://lake/warehouse");
    }
    replacements.put("localhost", application.driverHost());
    replacements.put("local[2,4]", "k8s://https://kubernetes.default.svc");
    return new Scrub(application, started, replacements);
  }

  private void copy(Path events, Application application, String realId, Scrub scrub)
      throws IOException {
    Path history = folder.resolve(application.namespace()).resolve("history");
    for (Path file : EventLogFiles.below(events)) {
      if (file.getFileName().toString().endsWith(".crc")) {
        continue; // Hadoop's checksum of a local file: wrong after the scrub, and not needed
      }
      List<String> lines = new ArrayList<>();
      for (String line : EventLogFiles.lines(file)) {
        lines.add(scrub.line(line));
      }
      String name = events.relativize(file).toString().replace(realId, application.fileName());
      EventLogFiles.write(history.resolve(name), lines);
    }
  }
}
