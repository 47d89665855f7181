package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import io.sparkhistory.standin.ApiServer.Request;
import io.sparkhistory.standin.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * The resource's definition or a namespace is on its way out: nothing is made there, and it is no
 * error.
 */
class TerminationIT extends ProvisionedCluster {
  private static final String RESOURCES = "sparkhistoryservers";
  private static final String PROFILE =
      "metadata: {labels: {app.kubernetes.io/part-of: kubeflow-profile%s}}";

  @Test
  void aProfileGetsNoResourceWhileTheDefinitionTerminates() {
    provisionProfile();

    cluster.server.terminate(RESOURCES);
    cluster.server.delete(RESOURCES, "team-a", Cluster.NAME);

    assertNothingIsMade();
  }

  @Test
  void aProfileGetsNoResourceWhenTheDefinitionIsGone() {
    provisionProfile();

    cluster.server.uninstall(RESOURCES);

    assertNothingIsMade();
  }

  @Test
  void aProfileGetsItsResourceWhenTheDefinitionIsThereAgain() {
    provisionProfile();
    cluster.server.uninstall(RESOURCES);
    cluster.awaitQuiet();

    cluster.server.install(
        Kind.namespaced("sparkhistory.io/v1beta1", RESOURCES, "SparkHistoryServer"));
    cluster.server.merge("namespaces", "", "team-a", PROFILE.formatted(", look: again"));

    cluster.awaitReason("team-a", "Scheduling");
  }

  @Test
  void aProfileThatTerminatesGetsNoResourceBeforeTheProvisionerHearsOfIt() throws Exception {
    try (AutoCloseable interception =
        cluster.server.intercept(
            (method, path, object) -> {
              if (method.equals("POST") && path.endsWith("/" + RESOURCES)) {
                terminate("team-a");
              }
            })) {
      assertThat(interception).isNotNull();
      cluster.server.put("namespaces", "", "team-a", PROFILE.formatted(""));
      cluster.provision(Cluster.config(defaults, 10, true));
      cluster.awaitQuiet();
    }

    assertThat(cluster.object(RESOURCES, "team-a").isMissingNode()).isTrue();
    assertThat(writes("POST")).hasSize(1);
    assertThat(errors()).isZero();
  }

  @Test
  void objectsThatGoWithTheirNamespaceAreNoFailureOfTheResource() {
    cluster.server.put("namespaces", "", "team-a", "{}");
    startAsleep("team-a");
    cluster.awaitQuiet();
    String status = cluster.status("team-a").toString();
    cluster.server.clearRequests();

    terminate("team-a");
    cluster.server.delete("configmaps", "team-a", Cluster.NAME);
    cluster.awaitQuiet();

    assertThat(cluster.object("configmaps", "team-a").isMissingNode()).isTrue();
    assertThat(cluster.status("team-a")).hasToString(status);
    assertThat(cluster.writes(""))
        .extracting(Request::path)
        .allMatch(it -> it.contains("/configmaps/"));
    assertThat(errors()).isZero();
  }

  @Test
  void aStatusIsForItsResourceAndNotForTheNextOfItsName() throws Exception {
    List<String> next = new CopyOnWriteArrayList<>();
    List<String> meant = new CopyOnWriteArrayList<>();
    cluster.usedResource("team-a", "{}");
    try (AutoCloseable interception =
        cluster.server.intercept(
            (method, path, object) -> {
              if (path.endsWith(Cluster.NAME + "/status") && next.isEmpty()) {
                cluster.server.delete(RESOURCES, "team-a", Cluster.NAME);
                cluster.server.put(RESOURCES, "team-a", Cluster.NAME, "spec: {suspend: true}");
                next.add(cluster.object(RESOURCES, "team-a").at("/metadata/uid").asText());
                meant.add(object.at("/metadata/uid").asText());
              }
            })) {
      assertThat(interception).isNotNull();
      start();
      Eventually.holds(() -> !meant.isEmpty(), () -> "no status was written");
      cluster.awaitReason("team-a", "Suspended");
      cluster.awaitQuiet();
    }

    assertThat(meant).hasSize(1).doesNotContain("").doesNotContainAnyElementsOf(next);
    assertThat(errors()).isZero();
  }

  private void provisionProfile() {
    cluster.server.put("namespaces", "", "team-a", PROFILE.formatted(""));
    cluster.provision(Cluster.config(defaults, 10, true));
    cluster.awaitReason("team-a", "Scheduling");
    cluster.awaitQuiet();
    cluster.server.clearRequests();
  }

  private void terminate(String namespace) {
    cluster.server.merge(
        "namespaces", "", namespace, "metadata: {deletionTimestamp: \"2026-03-02T09:00:00Z\"}");
  }

  private void assertNothingIsMade() {
    cluster.awaitQuiet();
    assertThat(writes("POST")).isEmpty();
    assertThat(errors()).isZero();
  }

  private List<Request> writes(String method) {
    return cluster.writes("").stream().filter(it -> it.method().equals(method)).toList();
  }

  /** Reconciliations that have failed. */
  private double errors() {
    return cluster
        .meters
        .get("sparkhistory.provisioner.reconciliations")
        .tag("result", "error")
        .counter()
        .count();
  }
}
