package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.SparkHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that was woken to clean has deleted its expired logs when its listing is complete. */
@Tag("slow")
class CleaningIT {
  private static final String OLD = "spark-93be17c05d2f4a68bf04e7a9c6d83125.zstd";
  private static final String OLDER_ATTEMPT = "application_1769904000000_0001_1";
  private static final String NEWER_ATTEMPT = "application_1769904000000_0001_2.zstd";

  @TempDir Path folder;

  @Test
  void expiredLogsAreGoneWhenTheListingIsCompleteAlsoWithAStoreThatKnowsThem()
      throws IOException, InterruptedException {
    Instant now = Instant.now();
    Path logs = Files.createDirectories(folder.resolve("logs"));
    copy(OLD, logs, now.minus(Duration.ofDays(31)));
    copy(OLDER_ATTEMPT, logs, now.minus(Duration.ofHours(20)));
    copy(NEWER_ATTEMPT, logs, now);

    assertThat(leftAfterListing(logs, Duration.ofDays(30)))
        .containsExactly(OLDER_ATTEMPT, NEWER_ATTEMPT);
    // the store of this pod is that of the one before, and tells the server what it need not read
    assertThat(leftAfterListing(logs, Duration.ofHours(12))).containsExactly(NEWER_ATTEMPT);
  }

  private List<String> leftAfterListing(Path logs, Duration maxAge)
      throws IOException, InterruptedException {
    Rendered rendered =
        Rendered.of(
            "logDirectory: 'file://%s'\ncleaner: {maxAge: %dh}\n".formatted(logs, maxAge.toHours()),
            SparkHome.withConnectors());
    try (PlayedPod pod = new PlayedPod(rendered, Map.of(), Map.of(), folder.resolve("pod"))) {
      pod.startServer();
      CountDownLatch woken = new CountDownLatch(1);
      Listings listings =
          new Listings(
              new HistoryServerClient(any -> pod.address()),
              Clock.systemUTC(),
              tenant -> woken.countDown());
      Instant expired = Instant.now().minus(Duration.ofMinutes(5)).minus(maxAge);
      listings.of("team-a", "start", Optional.of(expired));
      assertThat(woken.await(1, TimeUnit.MINUTES)).as(pod.log()).isTrue();
      return names(logs);
    }
  }

  private static void copy(String name, Path logs, Instant written) throws IOException {
    Path examples = Path.of(System.getProperty("examples")).resolve("billing/history");
    Path copy = Files.copy(examples.resolve(name), logs.resolve(name));
    Files.setLastModifiedTime(copy, FileTime.from(written));
  }

  private static List<String> names(Path logs) throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
