package io.sparkhistory.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.sparkhistory.fixture.RocksDbDamage;
import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.SparkHome;
import io.sparkhistory.s3.fixture.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a volume that outlives the pods, with the launcher of the image. */
@Tag("slow")
class StoreOfPodIT {
  private static final String APPLICATION = "spark-93be17c05d2f4a68bf04e7a9c6d83125";

  /** What Spark logs when it reads a log (org.apache.spark.deploy.history.FsHistoryProvider). */
  private static final String LISTED = "for listing data";

  private static final String REPLAYED = "to re-build UI";

  @TempDir Path folder;

  @Test
  void aServerThatIsEndedWhileItWritesItsStoreFinishesThatFirst() {
    assertThat(visit()).contains(LISTED, REPLAYED);

    assertThat(visit()).doesNotContain(LISTED, REPLAYED);
  }

  @Test
  void aDamagedStoreIsToldInAConditionAndTheNextStartIsWithoutIt() throws IOException {
    visit();
    visit(); // RocksDB has written its log into a table when it was opened again
    RocksDbDamage.damage(folder.resolve("spark-history-store").resolve("listing.rdb"));
    Rendered rendered = rendered();

    try (PlayedPod pod = pod(rendered)) {
      pod.runServer();
      Condition store = Status.store(rendered.spec(), pod.pod()).orElseThrow();
      assertThat(store.getReason()).as(pod.pod().toString()).isEqualTo("StoreThrownAway");
      assertThat(store.getMessage()).contains("the store is damaged");
    }
    assertThat(visit()).contains(LISTED, REPLAYED);
  }

  /** Opens the application's page and ends the server at once; returns what it logged. */
  private String visit() {
    PlayedPod pod = pod(rendered());
    try (pod) {
      pod.startServer();
      pod.untilListed(APPLICATION);
      assertThat(pod.get("/history/" + APPLICATION + "/jobs/").statusCode()).isEqualTo(200);
    }
    return pod.log();
  }

  private PlayedPod pod(Rendered rendered) {
    return new PlayedPod(rendered, Map.of(), Map.of(), folder);
  }

  private static Rendered rendered() {
    Path logs = Path.of(System.getProperty("examples")).resolve("billing/history").normalize();
    return Rendered.of(
        "logDirectory: 'file://%s'\ncleaner: {enabled: false}\nstore: {size: 10Gi}\n"
            .formatted(logs),
        SparkHome.withLauncher());
  }
}
