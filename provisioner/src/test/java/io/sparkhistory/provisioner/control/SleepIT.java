package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a server is woken, how many may start at once, and when it sleeps again. */
class SleepIT extends ProvisionedCluster {
  @Test
  void aVisitWakesItAndItSleepsAgain() {
    startAsleep("team-a");

    cluster.visit("team-a");
    cluster.awaitReason("team-a", "Scheduling");
    assertThat(cluster.replicas("team-a")).isEqualTo(1);
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");
    assertThat(cluster.status("team-a").path("phase").asText()).isEqualTo("Ready");

    cluster.clock.turn(Duration.ofMinutes(32));
    cluster.noPod("team-a");
    cluster.awaitReason("team-a", "Asleep");
    assertThat(cluster.replicas("team-a")).isZero();
  }

  @Test
  void aLeaseThatGoesBackBySecondsPutsNobodyToSleep() {
    cluster.usedResource("team-a", "{idleTimeout: 1m, cleaner: {enabled: false}}");
    start();
    cluster.awaitReason("team-a", "Asleep");
    wake("team-a");
    cluster.clock.turn(Duration.ofSeconds(100));
    cluster.visit("team-a", Duration.ofSeconds(7)); // one replica's clock is ahead
    cluster.awaitQuiet();
    cluster.visit("team-a", Duration.ofMinutes(-1)); // another's is behind, and it wrote late
    cluster.awaitQuiet();

    cluster.clock.turn(Duration.ofSeconds(90));
    cluster.label("team-a", "a: b");
    cluster.awaitQuiet();
    assertThat(cluster.reason("team-a")).isEqualTo("Ready");

    cluster.clock.turn(Duration.ofSeconds(31));
    cluster.label("team-a", "a: c");
    cluster.awaitReason("team-a", "Asleep");
  }

  @Test
  void onlySoManyStartAtOnce() {
    for (String tenant : List.of("a", "b", "c")) {
      cluster.usedResource(tenant, "{}");
    }
    cluster.provision(Cluster.config(defaults, 1, false));
    for (String tenant : List.of("a", "b", "c")) {
      cluster.awaitReason(tenant, "Asleep");
    }

    cluster.visit("a");
    cluster.awaitReason("a", "Scheduling");
    cluster.visit("b");
    cluster.awaitReason("b", "Queued");
    cluster.visit("c");
    cluster.awaitReason("c", "Queued");
    assertThat(cluster.condition("c", "Progressing").path("message").asText()).startsWith("2 of 2");
    assertThat(cluster.replicas("b")).isZero();

    cluster.podIsReady("a");
    cluster.awaitReason("b", "Scheduling");
    assertThat(cluster.replicas("b")).isEqualTo(1);
    assertThat(cluster.replicas("c")).isZero();
  }

  @Test
  void aSleepingServerIsWokenForItsCleanerAndSleepsAgain() {
    startAsleep("team-a");

    cluster.clock.turn(Duration.ofDays(1).plusMinutes(1));
    cluster.label("team-a", "a: b");
    cluster.awaitReason("team-a", "Scheduling");
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");

    cluster.clock.turn(Duration.ofMinutes(11));
    cluster.label("team-a", "a: c");
    cluster.awaitReason("team-a", "Asleep");
  }
}
