package io.sparkhistory.historyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Log4jDefaultsTest {
  private static final String BINDING = "org/apache/logging/slf4j/Log4jLoggerFactory.class";
  private static final Optional<String> SPARKS =
      Optional.of("classpath:org/apache/spark/log4j2-defaults.properties");

  @TempDir Path classPath;
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    // has nothing to do with a configuration
    "-, log4j2.formatMsgNoLookups, true",
    "-, log4j2.disableJmx, true",
    "-, LOG4J_FORMAT_MSG_NO_LOOKUPS, true",
    "-, spark.history.ui.port, true",
    "log4j.properties, -, true",
    "log4j2.dtd, -, true",
    // chooses one
    "-, log4j2.configurationFile, false",
    "-, log4j.configurationFile, false",
    "-, log4j.configuration, false",
    "-, log4j1.compatibility, false",
    "-, log4j2.configurationFactory, false",
    "-, org.apache.logging.log4j.configurationFile, false",
    "-, LOG4J_CONFIGURATION_FILE, false",
    "-, log4j2_configuration_file, false",
    "log4j2.properties, -, false",
    "log4j2.xml, -, false",
    "log4j2.json, -, false",
    "log4j2.jsn, -, false",
    "log4j2.yaml, -, false",
    "log4j2.yml, -, false",
    "log4j2-test.properties, -, false",
    "log4j2-test.xml, -, false",
    "log4j2.component.properties, -, false",
    "log4j2.system.properties, -, false",
  })
  void itIsSparksUnlessTheOwnerChoseOne(String file, String name, boolean sparks)
      throws IOException {
    onClassPath(Log4jDefaults.SPARK);
    onClassPath(BINDING);
    if (!file.equals("-")) {
      onClassPath(file);
    }
    Properties system = new Properties();
    system.setProperty(name, "value");

    assertThat(location(system, Map.of(), null)).isEqualTo(sparks ? SPARKS : Optional.empty());
    assertThat(location(new Properties(), Map.of(name, "value"), null))
        .isEqualTo(sparks ? SPARKS : Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "spark.log.structuredLogging.enabled=true, false",
    "spark.log.structuredLogging.enabled false, true",
    "spark.history.ui.port=1, true",
  })
  void aLogOfJsonHasAConfigurationOfItsOwn(String setting, boolean sparks) throws IOException {
    onClassPath(Log4jDefaults.SPARK);
    onClassPath(BINDING);

    assertThat(location(new Properties(), Map.of(), setting))
        .isEqualTo(sparks ? SPARKS : Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"org/apache/spark/log4j-defaults.properties", Log4jDefaults.SPARK, BINDING})
  void whereSparkDoesNotLogByLog4j2NothingIsChosen(String alone) throws IOException {
    onClassPath(alone);

    assertThat(location(new Properties(), Map.of(), null)).isEmpty();
  }

  private void onClassPath(String name) throws IOException {
    Path file = classPath.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }

  private Optional<String> location(
      Properties system, Map<String, String> environment, @Nullable String setting)
      throws IOException {
    Path file = folder.resolve("spark.properties");
    Files.writeString(file, setting == null ? "" : setting);
    List<String> arguments = List.of("--properties-file", file.toString());
    URL[] urls = {classPath.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, null)) {
      return Log4jDefaults.location(arguments, system, environment, loader);
    }
  }
}
