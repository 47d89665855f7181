package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import io.sparkhistory.provisioner.spec.Json;
import io.sparkhistory.standin.ApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the provisioner asks of the API server, beside the rights that its manifests give it. */
class RightsIT extends ProvisionedCluster {
  private static final Path MANIFEST = Path.of("..", "deploy", "base", "provisioner-rbac.yaml");

  private static final Pattern PATH =
      Pattern.compile(
          "/apis?(/(?<group>[a-z0-9.]+))?/v[a-z0-9]+"
              + "(/namespaces/(?<namespace>[^/]+))?/(?<resource>[a-z]+)(/(?<name>[^/]+))?"
              + "(?<sub>/status)?");

  private static final Map<String, String> VERBS =
      Map.of("POST", "create", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

  @Test
  void everythingThatItAsksIsAllowedByItsRole() throws IOException {
    cluster.usedResource("team-a", "{store: {size: 10Gi}}");
    cluster.provision(Cluster.config(defaults, 10, true));
    cluster.awaitReason("team-a", "Asleep");
    wake("team-a");
    cluster.change("team-a", "{store: {size: 20Gi}, sparkConf: {spark.ui.proxyBase: x}}");
    cluster.awaitQuiet();
    cluster.clock.turn(Duration.ofMinutes(32));
    cluster.noPod("team-a");
    cluster.awaitReason("team-a", "Asleep");

    Set<String> asked = new TreeSet<>();
    cluster.server.requests().forEach(request -> right(request).ifPresent(asked::add));
    assertThat(asked)
        .contains("list /persistentvolumeclaims", "patch /persistentvolumeclaims", "create /events")
        .isSubsetOf(granted());
  }

  private static Optional<String> right(ApiServer.Request request) {
    Matcher path = PATH.matcher(request.path());
    // discovery and reviews of one's own rights are allowed to everybody
    if (!path.matches() || request.path().contains("/authorization.k8s.io/")) {
      return Optional.empty();
    }
    String read = request.watch() ? "watch" : path.group("name") == null ? "list" : "get";
    String group = path.group("group") == null ? "" : path.group("group");
    String sub = path.group("sub") == null ? "" : path.group("sub");
    return Optional.of(
        VERBS.getOrDefault(request.method(), read)
            + " "
            + group
            + "/"
            + path.group("resource")
            + sub);
  }

  private static Set<String> granted() throws IOException {
    Set<String> granted = new TreeSet<>();
    for (String document : Files.readString(MANIFEST, UTF_8).split("(?m)^---$", -1)) {
      for (JsonNode rule : Json.SERIALIZATION.unmarshal(document, JsonNode.class).path("rules")) {
        for (JsonNode group : rule.path("apiGroups")) {
          for (JsonNode resource : rule.path("resources")) {
            rule.path("verbs")
                .forEach(
                    verb ->
                        granted.add(
                            verb.asText() + " " + group.asText() + "/" + resource.asText()));
          }
        }
      }
    }
    return granted;
  }
}
