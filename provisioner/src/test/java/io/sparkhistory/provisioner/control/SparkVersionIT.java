package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.HttpStub;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server's list changes: how long it stays awake, and what its status says of its logs. */
class SparkVersionIT extends ProvisionedCluster {
  private HttpStub historyServer;
  private volatile String applications = "[{\"attempts\": [{\"appSparkVersion\": \"4.0.4\"}]}]";

  @BeforeEach
  void startHistoryServer() {
    historyServer = HttpStub.start(this::respond);
  }

  @AfterEach
  void stopHistoryServer() {
    historyServer.close();
  }

  @Test
  void aNewServerSleepsWhenItsFirstListingIsComplete() {
    cluster.resource("team-a", "{}");
    provision();
    cluster.awaitReason("team-a", "Scheduling");

    cluster.podIsReady("team-a");

    cluster.awaitObject("deployments", "team-a", it -> it.at("/spec/replicas").asInt() == 0);
    assertThat(cluster.condition("team-a", "LogDirectory").path("status").asText())
        .isEqualTo("True");
    assertThat(cluster.condition("team-a", "SparkVersion").isMissingNode()).isTrue();
  }

  @Test
  void aServerThatWasWokenForItsCleanerSleepsWhenItsFirstListingIsComplete() {
    cluster.usedResource("team-a", "{}");
    provision();
    cluster.awaitReason("team-a", "Asleep");
    cluster.clock.turn(Duration.ofDays(1).plusMinutes(1));
    cluster.label("team-a", "a: b");
    cluster.awaitReason("team-a", "Scheduling");

    cluster.podIsReady("team-a");

    cluster.awaitObject("deployments", "team-a", it -> it.at("/spec/replicas").asInt() == 0);
  }

  @Test
  void logsOfANewerSparkAreToldAlsoWhileTheServerSleeps() {
    applications =
        "[{\"attempts\": [{\"appSparkVersion\": \"4.2.0\"}, {\"appSparkVersion\": \"3.5.9\"}]}]";
    cluster.usedResource("team-a", "{}");
    provision();
    cluster.awaitReason("team-a", "Asleep");
    wakeInOrder();

    cluster.awaitObject(
        "sparkhistoryservers",
        "team-a",
        it -> !cluster.condition("team-a", "SparkVersion").isMissingNode());
    assertThat(cluster.condition("team-a", "SparkVersion").path("status").asText())
        .isEqualTo("False");
    assertThat(cluster.condition("team-a", "SparkVersion").path("message").asText())
        .contains("Spark 4.2", "Spark 4.0");
    Eventually.holds(
        () -> cluster.writes("/api/v1/namespaces/team-a/events").size() == 1,
        () -> cluster.server.requests().toString());

    cluster.clock.turn(Duration.ofMinutes(32));
    cluster.noPod("team-a");
    cluster.awaitReason("team-a", "Asleep");
    assertThat(cluster.condition("team-a", "SparkVersion").path("reason").asText())
        .isEqualTo("LogsNewer");
  }

  @Test
  void aVisitKeepsAServerAwakeWhoseListingIsComplete() {
    cluster.usedResource("team-a", "{}");
    applications = "[{\"attempts\": [{\"appSparkVersion\": \"4.2.0\"}]}]";
    provision();
    cluster.awaitReason("team-a", "Asleep");
    wakeInOrder();
    cluster.awaitObject(
        "sparkhistoryservers",
        "team-a",
        it -> !cluster.condition("team-a", "SparkVersion").isMissingNode());

    cluster.awaitQuiet();

    assertThat(cluster.replicas("team-a")).isEqualTo(1);
  }

  private void wakeInOrder() {
    cluster.visit("team-a");
    cluster.awaitReason("team-a", "Scheduling");
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");
  }

  private void provision() {
    cluster.provision(
        Cluster.config(defaults, 10, false), "http://127.0.0.1:" + historyServer.port() + "/");
  }

  private HttpStub.Response respond(HttpStub.Request request) {
    boolean list = request.target().startsWith("/api");
    String page = "<span id=\"last-updated\">now</span>";
    return HttpStub.Response.ok(list ? applications : page);
  }
}
