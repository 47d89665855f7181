package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.provisioner.configuration.ProvisionerConfig;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import io.sparkhistory.standin.ApiServer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Five hundred tenants: a resync writes nothing and hardly asks. */
@Tag("slow")
class ScaleIT extends ProvisionedCluster {
  private static final int TENANTS = 500;

  @Test
  void aResyncOfFiveHundredTenantsWritesNothing() {
    // tests that ran before in this JVM leave something behind, too
    long before = usedHeap();
    for (int i = 0; i < TENANTS; i++) {
      cluster.usedResource("team-" + i, "{}");
    }
    ProvisionerConfig config = Cluster.config(defaults, 10, false);
    cluster.provision(config);
    Eventually.holds(
        Duration.ofMinutes(2),
        () -> asleep() == TENANTS,
        () -> asleep() + " of " + TENANTS + " are done");
    cluster.awaitQuiet();
    cluster.stop();
    cluster.server.clearRequests();

    // a restart is the fullest resync: every resource and every object is compared
    ProvisionerOperator operator = cluster.provision(config);
    Eventually.holds(
        () -> operator.looked() == TENANTS, () -> operator.looked() + " were looked at");
    cluster.awaitQuiet();
    assertThat(cluster.server.requests()).filteredOn(ApiServer.Request::isWrite).isEmpty();
    // one list and one watch for each kind, and the question for the mesh
    assertThat(cluster.server.requests()).hasSizeLessThan(50);
    // of the operator and of the cluster that is played beside it
    assertThat(usedHeap() - before).isLessThan(200L << 20);
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private long asleep() {
    long asleep = 0;
    for (int i = 0; i < TENANTS; i++) {
      asleep += cluster.reason("team-" + i).equals("Asleep") ? 1 : 0;
    }
    return asleep;
  }
}
