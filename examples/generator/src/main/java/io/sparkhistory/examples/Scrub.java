package io.sparkhistory.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Takes the machine out of an event log, line by line, one JSON object each. What Spark knows of
 * the machine is mostly in {@code SparkListenerEnvironmentUpdate}, of which only what is named here
 * stays; elsewhere names and paths are replaced and times moved.
 */
final class Scrub {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MILLISECONDS = Pattern.compile("\\b1[0-9]{12}\\b");
  private static final Pattern ISO_TIME =
      Pattern.compile("\\b20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");

  /** Properties that say how this machine was used to make the log. */
  private static final Set<String> DROPPED_SPARK_PROPERTIES =
      Set.of(
          "spark.driver.extraJavaOptions",
          "spark.executor.extraJavaOptions",
          "spark.driver.bindAddress",
          "spark.local.dir",
          "spark.ui.enabled",
          "spark.ui.showConsoleProgress",
          "spark.sql.maxMetadataStringLength");

  private final Application application;
  private final Instant started;
  private final Duration shift;
  private final Map<String, String> replacements;

  /**
   * @param started when the application was really started
   * @param replacements texts of this machine, and what stands there instead; in this order
   */
  Scrub(Application application, Instant started, Map<String, String> replacements) {
    this.application = application;
    this.started = started;
    this.shift = Duration.between(started, application.startedAt());
    this.replacements = replacements;
  }

  String line(String line) throws JsonProcessingException {
    String text = line;
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      text = text.replace(replacement.getKey(), replacement.getValue());
    }
    ObjectNode event = (ObjectNode) JSON.readTree(text);
    switch (event.path("Event").asText()) {
      case "SparkListenerApplicationStart" -> applicationStart(event);
      case "SparkListenerEnvironmentUpdate" -> environment(event);
      default -> {}
    }
    everywhere(event);
    return moved(JSON.writeValueAsString(event));
  }

  private void applicationStart(ObjectNode event) {
    event.put("User", application.user());
    if (!application.attempt().isEmpty()) {
      event.put("App Attempt ID", application.attempt());
    }
  }

  private void environment(ObjectNode event) {
    ObjectNode jvm = (ObjectNode) event.path("JVM Information");
    jvm.put("Java Home", "/opt/java/openjdk");
    jvm.put("Java Version", System.getProperty("java.version")); // without who packaged it

    ObjectNode spark = (ObjectNode) event.path("Spark Properties");
    spark.put("spark.kubernetes.namespace", application.namespace());

    ((ObjectNode) event.path("Hadoop Properties"))
        .retain("fs.s3a.path.style.access", "fs.s3a.connection.maximum", "io.file.buffer.size");
    ((ObjectNode) event.path("System Properties"))
        .retain("file.encoding", "java.version", "java.vm.name", "os.arch", "os.name")
        .put("user.dir", "/opt/spark/work-dir")
        .put("user.name", application.user())
        .put("user.timezone", "UTC");
    classPath(event);
  }

  /** Properties come with the environment, and again with jobs, stages and queries; ports too. */
  private void everywhere(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.get("Block Manager ID") instanceof ObjectNode blockManager) {
        blockManager.put("Port", 7079);
      }
      object.remove(DROPPED_SPARK_PROPERTIES);
      replace(object, "spark.driver.port", "7078");
      replace(object, "spark.eventLog.dir", "s3a://lake/" + application.namespace() + "/history");
    }
    node.forEach(this::everywhere);
  }

  private static void replace(ObjectNode object, String name, String value) {
    if (object.has(name)) {
      object.put(name, value);
    }
  }

  /** Class path entries come as an object in the log: path to origin. Three stand for them all. */
  private void classPath(ObjectNode event) {
    ObjectNode classPath = event.putObject("Classpath Entries");
    for (String jar : List.of("spark-core", "spark-sql", "spark-catalyst")) {
      classPath.put("/opt/spark/jars/" + jar + ".jar", "System Classpath");
    }
  }

  /** Moves every time of this run; numbers of 13 digits that are no time of this run stay. */
  private String moved(String text) {
    String moved = MILLISECONDS.matcher(text).replaceAll(this::movedMilliseconds);
    return ISO_TIME
        .matcher(moved)
        .replaceAll(time -> format(Instant.parse(time.group()).plus(shift)));
  }

  private String movedMilliseconds(MatchResult number) {
    Instant time = Instant.ofEpochMilli(Long.parseLong(number.group()));
    boolean ofThisRun = Duration.between(started, time).abs().compareTo(Duration.ofHours(1)) < 0;
    return ofThisRun ? Long.toString(time.plus(shift).toEpochMilli()) : number.group();
  }

  private static String format(Instant time) {
    return String.format("%1$tFT%1$tT.%1$tLZ", time.atZone(ZoneOffset.UTC));
  }
}
