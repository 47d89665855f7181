package io.sparkhistory.historyserver;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Has Log4j begin with Spark's default configuration, unless an owner chose another one.
 *
 * <p>Otherwise it is configured again and again, up to five times: Hadoop logs before Spark does,
 * so Log4j begins with its own default. Spark then sets its file, and since 4.0 does so again after
 * it has read its settings (org.apache.spark.internal.Logging).
 */
final class Log4jDefaults {
  /** Of Spark since 3.3, which has Log4j 2. */
  static final String SPARK = "org/apache/spark/log4j2-defaults.properties";

  /** Spark looks whether its log goes through it. */
  private static final String BINDING = "org/apache/logging/slf4j/Log4jLoggerFactory.class";

  private static final String PROPERTY = "log4j2.configurationFile";

  /**
   * Names by which a file or a factory of configurations is chosen. Log4j takes several spellings,
   * also of variables (org.apache.logging.log4j.util.PropertySource).
   */
  private static final Pattern CHOICE =
      Pattern.compile(
          "(org\\.apache\\.logging\\.)?log4j.*(config|compatib).*", Pattern.CASE_INSENSITIVE);

  /** Files that Log4j looks for by itself, and those that its properties come from. */
  private static final List<String> NAMES = List.of("log4j2-test", "log4j2");

  private static final List<String> SUFFIXES =
      List.of(".properties", ".xml", ".json", ".jsn", ".yaml", ".yml");

  private static final List<String> PROPERTIES =
      List.of("log4j2.component.properties", "log4j2.system.properties");

  private Log4jDefaults() {}

  /**
   * Sets the system property, before anything has logged.
   *
   * @param arguments of the history server
   */
  static void use(List<String> arguments) {
    ClassLoader classPath = Log4jDefaults.class.getClassLoader();
    Optional<String> location =
        location(arguments, System.getProperties(), System.getenv(), classPath);
    if (location.isPresent()) {
      System.setProperty(PROPERTY, location.get());
      // as Spark says it when it sets the same file
      System.err.println("Using Spark's default log4j profile: " + SPARK);
    }
  }

  /** What Log4j's property has to be; empty when Log4j and Spark choose. */
  static Optional<String> location(
      List<String> arguments,
      Properties system,
      Map<String, String> environment,
      ClassLoader classPath) {
    boolean chosen =
        Stream.concat(system.stringPropertyNames().stream(), environment.keySet().stream())
            .anyMatch(name -> CHOICE.matcher(name).matches());
    return chosen
            || classPath.getResource(SPARK) == null
            || classPath.getResource(BINDING) == null
            || files().anyMatch(name -> classPath.getResource(name) != null)
            || logsJson(arguments, system)
        ? Optional.empty()
        : Optional.of("classpath:" + SPARK);
  }

  private static Stream<String> files() {
    return Stream.concat(
        PROPERTIES.stream(),
        NAMES.stream().flatMap(name -> SUFFIXES.stream().map(suffix -> name + suffix)));
  }

  private static boolean logsJson(List<String> arguments, Properties system) {
    try {
      return SparkSettings.of(arguments, system).logsJson();
    } catch (IOException | RuntimeException e) {
      return true; // unknown; Spark, which reads the same file, says what is wrong with it
    }
  }
}
