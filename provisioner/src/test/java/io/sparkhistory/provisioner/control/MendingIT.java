package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The objects of a server are what its resource says, whatever others do to them. */
class MendingIT extends ProvisionedCluster {
  @ParameterizedTest
  @ValueSource(strings = {"deployments", "services", "configmaps", "networkpolicies"})
  void whatIsDeletedComesBack(String plural) {
    startAsleep("team-a");

    cluster.server.delete(plural, "team-a", Cluster.NAME);

    cluster.awaitObject(plural, "team-a", object -> !object.isMissingNode());
  }

  @Test
  void theActivityLeaseComesBackAndTheServerStaysAwake() {
    startAsleep("team-a");
    wake("team-a");

    cluster.server.delete("leases", "team-a", "spark-history-activity");
    Eventually.holds(
        () -> cluster.server.get("leases", "team-a", "spark-history-activity").isPresent(),
        () -> "no Lease");
    cluster.awaitQuiet();

    assertThat(cluster.reason("team-a")).isEqualTo("Ready");
    assertThat(cluster.replicas("team-a")).isEqualTo(1);
  }

  @Test
  void whatIsEditedIsMendedAndWhatOthersAddedStays() {
    startAsleep("team-a");

    cluster.server.merge(
        "services", "team-a", Cluster.NAME, "spec: {selector: {app.kubernetes.io/name: other}}");
    cluster.server.merge(
        "deployments", "team-a", Cluster.NAME, "spec: {paused: true, replicas: 5}");

    cluster.awaitObject(
        "services",
        "team-a",
        service ->
            service
                .at("/spec/selector/app.kubernetes.io~1name")
                .asText()
                .equals("spark-history-server"));
    cluster.awaitObject(
        "deployments", "team-a", deployment -> deployment.at("/spec/replicas").asInt() == 0);
    assertThat(cluster.object("deployments", "team-a").at("/spec/paused").asBoolean()).isTrue();
  }

  @Test
  void aLabelThatIsTakenAwayComesBack() {
    startAsleep("team-a");

    cluster.server.merge(
        "services",
        "team-a",
        Cluster.NAME,
        "metadata: {labels: {app.kubernetes.io/managed-by: null}}");

    cluster.awaitObject(
        "services",
        "team-a",
        service -> service.at("/metadata/labels").has("app.kubernetes.io/managed-by"));
  }

  @Test
  void aFieldThatIsNoLongerWantedGoesAway() {
    cluster.usedResource("team-a", "{podTemplate: {nodeSelector: {disk: ssd}}}");
    start();
    cluster.awaitReason("team-a", "Asleep");
    assertThat(nodeSelector().isMissingNode()).isFalse();

    cluster.usedResource("team-a", "{podTemplate: {}}");

    cluster.awaitObject("deployments", "team-a", any -> nodeSelector().isMissingNode());
  }

  private JsonNode nodeSelector() {
    return cluster.object("deployments", "team-a").at("/spec/template/spec/nodeSelector");
  }

  @Test
  void anotherLabelOfTheResourceReachesThePod() {
    startAsleep("team-a");

    cluster.label("team-a", "proxy: \"yes\"");

    cluster.awaitObject(
        "deployments",
        "team-a",
        deployment -> deployment.at("/spec/template/metadata/labels/proxy").asText().equals("yes"));
  }
}
