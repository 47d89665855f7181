package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The gateway's ClusterRole against what the gateway really asks the API server for. */
class PermissionsIT {
  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void theRoleGrantsWhatIsAskedForAndNothingMore() throws IOException {
    assertThat(used()).isEqualTo(granted());
  }

  /** Everything that the gateway does with the API server. */
  private Set<String> used() {
    cluster.server("ns-a", "Asleep");
    cluster.lease("ns-a");
    cluster.withSelector("app=history").openAndWait();
    cluster.server("ns-l", "Asleep", ", liveApplications: true");
    cluster.driver("ns-l", "driver-1", "app-1", "10.9.9.9");
    cluster.driverBecomes("ns-l", "app-1", Driver.Running.class);
    cluster.podBehind("ns-l", false);
    cluster.slice("ns-l", "notebook", ", sparkhistory.io/application: app-2", "10.9.9.8", true);
    cluster.driverBecomes("ns-l", "app-2", Driver.Running.class);
    cluster.standIn.cutConnections();
    cluster.standIn.forgetHistory();
    cluster.server("ns-b", "Asleep");
    cluster.becomes("ns-b", io.sparkhistory.gateway.backend.Backend.Asleep.class);
    Tenant a = new Tenant("ns-a");
    cluster.view().backends().wake(a);
    Eventually.holds(Cluster.SOON, () -> cluster.view().leasesWritten() == 1);
    Caller alice = new Caller("alice", List.of());
    cluster.view().review().review(alice, a, Verb.GET).toCompletableFuture().join();
    cluster.view().review().reviewEverywhere(alice, Verb.GET).toCompletableFuture().join();
    return cluster.standIn.calls().permissions();
  }

  private static Set<String> granted() throws IOException {
    Set<String> granted = new TreeSet<>();
    String yaml = Files.readString(Path.of("../deploy/base/gateway-rbac.yaml"));
    for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
      JsonNode object = new JsonMapper().valueToTree(document);
      for (JsonNode rule : object.path("rules")) {
        String group = rule.path("apiGroups").get(0).asText();
        String resource = rule.path("resources").get(0).asText();
        String name = rule.path("resourceNames").path(0).asText("");
        for (JsonNode verb : rule.path("verbs")) {
          granted.add(
              verb.asText()
                  + " "
                  + resource
                  + (group.isEmpty() ? "" : "." + group)
                  + (name.isEmpty() ? "" : "/" + name));
        }
        assertThat(rule.path("apiGroups")).hasSize(1);
        assertThat(rule.path("resources")).hasSize(1);
      }
    }
    return granted;
  }
}
