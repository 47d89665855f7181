package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkhistory.fixture.HttpStub;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the status keeps of a server's list of applications. */
class ApplicationsIT extends ProvisionedCluster {
  private HttpStub historyServer;
  private volatile String applications = list("nightly report");
  private volatile int code = 200;

  @BeforeEach
  void startHistoryServer() {
    historyServer = HttpStub.start(this::respond);
    cluster.usedResource("team-a", "{}");
    cluster.provision(
        Cluster.config(defaults, 10, false), "http://127.0.0.1:" + historyServer.port() + "/");
    cluster.awaitReason("team-a", "Asleep");
  }

  @AfterEach
  void stopHistoryServer() {
    historyServer.close();
  }

  @Test
  void theStatusHasTheListAlsoWhileTheServerSleeps() {
    wakeInOrder();
    awaitName("nightly report");
    JsonNode row = cluster.status("team-a").at("/applications/0");
    assertThat(row.toString())
        .isEqualTo(
            "{\"id\":\"app-1\",\"name\":\"nightly report\",\"user\":\"alice\","
                + "\"started\":\"2026-01-01T00:00:00Z\",\"ended\":\"2026-01-01T00:01:01Z\"}");
    assertThat(cluster.status("team-a").path("applicationCount").asInt()).isEqualTo(1);
    assertThat(cluster.status("team-a").path("applicationsAsOf").asText()).isNotEmpty();
    assertThat(cluster.writes("/api/v1/namespaces/team-a/events")).isEmpty();

    sleep();
    assertThat(cluster.status("team-a").at("/applications/0")).isEqualTo(row);
  }

  @Test
  void whatWasListedSinceIsReadBeforeTheServerSleeps() {
    wakeInOrder();
    awaitName("nightly report");
    applications = list("the last one");

    sleep();

    assertThat(cluster.status("team-a").at("/applications/0/name").asText())
        .isEqualTo("the last one");
    assertThat(cluster.status("team-a").path("applicationsAsOf").asText())
        .isEqualTo(cluster.clock.instant().toString());
  }

  @Test
  void aListThatCannotBeReadIsToldAndTheServerIsReadyAndSleeps() {
    code = 403;
    wakeInOrder();
    cluster.awaitObject(
        "sparkhistoryservers",
        "team-a",
        it -> !cluster.condition("team-a", "Applications").isMissingNode());

    assertThat(cluster.condition("team-a", "Applications").path("message").asText())
        .contains("status 403");
    assertThat(cluster.reason("team-a")).isEqualTo("Ready");
    sleep();
    assertThat(cluster.writes("/api/v1/namespaces/team-a/events")).isEmpty();
  }

  private void wakeInOrder() {
    cluster.visit("team-a");
    cluster.awaitReason("team-a", "Scheduling");
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");
  }

  private void sleep() {
    cluster.clock.turn(Duration.ofMinutes(32));
    // reconciles, and changes nothing that the provisioner makes
    cluster.server.merge(
        "leases", "team-a", "spark-history-activity", "metadata: {labels: {a: b}}");
    cluster.awaitObject("deployments", "team-a", it -> it.at("/spec/replicas").asInt() == 0);
    cluster.noPod("team-a");
    cluster.awaitReason("team-a", "Asleep");
  }

  private void awaitName(String name) {
    cluster.awaitObject(
        "sparkhistoryservers",
        "team-a",
        it -> it.at("/status/applications/0/name").asText().equals(name));
  }

  private static String list(String name) {
    return """
    [{"id": "app-1", "name": "%s", "attempts": [{"startTimeEpoch": 1767225600999,
      "endTimeEpoch": 1767225661000, "sparkUser": "alice", "completed": true}]}]
    """
        .formatted(name);
  }

  private HttpStub.Response respond(HttpStub.Request request) {
    boolean list = request.target().startsWith("/api");
    String page = "<span id=\"last-updated\">now</span>";
    return HttpStub.Response.of(code, list ? applications : page);
  }
}
