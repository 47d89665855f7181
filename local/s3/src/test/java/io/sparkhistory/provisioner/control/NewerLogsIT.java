package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.Condition;
import io.sparkhistory.api.ListedApplication;
import io.sparkhistory.listing.ApplicationList;
import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.SparkHome;
import io.sparkhistory.s3.fixture.Status;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of the list of a real history server of Spark 3.5, whose logs 3.5 and 4.2 wrote. */
@Tag("slow")
class NewerLogsIT {
  private static final String LOGS = "billing/history";

  @TempDir Path folder;

  @Test
  void anOlderServerIsToldTheSparkOfItsNewestLog() throws InterruptedException {
    Path logs = Path.of(System.getProperty("examples")).resolve(LOGS).normalize();
    Rendered rendered =
        Rendered.of(
            "logDirectory: 'file://%s'\ncleaner: {enabled: false}\n".formatted(logs),
            SparkHome.withConnectors());
    try (PlayedPod pod = new PlayedPod(rendered, Map.of(), Map.of(), folder)) {
      pod.startServer();
      CountDownLatch woken = new CountDownLatch(1);
      Listings listings =
          new Listings(
              new HistoryServerClient(any -> pod.address()),
              Clock.systemUTC(),
              tenant -> woken.countDown());

      assertThat(listings.of("team-a", "start").complete()).isFalse();
      assertThat(woken.await(1, TimeUnit.MINUTES)).as(pod.log()).isTrue();

      ApplicationList list =
          listings.of("team-a", "start").last().map(KnownListing.Read::list).orElseThrow();
      assertThat(list.newest())
          .extracting(ListedApplication::name, ListedApplication::user)
          .containsExactly(tuple("monthly-close", "bob"), tuple("invoice-run", "bob"));
      Condition told = Status.sparkVersion(rendered.spec(), pod.pod(), list).orElseThrow();
      assertThat(told.getStatus()).isEqualTo("False");
      assertThat(told.getMessage()).contains("Spark 4.2", "Spark 3.5");
    }
  }
}
