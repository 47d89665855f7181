package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.standin.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drivers of running applications, found in a cluster. */
class DriversIT {
  private static final Tenant NS = new Tenant("ns-a");
  private static final String LIVE = ", liveApplications: true";
  private static final String OF_APP_7 = ", sparkhistory.io/application: app-7";

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aDriverIsShownFromItsStartToItsEndWhileTheHistoryServerSleeps() {
    cluster.server("ns-a", "Asleep", LIVE);
    cluster.openAndWait();
    cluster.driver("ns-a", "driver-1", "app-1", "10.1.2.3");
    cluster.driverBecomes("ns-a", "app-1", Driver.Running.class);
    assertThat(((Driver.Running) cluster.driver("ns-a", "app-1")).endpoint().host())
        .isEqualTo("10.1.2.3");
    assertThat(cluster.view().backends().drivers().of(NS))
        .extracting(Drivers.Application::id)
        .containsExactly("app-1");
    assertThat(cluster.driver("ns-b", "app-1")).isEqualTo(Driver.ENDED);

    cluster.standIn.delete("pods", "ns-a", "driver-1");
    cluster.driverBecomes("ns-a", "app-1", Driver.Ended.class);
    assertThat(drivers().size()).isZero();
  }

  @Test
  void nothingIsShownWhereItIsSwitchedOff() {
    cluster.server("ns-a", "Asleep", ", liveApplications: false");
    cluster.server("ns-b", "Asleep", "");
    cluster.openAndWait();
    for (String namespace : new String[] {"ns-a", "ns-b", "ns-c"}) {
      cluster.driver(namespace, "driver-1", "app-1", "10.1.2.3");
    }
    Eventually.holds(Cluster.SOON, () -> drivers().size() == 3);
    for (String namespace : new String[] {"ns-a", "ns-b", "ns-c"}) {
      assertThat(cluster.driver(namespace, "app-1")).as(namespace).isEqualTo(Driver.ENDED);
      assertThat(cluster.view().backends().drivers().of(new Tenant(namespace))).isEmpty();
    }
    cluster.server("ns-a", "Asleep", LIVE);
    cluster.driverBecomes("ns-a", "app-1", Driver.Running.class);
    cluster.standIn.delete("sparkhistoryservers.sparkhistory.io", "ns-a", "spark-history-server");
    cluster.driverBecomes("ns-a", "app-1", Driver.Ended.class);
  }

  @Test
  void aLabelledServiceOfAPodWithTheAddressOfItsNodeLeadsNowhere() {
    cluster.server("ns-a", "Asleep", LIVE);
    cluster.server("ns-b", "Asleep", LIVE);
    cluster.openAndWait();
    cluster.podBehind("ns-a", true);
    cluster.podBehind("ns-b", false);
    for (String namespace : new String[] {"ns-a", "ns-b"}) {
      cluster.slice(namespace, "notebook", OF_APP_7, "10.1.2.9", true);
    }
    cluster.driverBecomes("ns-b", "app-7", Driver.Running.class);
    Eventually.holds(Cluster.SOON, () -> podReads("ns-a") == 1);
    cluster.slice("ns-a", "notebook", OF_APP_7, "10.1.2.10", true);
    cluster.slice("ns-b", "notebook", OF_APP_7, "10.1.2.10", true);
    Eventually.holds(
        Cluster.SOON,
        () ->
            cluster.driver("ns-b", "app-7") instanceof Driver.Running now
                && now.endpoint().host().equals("10.1.2.10"));
    assertThat(cluster.driver("ns-a", "app-7")).isEqualTo(Driver.ENDED);
    assertThat(podReads("ns-a")).isEqualTo(1);
    assertThat(podReads("ns-b")).isEqualTo(1);
  }

  private int podReads(String namespace) {
    return cluster
        .standIn
        .calls()
        .count(call -> call.resource().equals("pods") && call.namespace().equals(namespace));
  }

  @Test
  void aLabelledServiceLeadsToItsPod() {
    cluster.server("ns-a", "Asleep", LIVE);
    cluster.openAndWait();
    cluster.podBehind("ns-a", false);
    cluster.slice("ns-a", "my-notebook", OF_APP_7, "10.1.2.9", true);
    cluster.driverBecomes("ns-a", "app-7", Driver.Running.class);
    assertThat(((Driver.Running) cluster.driver("ns-a", "app-7")).endpoint().port())
        .isEqualTo(18080); // the one port that there is
    cluster.slice("ns-a", "my-notebook", OF_APP_7, "10.1.2.9", false);
    cluster.driverBecomes("ns-a", "app-7", Driver.Ended.class);
  }

  @Test
  void anApplicationThatHasEndedIsInTheHistoryServerThatListsIt() {
    cluster.server("ns-a", "Asleep", ", applications: [{id: app-1}, {id: app-2}]");
    cluster.server("ns-b", "Asleep", "");
    Backends backends = cluster.openAndWait().backends();
    assertThat(lists(backends, NS, "app-2")).isTrue();
    assertThat(lists(backends, NS, "app-3")).isFalse();
    assertThat(lists(backends, new Tenant("ns-b"), "app-1")).isFalse();
    cluster.server("ns-a", "Asleep", "");
    Eventually.holds(Cluster.SOON, () -> !lists(backends, NS, "app-2"));
  }

  private static boolean lists(Backends backends, Tenant tenant, String application) {
    return backends.all().stream()
        .filter(entry -> entry.tenant().equals(tenant))
        .flatMap(entry -> entry.listing().applications().stream())
        .anyMatch(listed -> listed.id().equals(application));
  }

  @Test
  void ofTwoPodsWithOneIdTheOneThatRunsIsShown() {
    cluster.server("ns-a", "Asleep", LIVE);
    cluster.openAndWait();
    cluster.driver("ns-a", "driver-1", "app-1", "10.1.2.3");
    cluster.driver("ns-a", "driver-2", "app-1", "null"); // has no address yet
    Eventually.holds(Cluster.SOON, () -> drivers().size() == 2);
    assertThat(cluster.driver("ns-a", "app-1")).isInstanceOf(Driver.Running.class);
    assertThat(cluster.view().backends().drivers().of(NS)).hasSize(1);
  }

  @Test
  void driversThatComeAndGoLeaveNothingBehind() {
    cluster.server("ns-a", "Asleep", LIVE);
    cluster.openAndWait();
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 200; i++) {
        cluster.driver("ns-" + i % 20, "driver-" + i, "app-" + round + "-" + i, "10.1.2." + i);
      }
      Eventually.holds(Cluster.SOON, () -> drivers().size() == 200);
      for (int i = 0; i < 200; i++) {
        cluster.standIn.delete("pods", "ns-" + i % 20, "driver-" + i);
      }
      Eventually.holds(Cluster.SOON, () -> drivers().size() == 0);
    }
    assertThat(drivers().isEmpty()).isTrue();
  }

  @Test
  void aGatewayThatIsNotShownPodsServesHistoryServersAllTheSame() {
    cluster.server("ns-a", "Asleep", LIVE);
    cluster
        .standIn
        .faults()
        .fail(Fault.FORBIDDEN, Integer.MAX_VALUE, call -> call.resource().equals("pods"));
    cluster.openAndWait();
    assertThat(cluster.find("ns-a")).isInstanceOf(Backend.Asleep.class);
    assertThat(cluster.driver("ns-a", "app-1")).isEqualTo(Driver.ENDED);
  }

  private KubernetesDrivers drivers() {
    return (KubernetesDrivers) cluster.view().backends().drivers();
  }
}
