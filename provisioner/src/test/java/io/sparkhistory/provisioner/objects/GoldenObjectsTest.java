package io.sparkhistory.provisioner.objects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.provisioner.spec.Defaults;
import io.sparkhistory.provisioner.spec.EffectiveSpec;
import io.sparkhistory.provisioner.spec.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code golden} has a resource, perhaps defaults, and every object that they make.
 * {@code -Dgolden.write=true} writes the objects; read the difference before it is committed.
 */
class GoldenObjectsTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
  private static final ClusterSettings CLUSTER = cluster(false);

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      return folders.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theObjectsAreTheExpectedOnesAndNoOthers(Path folder) throws IOException {
    Map<String, String> made = new TreeMap<>();
    for (HasMetadata object : OwnedObjects.of(desired(folder))) {
      made.put("out-" + object.getKind() + ".yaml", Json.SERIALIZATION.asYaml(object));
    }
    if (Boolean.getBoolean("golden.write")) {
      for (Map.Entry<String, String> file : made.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue(), UTF_8);
      }
    }

    assertThat(expectations(folder)).isEqualTo(new TreeSet<>(made.keySet()));
    for (Map.Entry<String, String> file : made.entrySet()) {
      assertThat(folder.resolve(file.getKey())).content(UTF_8).isEqualTo(file.getValue());
    }
  }

  @Test
  void aRestartIsAnotherPodAndChangesNothingElse() throws IOException {
    DesiredState before = desired(GOLDEN.resolve("empty-spec"));
    DesiredState restarted = before.restarted("2026-03-02T09:00:00Z");
    for (OwnedObject<?> owned : OwnedObjects.ALL) {
      if (!owned.isWanted(before)) {
        continue;
      }
      String yaml = Json.SERIALIZATION.asYaml(owned.desired(restarted));
      String annotation = "        sparkhistory.io/started-afresh-at: \"2026-03-02T09:00:00Z\"\n";
      assertThat(yaml.contains(annotation)).isEqualTo(owned == OwnedObjects.DEPLOYMENT);
      assertThat(yaml.replace(annotation, ""))
          .isEqualTo(Json.SERIALIZATION.asYaml(owned.desired(before)));
    }
  }

  @Test
  void inAmbientModeTheMeshsRulesHaveOnlyWhatZtunnelEnforces() throws IOException {
    DesiredState ambient = desired(GOLDEN.resolve("empty-spec"), cluster(true));
    String yaml = Json.SERIALIZATION.asYaml(new GatewayAuthorizationPolicy().desired(ambient));
    assertThat(yaml)
        .contains("spark-history-gateway\"", "spark-history-provisioner\"", "- \"18080\"")
        .doesNotContain("methods", "paths", "when", "hosts");
  }

  private static ClusterSettings cluster(boolean ambient) {
    return new ClusterSettings(
        "/sparkhistory",
        "spark-history",
        Map.of("app.kubernetes.io/name", "spark-history-gateway"),
        "cluster.local/ns/spark-history/sa/spark-history-gateway",
        "/opt/spark",
        ambient);
  }

  private static DesiredState desired(Path folder) throws IOException {
    return desired(folder, CLUSTER);
  }

  private static DesiredState desired(Path folder, ClusterSettings cluster) throws IOException {
    SparkHistoryServer resource =
        Json.SERIALIZATION.unmarshal(
            Files.readString(folder.resolve("in-SparkHistoryServer.yaml"), UTF_8),
            SparkHistoryServer.class);
    Defaults defaults = Defaults.parse(Files.readString(folder.resolve("in-defaults.yaml"), UTF_8));
    EffectiveSpec.Result result = EffectiveSpec.of(resource, defaults);
    assertThat(result).isInstanceOf(EffectiveSpec.Result.Accepted.class);
    EffectiveSpec spec = ((EffectiveSpec.Result.Accepted) result).spec();
    return DesiredState.of(resource, spec, cluster, !spec.suspended());
  }

  private static Set<String> expectations(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("in-"))
          .forEach(names::add);
    }
    return names;
  }
}
