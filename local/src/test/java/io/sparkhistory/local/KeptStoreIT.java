package io.sparkhistory.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.RocksDbDamage;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.local.HistoryServerCommand;
import io.sparkhistory.gateway.local.LocalBackends;
import io.sparkhistory.gateway.local.LocalSettings;
import io.sparkhistory.gateway.local.LogLocation;
import io.sparkhistory.gateway.local.StoreCache;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that outlive the history servers of a real Spark. */
@Tag("slow")
class KeptStoreIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Tenant TENANT = new Tenant("billing");
  private static final String APPLICATION = "spark-93be17c05d2f4a68bf04e7a9c6d83125";

  /** What Spark logs when it reads a log (org.apache.spark.deploy.history.FsHistoryProvider). */
  private static final String LISTED = "for listing data";

  private static final String REPLAYED = "to re-build UI";

  private static final String THROWN_AWAY = "spark-history-launcher: StoreThrownAway: ";

  @TempDir Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

  @ParameterizedTest
  @ValueSource(strings = {"spark.current", "spark.oldest"})
  void aLogThatWasOpenedOnceIsNotReadAgain(String spark) throws IOException {
    assertThat(visit(spark)).contains(LISTED, REPLAYED);

    assertThat(visit(spark)).doesNotContain(LISTED, REPLAYED, THROWN_AWAY);
  }

  @Test
  void aStoreOfAnotherSparkIsThrownAway() throws IOException {
    visit("spark.oldest");

    assertThat(visit("spark.current"))
        .contains(THROWN_AWAY, "was written by Spark 3.5", LISTED, REPLAYED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark.current", "spark.oldest"})
  void aDamagedStoreIsThrownAway(String spark) throws IOException {
    visit(spark);
    visit(spark); // RocksDB has written its log into a table when it was opened again
    RocksDbDamage.damage(store().resolve("listing.rdb"));

    assertThat(visit(spark)).contains(THROWN_AWAY, "is damaged", LISTED, REPLAYED);
    assertThat(visit(spark)).doesNotContain(THROWN_AWAY, LISTED);
  }

  @Test
  void aStoreWithoutWhatSaysWhoseItIsIsThrownAway() throws IOException {
    visit("spark.current");
    Files.delete(store().resolve(".spark-history-store"));

    assertThat(visit("spark.current")).contains(THROWN_AWAY, "an unknown version", LISTED);
  }

  /** Opens the application's page and ends the server; returns what it logged. */
  private String visit(String spark) throws IOException {
    Path jars = Path.of(System.getProperty(spark));
    LocalSettings settings =
        new LocalSettings(
            LogLocation.of(Path.of(System.getProperty("examples"))),
            folder,
            "/sparkhistory",
            HistoryServerCommand.ofSpark(jars, "512m"),
            LocalSettings.Limits.of(4, Duration.ofMinutes(30)),
            new LocalSettings.Kept(
                Optional.of(new StoreCache(folder.resolve("stores"), "place", 1024)),
                folder.resolve("no-examples")));
    Path log;
    try (LocalBackends local = new LocalBackends(settings, Clock.systemUTC())) {
      local.wake(TENANT);
      Eventually.holds(
          PATIENCE,
          () -> local.find(TENANT) instanceof Backend.Ready,
          () -> local.find(TENANT).toString());
      Backend.Ready ready = (Backend.Ready) local.find(TENANT);
      URI page =
          URI.create(
              "http://127.0.0.1:%d/history/%s/jobs/"
                  .formatted(ready.endpoint().port(), APPLICATION));
      int status =
          http.sendAsync(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
              .join()
              .statusCode();
      log = local.logOf(TENANT);
      assertThat(status).as(Files.readString(log, UTF_8)).isEqualTo(200);
      // ended in the middle of writing its store it keeps nothing
      Eventually.holds(PATIENCE, () -> isOnDisk(log), () -> "not written: " + store());
    }
    return Files.readString(log, UTF_8);
  }

  /** Whether the application's own store has its place. */
  private boolean isOnDisk(Path log) throws IOException {
    try (Stream<Path> stores = Files.list(store().resolve("apps"))) {
      return stores.anyMatch(
              each ->
                  each.getFileName().toString().contains(APPLICATION) && Files.isDirectory(each))
          && (!Files.readString(log, UTF_8).contains(REPLAYED)
              || Files.readString(log, UTF_8).contains("Completely switched to"));
    }
  }

  private Path store() {
    return folder.resolve("stores").resolve("place").resolve(TENANT.namespace());
  }
}
