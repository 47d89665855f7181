package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A resource goes, and the provisioner hears of it sooner or later than of its objects. */
class DeletionIT extends ProvisionedCluster {
  @Test
  void whenTheResourceGoesEverythingGoes() {
    startAsleep("team-a");

    cluster.server.delete("sparkhistoryservers", "team-a", Cluster.NAME);
    cluster.awaitQuiet();

    assertNothingIsLeft();
  }

  @Test
  void whenTheResourceGoesWhileItsObjectsAreMadeNothingIsLeftAndTheNextOneIsServed()
      throws Exception {
    AtomicBoolean gone = new AtomicBoolean();
    try (AutoCloseable interception =
        cluster.server.intercept(
            (method, path, object) -> {
              if (method.equals("PATCH") && path.contains("/services/") && !gone.getAndSet(true)) {
                cluster.server.delete("sparkhistoryservers", "team-a", Cluster.NAME);
              }
            })) {
      assertThat(interception).isNotNull();
      cluster.resource("team-a", "{}");
      start();
      cluster.awaitQuiet();
    }
    assertThat(gone).isTrue();
    assertNothingIsLeft();

    cluster.resource("team-a", "{}");

    cluster.awaitReason("team-a", "Scheduling");
    assertThat(cluster.object("services", "team-a").isMissingNode()).isFalse();
    assertThat(cluster.object("deployments", "team-a").isMissingNode()).isFalse();
  }

  private void assertNothingIsLeft() {
    for (String plural : List.of("deployments", "services", "configmaps", "networkpolicies")) {
      assertThat(cluster.object(plural, "team-a").isMissingNode()).as(plural).isTrue();
    }
    assertThat(cluster.server.get("leases", "team-a", "spark-history-activity")).isEmpty();
  }
}
