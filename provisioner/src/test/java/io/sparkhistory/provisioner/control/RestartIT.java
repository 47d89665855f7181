package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A pod that fails is explained, and replaced when somebody asks and at no other time. */
class RestartIT extends ProvisionedCluster {
  private static final String PULL_FAILURE =
      """
      conditions: [{type: PodScheduled, status: "True"}]
      initContainerStatuses:
        - name: log-directory
          image: spark:4.0.4
          state: {waiting: {reason: ImagePullBackOff, message: no such manifest}}
      """;

  @Test
  void aPodThatCannotPullItsImageIsExplained() {
    cluster.resource("team-a", "{idleTimeout: never}");
    start();
    cluster.awaitReason("team-a", "Scheduling");

    cluster.pod("team-a", PULL_FAILURE);

    cluster.awaitReason("team-a", "ImagePullFailed");
    assertThat(cluster.status("team-a").path("phase").asText()).isEqualTo("Failed");
    cluster.awaitQuiet();
    assertThat(cluster.writes("/api/v1/namespaces/team-a/events")).hasSize(1);
  }

  @Test
  void whoAsksAfterAFailureGetsAFreshPodOnceAndEarlierVisitsDoNot() {
    failing("team-a");
    assertThat(attempt("team-a")).isEmpty();
    cluster.clock.turn(Duration.ofSeconds(30));

    cluster.visit("team-a");

    cluster.awaitReason("team-a", "Scheduling");
    assertThat(attempt("team-a")).isEqualTo(cluster.clock.instant().toString());
    assertThat(cluster.replicas("team-a")).isEqualTo(1);
    assertThat(cluster.status("team-a").path("phase").asText()).isEqualTo("Pending");
    assertThat(cluster.status("team-a").path("wokenAt").asText())
        .isEqualTo(cluster.clock.instant().toString());
    cluster.awaitQuiet();
    assertThat(cluster.reason("team-a")).isEqualTo("Scheduling"); // the old pod says nothing now
  }

  @Test
  void aFreshPodThatFailsAgainIsExplainedAgainAndNotReplacedByItself() {
    failing("team-a");
    String attempt = attemptAfterAnotherVisit("team-a");

    cluster.podOf("team-a", attempt, PULL_FAILURE);

    cluster.awaitReason("team-a", "ImagePullFailed");
    cluster.clock.turn(Duration.ofMinutes(5));
    cluster.label("team-a", "a: b");
    cluster.awaitQuiet();
    assertThat(attempt("team-a")).isEqualTo(attempt);
  }

  @Test
  void whoAsksAgainAndAgainGetsOneFreshPodInTwentySeconds() {
    failing("team-a");
    String attempt = attemptAfterAnotherVisit("team-a");
    cluster.podOf("team-a", attempt, PULL_FAILURE);
    cluster.awaitReason("team-a", "ImagePullFailed");

    for (int second = 1; second < 20; second += 3) {
      cluster.clock.turn(Duration.ofSeconds(3));
      cluster.visit("team-a");
    }
    cluster.awaitObject("deployments", "team-a", any -> !attempt("team-a").equals(attempt));
    cluster.awaitQuiet();
    assertThat(cluster.writes("/apis/apps/v1/namespaces/team-a/deployments")).hasSize(4);
  }

  @Test
  void whoAsksWhileThereIsNoLeaderIsServedByTheNextOne() {
    failing("team-a");
    cluster.stop();
    cluster.clock.turn(Duration.ofSeconds(30));
    cluster.visit("team-a");

    start();

    cluster.awaitObject("deployments", "team-a", any -> !attempt("team-a").isEmpty());
    cluster.awaitReason("team-a", "Scheduling");
  }

  @Test
  void aNewLeaderDoesNotReplaceAPodThatNobodyAskedFor() {
    failing("team-a");
    cluster.stop();
    cluster.clock.turn(Duration.ofSeconds(30));

    start();

    cluster.awaitQuiet();
    assertThat(attempt("team-a")).isEmpty();
    assertThat(cluster.reason("team-a")).isEqualTo("ImagePullFailed");
  }

  @Test
  void aRestartWaitsForItsTurn() {
    cluster.usedResource("a", "{}");
    cluster.usedResource("b", "{}");
    cluster.provision(Cluster.config(defaults, 1, false));
    cluster.awaitReason("a", "Asleep");
    cluster.awaitReason("b", "Asleep");
    cluster.visit("a");
    cluster.awaitReason("a", "Scheduling");
    cluster.pod("a", PULL_FAILURE);
    cluster.awaitReason("a", "ImagePullFailed");
    cluster.visit("b");
    cluster.awaitReason("b", "Scheduling");
    cluster.clock.turn(Duration.ofSeconds(30));

    cluster.visit("a");

    cluster.awaitReason("a", "Queued");
    assertThat(attempt("a")).isEmpty();
    cluster.podIsReady("b");
    cluster.awaitReason("a", "Scheduling");
    assertThat(attempt("a")).isNotEmpty();
  }

  /** Somebody looks, and the image cannot be pulled. */
  private void failing(String tenant) {
    startAsleep(tenant);
    cluster.visit(tenant);
    cluster.awaitReason(tenant, "Scheduling");
    cluster.visit(tenant, Duration.ofSeconds(2)); // and so does somebody at the other replica
    cluster.awaitQuiet();
    cluster.clock.turn(Duration.ofSeconds(10));
    cluster.pod(tenant, PULL_FAILURE);
    cluster.awaitReason(tenant, "ImagePullFailed");
    cluster.awaitQuiet();
  }

  /** Somebody asks for the server that has failed, and it is restarted. */
  private String attemptAfterAnotherVisit(String tenant) {
    cluster.clock.turn(Duration.ofSeconds(30));
    cluster.visit(tenant);
    cluster.awaitReason(tenant, "Scheduling");
    return attempt(tenant);
  }

  /** Which restart the pod is of; empty when there was none. */
  private String attempt(String tenant) {
    return cluster
        .object("deployments", tenant)
        .at("/spec/template/metadata/annotations/sparkhistory.io~1started-afresh-at")
        .asText();
  }
}
