package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.routing.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryIT {
  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aServerWithAPodThatAnswersIsReadyAtThePodsAddress() {
    cluster.server("ns-a", "Ready");
    cluster.pod("ns-a", "10.1.2.3", true);
    cluster.openAndWait();
    assertThat(cluster.find("ns-a"))
        .isInstanceOfSatisfying(
            Backend.Ready.class,
            ready -> {
              assertThat(ready.endpoint().host()).isEqualTo("10.1.2.3");
              assertThat(ready.endpoint().port()).isEqualTo(18080);
              assertThat(ready.endpoint().hostHeader())
                  .isEqualTo("spark-history-server.ns-a.svc.cluster.local:18080");
              assertThat(ready.endpoint().authorities())
                  .containsExactlyInAnyOrder(
                      "spark-history-server:18080",
                      "spark-history-server.ns-a:18080",
                      "spark-history-server.ns-a.svc:18080",
                      "spark-history-server.ns-a.svc.cluster.local:18080",
                      "10.1.2.3:18080");
            });
  }

  @Test
  void aChangeIsSeenByItsEventAndNotByANewList() {
    cluster.server("ns-a", "Ready");
    cluster.openAndWait();
    assertThat(cluster.find("ns-a")).isInstanceOf(Backend.Starting.class);
    int lists = cluster.standIn.calls().count(SurvivalIT::isList);

    cluster.pod("ns-a", "10.1.2.3", true);
    Eventually.holds(Cluster.SOON, () -> cluster.find("ns-a") instanceof Backend.Ready);
    cluster.pod("ns-a", "10.1.2.3", false);
    Eventually.holds(Cluster.SOON, () -> cluster.find("ns-a") instanceof Backend.Starting);
    cluster.pod("ns-a", "10.1.2.4", true);
    Eventually.holds(Cluster.SOON, () -> cluster.find("ns-a") instanceof Backend.Ready);
    cluster.podIsGone("ns-a");
    Eventually.holds(Cluster.SOON, () -> cluster.find("ns-a") instanceof Backend.Starting);
    cluster.standIn.delete("sparkhistoryservers.sparkhistory.io", "ns-a", "spark-history-server");
    Eventually.holds(Cluster.SOON, () -> cluster.find("ns-a") instanceof Backend.Absent);
    assertThat(cluster.standIn.calls().count(SurvivalIT::isList)).isEqualTo(lists);
  }

  @Test
  void lettersBeyondAsciiComeThroughAWatch() {
    cluster.server("ns-a", "Asleep");
    cluster.openAndWait();
    for (String message : new String[] {"Kein Platz für Größe", "日志目录不存在", "no space"}) {
      cluster.server(
          "ns-a",
          "Failed",
          ", conditions: [{type: Ready, status: 'False', reason: CrashLoop, message: \"%s\"}]"
              .formatted(message));
      Eventually.holds(
          Cluster.SOON,
          () -> cluster.find("ns-a") instanceof Backend.Failed f && f.reason().equals(message));
    }
  }

  @Test
  void listsLongerThanAPageAreReadWhole() {
    for (int i = 0; i < 1234; i++) {
      cluster.server("ns-" + i, "Asleep");
    }
    assertThat(cluster.openAndWait().backends().all()).hasSize(1234);
  }

  @Test
  void allAreInTheOrderOfTheirNames() {
    cluster.server("ns-b", "Asleep", ", lastActivityTime: \"2026-01-02T03:04:05Z\"");
    cluster.server("ns-c", "Asleep");
    cluster.server("ns-a", "Asleep");
    assertThat(cluster.openAndWait().backends().all())
        .extracting(Backends.Entry::tenant)
        .containsExactly(new Tenant("ns-a"), new Tenant("ns-b"), new Tenant("ns-c"));
    assertThat(cluster.view().backends().all())
        .element(1)
        .satisfies(
            entry ->
                assertThat(entry.lastActivity()).hasToString("Optional[2026-01-02T03:04:05Z]"));
  }

  @Test
  void serversOfTheOldChartAreFoundByTheLabelsOfTheirServices() {
    cluster.slice("old", "history-old", ", app.kubernetes.io/name: history", "10.1.1.1", true);
    cluster.slice("other", "database", ", app.kubernetes.io/name: db", "10.1.1.2", true);
    cluster.withSelector("app.kubernetes.io/name=history").openAndWait();
    assertThat(cluster.find("old"))
        .isInstanceOfSatisfying(
            Backend.Ready.class,
            ready ->
                assertThat(ready.endpoint().hostHeader())
                    .isEqualTo("history-old.old.svc.cluster.local:18080"));
    assertThat(cluster.find("other")).isInstanceOf(Backend.Absent.class);
  }

  @Test
  void nothingOfTheOldChartIsFoundWithoutASelector() {
    cluster.slice("old", "history-old", ", app.kubernetes.io/name: history", "10.1.1.1", true);
    cluster.openAndWait();
    assertThat(cluster.find("old")).isInstanceOf(Backend.Absent.class);
  }

  @Test
  void whoeverMayLookAndFindsNothingIsGivenTheResourceToApply() {
    cluster.openAndWait();
    assertThat(cluster.find("ns-a"))
        .isInstanceOfSatisfying(
            Backend.Absent.class,
            absent -> {
              cluster.standIn.apply(absent.example());
              Eventually.holds(
                  Cluster.SOON, () -> !(cluster.find("ns-a") instanceof Backend.Absent));
            });
  }
}
