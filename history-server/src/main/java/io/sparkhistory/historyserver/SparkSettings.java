package io.sparkhistory.historyserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings of Spark that the log folder depends on, read as Spark reads them: system properties
 * win over the file of {@code --properties-file}
 * (org.apache.spark.deploy.history.HistoryServerArguments).
 */
final class SparkSettings {
  private static final String PROPERTIES_FILE = "--properties-file";
  private static final String PREFIX = "spark.";
  private static final String HADOOP = "spark.hadoop.";

  private final Map<String, String> values;

  private SparkSettings(Map<String, String> values) {
    this.values = values;
  }

  static SparkSettings of(List<String> arguments, Properties system) throws IOException {
    Properties all = new Properties();
    int option = arguments.indexOf(PROPERTIES_FILE);
    if (option >= 0 && option + 1 < arguments.size()) {
      try (Reader file = Files.newBufferedReader(Path.of(arguments.get(option + 1)), UTF_8)) {
        all.load(file);
      }
    }
    all.putAll(system);
    Map<String, String> values = new TreeMap<>();
    for (String key : all.stringPropertyNames()) {
      if (key.startsWith(PREFIX)) {
        values.put(key, String.valueOf(all.getProperty(key)).trim());
      }
    }
    return new SparkSettings(values);
  }

  /** Folders of the event logs, of which Spark reads several since 4.2. */
  String[] logDirectories() {
    return values
        .getOrDefault("spark.history.fs.logDirectory", "file:/tmp/spark-events")
        .split("\\s*,\\s*");
  }

  /** Folder of the store on disk; empty when there is none. */
  Optional<String> storePath() {
    return Optional.ofNullable(values.get("spark.history.store.path"));
  }

  /** Whether old logs are removed by this server. */
  boolean cleans() {
    return Boolean.parseBoolean(values.get("spark.history.fs.cleaner.enabled"));
  }

  /** Whether Spark, since 4.0, logs JSON, for which it has another configuration of Log4j. */
  boolean logsJson() {
    return !values.getOrDefault("spark.log.structuredLogging.enabled", "false").equals("false");
  }

  /** The settings of Hadoop among them, with the names that Hadoop knows. */
  Map<String, String> hadoop() {
    Map<String, String> hadoop = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(HADOOP)) {
            hadoop.put(key.substring(HADOOP.length()), value);
          }
        });
    return hadoop;
  }
}
