package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event logs that end the server that reads them. */
class FatalLogsIT {
  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void anApplicationWhoseLogIsTooLargeIsToldOnceAndTheOthersStayReadable() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-too-large.zstd", 3 << 20);
    LocalFixture.log(folder, "ns-a", "app-2", 10);
    try (LocalFixture local = LocalFixture.start(folder)) {
      Backend.Ready first = local.ready("ns-a");
      local.reads("ns-a").begin("app-2");
      open(local, first, "app-too-large");
      local.until("ns-a", Backend.Asleep.class);
      assertThat(local.reads("ns-a").refusal("app-too-large"))
          .hasValue(
              new Backend.Failed(
                  "The event log of app-too-large has 3072 KiB on disk and does not fit into the"
                      + " memory of the history server, whose largest heap is 32 MiB.",
                  "Start the gateway with a larger --history-server-memory, then open this page"
                      + " again. The other applications of this namespace can still be opened.",
                  "OutOfMemory"));
      assertThat(local.reads("ns-a").refusal("app-2")).isEmpty();

      Backend.Ready second = local.ready("ns-a");
      assertThat(get(second, "/history/app-2/")).isEqualTo("jobs");
      assertThat(local.find("ns-a")).isEqualTo(second);
      local.clock.forward(Duration.ofHours(1));
      assertThat(local.reads("ns-a").refusal("app-too-large")).isEmpty();
    }
  }

  @Test
  void aLogThatEndsTheServerTwiceForAnotherReasonIsToldHoweverLongItWasRead() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-broken", 10);
    try (LocalFixture local = LocalFixture.start(folder)) {
      Backend.Ready first = local.ready("ns-a");
      local.clock.forward(Duration.ofMinutes(2));
      open(local, first, "app-broken");
      Eventually.holds(LocalFixture.PATIENCE, () -> !local.find("ns-a").equals(first));
      assertThat(local.reads("ns-a").refusal("app-broken")).isEmpty();

      Backend.Ready second = local.until("ns-a", Backend.Ready.class);
      local.clock.forward(Duration.ofMinutes(2));
      open(local, second, "app-broken");
      local.until("ns-a", Backend.Asleep.class);
      assertThat(local.reads("ns-a").refusal("app-broken").orElseThrow().reason())
          .startsWith(
              "The history server ended twice while it read the event log of app-broken (exit code"
                  + " 1): # A fatal error");
    }
  }

  @Test
  void endsWhileLogsAreReadCountHoweverLongTheServerHadRun() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-1");
    try (LocalFixture local = LocalFixture.start(folder)) {
      Backend.Ready last = local.ready("ns-a");
      for (int i = 1; i <= 3; i++) {
        Backend.Ready running = local.until("ns-a", Backend.Ready.class);
        local.clock.forward(Duration.ofMinutes(2));
        // each time another one, so that none of them is to blame
        local.reads("ns-a").begin("app-" + i);
        LocalFixture.onlyChild().destroyForcibly();
        Eventually.holds(LocalFixture.PATIENCE, () -> !local.find("ns-a").equals(running));
        last = running;
      }
      assertThat(local.until("ns-a", Backend.Failed.class).reason()).contains("again and again");
      assertThat(last).isNotNull();
    }
  }

  @Test
  void aServerThatIsPutToSleepBlamesNoLog() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-broken");
    try (LocalFixture local = LocalFixture.start(folder)) {
      for (int i = 0; i < 2; i++) {
        local.ready("ns-a");
        local.reads("ns-a").begin("app-broken");
        local.clock.forward(Duration.ofMinutes(30));
        local.until("ns-a", Backend.Asleep.class);
      }
      Backend.Ready ready = local.ready("ns-a");
      open(local, ready, "app-broken");
      Eventually.holds(LocalFixture.PATIENCE, () -> !local.find("ns-a").equals(ready));
      local.until("ns-a", Backend.Ready.class);
      assertThat(local.reads("ns-a").refusal("app-broken")).isEmpty();
    }
  }

  /** As the proxy does it, up to the end of the connection. */
  private void open(LocalFixture local, Backend.Ready ready, String application) {
    local.reads("ns-a").begin(application);
    URI uri =
        URI.create("http://127.0.0.1:" + ready.endpoint().port() + "/history/" + application + "/");
    assertThat(http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()))
        .failsWithin(LocalFixture.PATIENCE);
  }

  private String get(Backend.Ready ready, String path) {
    URI uri = URI.create("http://127.0.0.1:" + ready.endpoint().port() + path);
    return http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .join()
        .body();
  }
}
