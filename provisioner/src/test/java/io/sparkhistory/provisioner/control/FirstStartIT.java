package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A new resource is started once, so that its log folder is there before the first job writes. */
class FirstStartIT extends ProvisionedCluster {
  @Test
  void aNewResourceIsStartedOnceAndSleepsWhenItsFolderIsMade() {
    cluster.resource("team-a", "{}");
    start();
    cluster.awaitReason("team-a", "Scheduling");
    assertThat(cluster.replicas("team-a")).isEqualTo(1);
    assertThat(folder("team-a")).isEqualTo("Unknown CreatingLogDirectory");

    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");
    assertThat(folder("team-a")).isEqualTo("True LogDirectoryReady");
    assertThat(cluster.status("team-a").path("logDirectory").asText())
        .isEqualTo("s3a://company/pipelines/team-a/history");

    firstListingIsOver("team-a");
    cluster.awaitReason("team-a", "Asleep");
    assertThat(cluster.replicas("team-a")).isZero();
    assertThat(folder("team-a")).isEqualTo("True LogDirectoryReady");
  }

  @Test
  void anotherLeaderDoesNotStartItAgain() {
    cluster.resource("team-a", "{}");
    start();
    cluster.awaitReason("team-a", "Scheduling");
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");
    firstListingIsOver("team-a");
    cluster.awaitReason("team-a", "Asleep");
    cluster.awaitQuiet();
    cluster.stop();
    cluster.server.clearRequests();

    start();
    cluster.awaitQuiet();

    assertThat(cluster.writes("")).isEmpty();
    assertThat(cluster.replicas("team-a")).isZero();
  }

  @Test
  void aSuspendedOneIsStartedWhenItIsNoLongerSuspended() {
    cluster.resource("team-a", "{suspend: true}");
    start();
    cluster.awaitReason("team-a", "Suspended");
    cluster.awaitQuiet();
    assertThat(cluster.replicas("team-a")).isZero();
    assertThat(folder("team-a")).isEqualTo("Unknown NotTried");
    assertThat(cluster.condition("team-a", "LogDirectory").path("message").asText())
        .contains("suspend");

    cluster.change("team-a", "{suspend: false}");
    cluster.awaitReason("team-a", "Scheduling");
    assertThat(cluster.replicas("team-a")).isEqualTo(1);
  }

  @Test
  void visitsGoFirstAndWhoWaitsUnseenIsNotWrittenAgainAndAgain() {
    cluster.usedResource("visited", "{}");
    cluster.provision(Cluster.config(defaults, 1, false));
    cluster.awaitReason("visited", "Asleep");
    cluster.resource("new-1", "{}");
    cluster.awaitReason("new-1", "Scheduling");
    cluster.resource("new-2", "{}");
    cluster.awaitReason("new-2", "Asleep");
    assertThat(folder("new-2")).isEqualTo("Unknown NotTried");
    cluster.visit("visited");
    cluster.awaitReason("visited", "Queued");
    cluster.awaitQuiet();
    cluster.server.clearRequests();

    cluster.podIsReady("new-1");

    cluster.awaitReason("visited", "Scheduling");
    cluster.awaitQuiet();
    assertThat(cluster.replicas("new-2")).isZero();
    assertThat(cluster.writes("/apis/sparkhistory.io/v1beta1/namespaces/new-2")).isEmpty();

    cluster.podIsReady("visited");
    cluster.awaitReason("new-2", "Scheduling");
  }

  @Test
  void aFolderThatCouldNotBeMadeIsTriedAgainWhenTheResourceIsCorrected() {
    cluster.resource("team-a", "{s3: {bucket: compny}}");
    start();
    cluster.awaitReason("team-a", "Scheduling");
    cluster.pod(
        "team-a",
        """
        conditions: [{type: PodScheduled, status: "True"}]
        initContainerStatuses:
          - name: log-directory
            state: {terminated: {exitCode: 1, message: "mkdir: NoSuchBucket"}}
        """);
    cluster.awaitReason("team-a", "NoSuchBucket");
    cluster.clock.turn(Duration.ofMinutes(11));
    cluster.noPod("team-a");
    cluster.awaitReason("team-a", "Asleep");
    assertThat(folder("team-a")).isEqualTo("False NoSuchBucket");

    cluster.change("team-a", "{s3: {bucket: company}}");
    cluster.awaitReason("team-a", "Scheduling");
    assertThat(cluster.replicas("team-a")).isEqualTo(1);
    assertThat(folder("team-a")).isEqualTo("Unknown CreatingLogDirectory"); // another folder
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");
    assertThat(folder("team-a")).isEqualTo("True LogDirectoryReady");
  }

  @Test
  void anotherLeaderCountsTheServersThatStartAlready() {
    for (String tenant : List.of("a", "b")) {
      cluster.usedResource(tenant, "{}");
    }
    cluster.provision(Cluster.config(defaults, 1, false));
    cluster.awaitReason("a", "Asleep");
    cluster.awaitReason("b", "Asleep");
    cluster.visit("a");
    cluster.awaitReason("a", "Scheduling");
    cluster.stop();
    cluster.visit("b");

    cluster.provision(Cluster.config(defaults, 1, false));

    cluster.awaitReason("b", "Queued");
    assertThat(cluster.replicas("b")).isZero();
    cluster.podIsReady("a");
    cluster.awaitReason("b", "Scheduling");
  }

  private void firstListingIsOver(String tenant) {
    cluster.clock.turn(Duration.ofMinutes(3));
    cluster.noPod(tenant);
    cluster.label(tenant, "a: b");
  }

  private String folder(String tenant) {
    return cluster.condition(tenant, "LogDirectory").path("status").asText()
        + " "
        + cluster.condition(tenant, "LogDirectory").path("reason").asText();
  }
}
