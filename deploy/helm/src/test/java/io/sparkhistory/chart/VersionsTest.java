package io.sparkhistory.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Jars, images, manifests, chart and documentation have one version: that of the root pom, where it
 * may have {@code -SNAPSHOT}.
 */
class VersionsTest {
  private static final String VERSION = "(\\d+\\.\\d+\\.\\d+)";

  /** Files with a pattern for each place that has the version. */
  private static final Map<String, List<String>> PLACES =
      Map.of(
          "Dockerfile", List.of("ARG VERSION=" + VERSION),
          "docker-bake.hcl", List.of("default = \"" + VERSION + "\"\n}\nvariable \"SPARK_VERSION"),
          "docs/helm.md",
              List.of("--version " + VERSION, "spark-history-gateway-" + VERSION + ".tgz"),
          "deploy/base/kustomization.yaml", List.of("newTag: " + VERSION),
          "deploy/helm/spark-history-gateway/Chart.yaml",
              List.of("(?m)^version: " + VERSION, "appVersion: " + VERSION),
          "docs/install.md",
              List.of("spark-history-(?:gateway|provisioner):" + VERSION, "newTag: " + VERSION));

  @Test
  void everythingHasTheVersionOfThePom() throws IOException {
    String pom = text("pom.xml");
    String version = only(pom, "<version>" + VERSION + "(?:-SNAPSHOT)?</version>");
    Map<String, String> others = new TreeMap<>();
    for (Map.Entry<String, List<String>> place : PLACES.entrySet()) {
      for (String pattern : place.getValue()) {
        Matcher matcher = Pattern.compile(pattern).matcher(text(place.getKey()));
        int count = 0;
        for (; matcher.find(); count++) {
          if (!matcher.group(1).equals(version)) {
            others.put(place.getKey() + ": " + matcher.group(), matcher.group(1));
          }
        }
        assertThat(count).as("places of %s in %s", pattern, place.getKey()).isPositive();
      }
    }
    assertThat(others).as("places that do not have %s", version).isEmpty();
  }

  @Test
  void aReleaseIsInTheChangelog() throws IOException {
    Matcher version =
        Pattern.compile("<version>" + VERSION + "(-SNAPSHOT)?</version>").matcher(text("pom.xml"));
    assertThat(version.find()).isTrue();
    String heading = "(?m)^## " + Pattern.quote(version.group(1)) + " - \\d{4}-\\d{2}-\\d{2}$";
    assertThat(Pattern.compile(heading).matcher(text("CHANGELOG.md")).find())
        .isEqualTo(version.group(2) == null);
  }

  private static String text(String file) throws IOException {
    return Files.readString(Chart.HOME.resolve(file), UTF_8);
  }

  private static String only(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
