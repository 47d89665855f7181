package io.sparkhistory.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.SparkHome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What history servers with the launcher log, and how often Log4j is configured for that. */
class LogOfLauncherIT {
  /** Layout of org/apache/spark/log4j2-defaults.properties. */
  private static final Pattern LINE =
      Pattern.compile("(?:[0-9]{2}/){2}[0-9]{2} [0-9:]{8} ([A-Z]+ [A-Za-z0-9$]+): .*");

  /** What Log4j says of itself with {@code log4j2.debug}, once for each configuration. */
  private static final String CONFIGURED = "Reconfiguration complete for context";

  private static final String PROFILE = "Using Spark's default log4j profile";

  @TempDir Path folder;

  private enum Spark {
    CURRENT,
    OLDER;

    SparkHome plain() {
      return this == CURRENT ? SparkHome.current() : SparkHome.older();
    }

    SparkHome launched() {
      return this == CURRENT ? SparkHome.currentWithLauncher() : SparkHome.olderWithLauncher();
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLogHasTheLinesOfSparkAlone(Spark spark) {
    Set<String> alone = kinds(start(log(spark.plain(), "plain", "")));
    List<String> lines = start(log(spark.launched(), "launched", ""));

    assertThat(alone).contains("INFO HistoryServer", "INFO FsHistoryProvider");
    assertThat(kinds(lines)).isEqualTo(alone);
    assertThat(lines)
        .filteredOn(line -> !LINE.matcher(line).matches())
        .containsExactly(
            PROFILE + ": org/apache/spark/log4j2-defaults.properties",
            "spark-history-launcher: LogFolderReady");
  }

  @ParameterizedTest
  @EnumSource
  void log4jIsConfiguredOnce(Spark spark) {
    String log = log(spark.launched(), "launched", "-Dlog4j2.debug=true");

    assertThat(log.lines().filter(line -> line.contains(CONFIGURED))).hasSize(1);
  }

  @Test
  void aConfigurationInTheFolderOfTheImageIsUsed() {
    assertThat(log(SparkHome.currentWithOwnLog(), "own", ""))
        .contains("own INFO HistoryServer: ")
        .doesNotContain(PROFILE);
  }

  /** What is logged until the server lists its applications, of which there are none. */
  private String log(SparkHome spark, String name, String javaOptions) {
    String env =
        javaOptions.isEmpty() ? "" : "{name: JDK_JAVA_OPTIONS, value: '" + javaOptions + "'}";
    String spec =
        """
        logDirectory: 'file://%s'
        podTemplate: {env: [%s]}
        """
            .formatted(folder.resolve("logs"), env);
    Rendered rendered = Rendered.of(spec, spark);
    try (PlayedPod pod = new PlayedPod(rendered, Map.of(), Map.of(), folder.resolve(name))) {
      assertThat(pod.initialize()).isTrue();
      pod.startServer();
      return pod.log();
    }
  }

  /** The lines until the server listens; later ones depend on who asks it first. */
  private static List<String> start(String log) {
    List<String> lines =
        log.lines().takeWhile(line -> !line.contains("INFO HistoryServer: Bound")).toList();
    assertThat(lines.size()).isLessThan((int) log.lines().count());
    return lines;
  }

  /** Level and logger of each line. */
  private static Set<String> kinds(List<String> lines) {
    return lines.stream()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
