package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.standin.Call;
import io.sparkhistory.standin.Fault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeasesIT {
  private static final Tenant A = new Tenant("ns-a");

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private static boolean isPatch(Call call) {
    return call.verb().equals("patch");
  }

  private Instant renewed(String namespace) {
    return Instant.parse(lease(namespace).path("spec").path("renewTime").asText());
  }

  private com.fasterxml.jackson.databind.JsonNode lease(String namespace) {
    return cluster
        .standIn
        .get("leases.coordination.k8s.io", namespace, "spark-history-activity")
        .orElseThrow();
  }

  @Test
  void aVisitToASleepingServerRenewsItsLeaseAndShowsThatItStarts() {
    cluster.server("ns-a", "Asleep", ", startSeconds: 12");
    cluster.lease("ns-a");
    Backends backends = cluster.openAndWait().backends();
    assertThat(backends.find(A)).isEqualTo(new Backend.Asleep(Duration.ofSeconds(12)));
    Instant before = Instant.now();
    backends.wake(A);
    assertThat(backends.find(A))
        .isInstanceOfSatisfying(
            Backend.Starting.class,
            starting -> assertThat(starting.usual()).isEqualTo(Duration.ofSeconds(12)));
    Eventually.holds(Cluster.SOON, () -> cluster.view().leasesWritten() == 1);
    assertThat(renewed("ns-a")).isAfterOrEqualTo(before.minusMillis(1));
    assertThat(lease("ns-a").path("spec").path("renewTime").asText())
        .matches("[0-9-]{10}T[0-9:]{8}\\.[0-9]{6}Z");
    assertThat(lease("ns-a").path("spec").path("holderIdentity").asText()).isEqualTo("gateway-0");
  }

  @Test
  void whatTheResourceSaysNextTakesThePlaceOfWhatWasShownAfterAWake() {
    cluster.server("ns-a", "Asleep");
    cluster.lease("ns-a");
    Backends backends = cluster.openAndWait().backends();
    backends.wake(A);
    cluster.server("ns-a", "Failed");
    cluster.becomes("ns-a", Backend.Failed.class);
  }

  @Test
  void twoHundredVisitsAtOnceAreOneWrite() {
    cluster.server("ns-a", "Asleep");
    cluster.lease("ns-a");
    Backends backends = cluster.openAndWait().backends();
    for (int i = 0; i < 200; i++) {
      backends.wake(A);
      backends.touch(A);
    }
    Eventually.holds(Cluster.SOON, () -> cluster.view().leasesWritten() == 1);
    assertThat(cluster.standIn.calls().count(LeasesIT::isPatch)).isEqualTo(1);
  }

  @Test
  void twoHundredTenantsAreWokenAtOnce() {
    for (int i = 0; i < 200; i++) {
      cluster.server("ns-" + i, "Asleep");
      cluster.lease("ns-" + i);
    }
    Backends backends = cluster.openAndWait().backends();
    cluster.standIn.calls().forget();
    cluster.standIn.faults().delay(Duration.ofMillis(5));
    for (int i = 0; i < 200; i++) {
      backends.wake(new Tenant("ns-" + i));
    }
    Eventually.holds(Cluster.SOON, () -> cluster.view().leasesWritten() == 200);
    assertThat(cluster.standIn.calls().count(LeasesIT::isPatch)).isEqualTo(200);
    assertThat(cluster.standIn.calls().busiest()).isLessThanOrEqualTo(16);
  }

  @Test
  void aServedRequestIsNotedOnceAMinute() {
    cluster.server("ns-a", "Ready");
    cluster.pod("ns-a", "10.1.2.3", true);
    cluster.lease("ns-a");
    Backends backends = cluster.openAndWait().backends();
    for (int i = 0; i < 1000; i++) {
      backends.touch(A);
    }
    Eventually.holds(Cluster.SOON, () -> cluster.view().leasesWritten() == 1);
    assertThat(cluster.standIn.calls().count(LeasesIT::isPatch)).isEqualTo(1);
    assertThat(backends.all())
        .singleElement()
        .satisfies(entry -> assertThat(entry.lastActivity()).isPresent());
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void aWriteThatFailsIsTriedAgain(Fault fault) {
    cluster.server("ns-a", "Asleep");
    cluster.lease("ns-a");
    Backends backends = cluster.openAndWait().backends();
    // the client itself tries an error three times
    cluster
        .standIn
        .faults()
        .fail(
            fault, fault == Fault.ERROR || fault == Fault.HALF_AND_CUT ? 6 : 1, LeasesIT::isPatch);
    backends.wake(A);
    Eventually.holds(Cluster.SOON, () -> cluster.view().leasesWritten() == 1);
    assertThat(cluster.view().leasesFailed()).isPositive();
    assertThat(cluster.view().leasesDropped()).isZero();
    assertThat(renewed("ns-a")).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void aLeaseThatIsMadeAfterTheVisitIsRenewedAllTheSame() {
    cluster.server("ns-a", "Asleep");
    Backends backends = cluster.openAndWait().backends();
    backends.wake(A);
    Eventually.holds(Cluster.SOON, () -> cluster.view().leasesFailed() > 0);
    cluster.lease("ns-a");
    Eventually.holds(Cluster.SOON, () -> cluster.view().leasesWritten() == 1);
  }

  @Test
  void twoReplicasWhoseClocksDifferBothWriteAndStayWithinTheDifference() throws Exception {
    cluster.server("ns-a", "Ready");
    cluster.pod("ns-a", "10.1.2.3", true);
    cluster.lease("ns-a");
    KubernetesCluster ahead = replica("gateway-1", Duration.ofSeconds(7));
    KubernetesCluster behind = replica("gateway-2", Duration.ofSeconds(-7));
    try (ahead;
        behind) {
      ahead.backends().touch(A);
      Eventually.holds(Cluster.SOON, () -> ahead.leasesWritten() == 1);
      Instant first = renewed("ns-a");
      behind.backends().touch(A);
      Eventually.holds(Cluster.SOON, () -> behind.leasesWritten() == 1);
      // no replica reads the Lease, so it may go back; the provisioner takes nothing back for that
      assertThat(renewed("ns-a")).isBetween(first.minusSeconds(14), first);
      assertThat(lease("ns-a").path("spec").path("holderIdentity").asText()).isEqualTo("gateway-2");
    }
  }

  private KubernetesCluster replica(String name, Duration ahead) {
    KubernetesCluster opened =
        KubernetesCluster.open(
            Cluster.config(cluster.standIn),
            new KubernetesCluster.Settings("cluster.local", "", Duration.ofSeconds(2), name),
            ResilientInformer.Patience.DEFAULTS,
            new Trouble(),
            Clock.offset(Clock.systemUTC(), ahead),
            System::nanoTime);
    Eventually.holds(Cluster.SOON, () -> opened.problem().isEmpty());
    return opened;
  }

  @Test
  void aServerThatFailsAgainForTheSameReasonSaysSoAtOnce() {
    String pull =
        ", conditions: [{type: Ready, status: 'False', reason: ImagePullFailed, message: no"
            + " image}]";
    cluster.server("ns-a", "Failed", pull);
    cluster.lease("ns-a");
    Backends backends = cluster.openAndWait().backends();
    backends.wake(A);
    Eventually.holds(Cluster.SOON, () -> cluster.view().leasesWritten() == 1);
    assertThat(backends.find(A)).isInstanceOf(Backend.Starting.class);
    cluster.server("ns-a", "Pending");
    Eventually.holds(
        Cluster.SOON, () -> backends.all().iterator().next().backend() instanceof Backend.Starting);
    cluster.server("ns-a", "Failed", pull);
    // within the 30 seconds in which a wake is believed
    Eventually.holds(Duration.ofSeconds(20), () -> backends.find(A) instanceof Backend.Failed);
  }

  @Test
  void aSuspendedServerIsNotWokenAndSaysWhatToDo() {
    cluster.server(
        "ns-a",
        "Asleep",
        ", conditions: [{type: Ready, status: 'False', reason: Suspended, message: suspended}]");
    cluster.lease("ns-a");
    Backends backends = cluster.openAndWait().backends();
    backends.wake(A);
    assertThat(backends.find(A))
        .isInstanceOfSatisfying(
            Backend.Failed.class, failed -> assertThat(failed.nextStep()).contains("spec.suspend"));
    assertThat(cluster.standIn.calls().count(LeasesIT::isPatch)).isZero();
  }
}
