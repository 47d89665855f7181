package io.sparkhistory.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each value of the chart that had one release for each user is tried: it is taken, or refused. */
class OldValuesTest {
  /** All that its values.yaml and its README name. */
  private static final Set<String> OLD =
      Set.of(
          "replicaCount",
          "nameOverride",
          "fullnameOverride",
          "serviceAccount.name",
          "serviceAccount.Name",
          "image.repository",
          "image.tag",
          "image.pullPolicy",
          "service.type",
          "service.port.number",
          "service.port.name",
          "service.annotations",
          "ingress.enabled",
          "s3.enableS3",
          "s3.bucket",
          "cleaner.enabled",
          "cleaner.maxAge",
          "resources",
          "podAnnotations",
          "imagePullSecrets",
          "nodeSelector",
          "tolerations",
          "affinity",
          "environment");

  private static final Path MIGRATE = Chart.HOME.resolve("docs/migrate.md");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9.]+)`");

  @Test
  void eachIsSeenToBeTakenOrRefused() throws IOException {
    Set<String> tried = new TreeSet<>();
    for (String table : List.of("refused-values.csv", "taken-values.csv")) {
      Path file = Path.of("src/test/resources", table);
      for (String line : Files.readAllLines(file, UTF_8)) {
        if (line.startsWith("{")) {
          Object values =
              new Load(LoadSettings.builder().build())
                  .loadFromString(line.substring(0, line.indexOf(" | ")));
          add("", values, tried);
        }
      }
    }

    assertThat(tried).containsAll(OLD);
  }

  @Test
  void theDocumentNamesEachWithItsNewName() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String line : Files.readAllLines(MIGRATE, UTF_8)) {
      if (line.startsWith("| `")) {
        Matcher name = NAME.matcher(line.substring(0, line.indexOf('|', 1)));
        while (name.find()) {
          named.add(name.group(1));
        }
      }
    }

    assertThat(named).containsAll(OLD);
  }

  private static void add(String path, Object value, Set<String> found) {
    if (!path.isEmpty()) {
      found.add(path.substring(1));
    }
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, inside) -> add(path + "." + key, inside, found));
    }
  }
}
