package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import io.sparkhistory.standin.ApiError;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The claim of a store that is kept: made, grown, never in the way of the server. */
class StoreIT extends ProvisionedCluster {
  private static final String CLAIMS = "persistentvolumeclaims";

  @Test
  void aServerWithoutAStoreHasNoClaim() {
    startAsleep("team-a");
    wake("team-a");

    assertThat(cluster.object(CLAIMS, "team-a").isMissingNode()).isTrue();
    assertThat(storeVolume().has("emptyDir")).isTrue();
  }

  @Test
  void theClaimIsThereBeforeThePodAndStaysWhileTheServerSleeps() {
    asleepWith("{store: {size: 10Gi, storageClassName: fast}}");
    JsonNode claim = cluster.object(CLAIMS, "team-a");
    assertThat(claim.at("/spec/resources/requests/storage").asText()).isEqualTo("10Gi");
    assertThat(claim.at("/spec/storageClassName").asText()).isEqualTo("fast");
    assertThat(claim.at("/metadata/ownerReferences/0/kind").asText())
        .isEqualTo("SparkHistoryServer");

    wake("team-a");
    assertThat(storeVolume().at("/persistentVolumeClaim/claimName").asText())
        .isEqualTo(Cluster.NAME);
    cluster.clock.turn(Duration.ofMinutes(32));
    cluster.noPod("team-a");
    cluster.awaitReason("team-a", "Asleep");

    assertThat(cluster.object(CLAIMS, "team-a").at("/metadata/uid"))
        .isEqualTo(claim.at("/metadata/uid"));
  }

  @Test
  void theClaimGrowsWithTheResourceAndIsNeverMadeSmaller() {
    asleepWith("{store: {size: 10Gi}}");

    cluster.change("team-a", "{store: {size: 20Gi}}");
    awaitSize("20Gi");
    cluster.change("team-a", "{store: {size: 5Gi}}");
    awaitStore("StoreNotShrunk");

    assertThat(cluster.condition("team-a", "Store").path("message").asText())
        .contains("20Gi", "5Gi", "kubectl -n team-a delete persistentvolumeclaim");
    assertThat(size()).isEqualTo("20Gi");
    cluster.change("team-a", "{store: {size: 20Gi}}");
    Eventually.holds(
        () -> cluster.condition("team-a", "Store").isMissingNode(),
        () -> cluster.status("team-a").toString());
  }

  /** The response to the status has the change in it, and the operator waits for no event then. */
  @Test
  void aChangeWhileTheStatusIsWrittenIsReconciled() throws Exception {
    asleepWith("{store: {size: 10Gi}}");
    AtomicBoolean changed = new AtomicBoolean();
    AutoCloseable change =
        cluster.server.intercept(
            (method, path, object) -> {
              boolean status = method.equals("PATCH") && path.endsWith("/status");
              if (status && path.contains("/team-a/") && changed.compareAndSet(false, true)) {
                cluster.change("team-a", "{store: {size: 20Gi}}");
              }
            });

    cluster.change("team-a", "{idleTimeout: 1h}");
    awaitSize("20Gi");
    change.close();
  }

  @Test
  void aClassThatCannotGrowIsToldAndTheServerStarts() throws Exception {
    asleepWith("{store: {size: 10Gi}}");
    String said =
        "persistentvolumeclaims \"spark-history-server\" is forbidden: only dynamically provisioned"
            + " pvc can be resized and the storageclass that provisions the pvc must support resize";
    AutoCloseable refusing = refuse(said);
    cluster.change("team-a", "{store: {size: 20Gi}}");
    awaitStore("StoreNotGrown");
    cluster.awaitQuiet();
    cluster.server.clearRequests();

    wake("team-a");
    cluster.awaitQuiet();

    assertThat(cluster.writes("/api/v1/namespaces/team-a/" + CLAIMS)).isEmpty();
    assertThat(cluster.condition("team-a", "Store").path("message").asText())
        .contains("allowVolumeExpansion", said);
    refusing.close();
    cluster.clock.turn(StoreClaims.AGAIN);
    cluster.label("team-a", "look: again");
    awaitSize("20Gi");
  }

  @Test
  void aClaimForWhichTheQuotaHasNoRoomKeepsTheServerFromStarting() {
    refuse("exceeded quota: storage");
    cluster.resource("team-a", "{store: {size: 10Gi}}");

    start();

    cluster.awaitReason("team-a", "QuotaExceeded");
    cluster.awaitQuiet();
    assertThat(cluster.replicas("team-a")).isZero();
  }

  private AutoCloseable refuse(String said) {
    return cluster.server.intercept(
        (method, path, object) -> {
          if (method.equals("PATCH") && path.contains(CLAIMS)) {
            throw new ApiError(403, "Forbidden", said);
          }
        });
  }

  private void asleepWith(String spec) {
    cluster.usedResource("team-a", spec);
    start();
    cluster.awaitReason("team-a", "Asleep");
    cluster.awaitQuiet();
  }

  private JsonNode storeVolume() {
    for (JsonNode volume :
        cluster.object("deployments", "team-a").at("/spec/template/spec/volumes")) {
      if (volume.path("name").asText().equals("spark-history-store")) {
        return volume;
      }
    }
    throw new AssertionError("no volume for the store");
  }

  private void awaitStore(String reason) {
    Eventually.holds(
        () -> cluster.condition("team-a", "Store").path("reason").asText().equals(reason),
        () -> cluster.status("team-a").toString());
  }

  private void awaitSize(String size) {
    Eventually.holds(() -> size().equals(size), () -> cluster.object(CLAIMS, "team-a").toString());
  }

  private String size() {
    return cluster.object(CLAIMS, "team-a").at("/spec/resources/requests/storage").asText();
  }
}
