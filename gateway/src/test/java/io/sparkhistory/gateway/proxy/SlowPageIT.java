package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A history server that replays a big event log, which it does before it answers at all. */
@ExtendWith(BufferLeaks.class)
class SlowPageIT {
  private static final String APPLICATION = "/sparkhistory/a/history/app-1/jobs/?page=2";
  private static final String HTML = "Accept: text/html,*/*;q=0.8\r\n";

  private final CountDownLatch replayed = new CountDownLatch(1);

  @Test
  void theVisitorIsToldWhileTheOneRequestGoesOn() throws IOException {
    try (RawOrigin origin = new RawOrigin(this::respondWhenReplayed);
        Gateway gateway = new Gateway(slowAfter(100)).tenant("a", origin);
        RawClient client = gateway.client();
        RawClient poll = gateway.client()) {
      Response slow = client.get(APPLICATION, HTML).read();
      assertThat(slow.status()).isEqualTo(503);
      assertThat(slow.value("X-Spark-History-Page")).isEqualTo("slow");

      for (int i = 0; i < 3; i++) {
        assertThat(poll.get(APPLICATION, HTML).read().status()).isEqualTo(503);
      }
      assertThat(origin.received).hasSize(1);

      replayed.countDown();
      Eventually.that(() -> assertThat(gateway.events.idle).hasValue(1));
      comesInTheEnd(poll, "jobs");
      Eventually.that(
          () ->
              assertThat(gateway.events.outcomes)
                  .startsWith(Outcome.SLOW)
                  .endsWith(Outcome.FORWARDED));
      assertThat(origin.connections).hasValue(1);
    }
  }

  @Test
  void itIsTheSamePageOnAnotherEventLoop() throws IOException {
    Gateway.Limits limits = slowAfter(100);
    limits.threads = 2;
    try (RawOrigin origin = new RawOrigin(this::respondWhenReplayed);
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient one = gateway.client();
        RawClient two = gateway.client()) {
      assertThat(one.get(APPLICATION, HTML).read().status()).isEqualTo(503);
      assertThat(two.get(APPLICATION, HTML).read().status()).isEqualTo(503);
      assertThat(origin.received).hasSize(1);
      replayed.countDown();
    }
  }

  @Test
  void apiClientsAndOtherPagesWait() throws IOException {
    try (RawOrigin origin = new RawOrigin(this::respondWhenReplayed);
        Gateway gateway = new Gateway(slowAfter(100)).tenant("a", origin);
        RawClient api = gateway.client();
        RawClient listing = gateway.client();
        RawClient browser = gateway.client()) {
      api.get(APPLICATION, "Accept: application/json\r\n");
      listing.get("/sparkhistory/a/?x=1", HTML);
      assertThat(browser.get(APPLICATION, HTML).read().status()).isEqualTo(503);
      replayed.countDown();

      assertThat(api.read().body()).isEqualTo("jobs");
      assertThat(listing.read().body()).isEqualTo("jobs");
    }
  }

  @Test
  void aReplayThatFailsIsAskedForAgain() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  if (e.connection == 1) {
                    Eventually.happens(replayed);
                    e.reset();
                  } else {
                    e.ok("second try");
                  }
                });
        Gateway gateway = new Gateway(slowAfter(100)).tenant("a", origin);
        RawClient client = gateway.client()) {
      assertThat(client.get(APPLICATION, HTML).read().status()).isEqualTo(503);
      replayed.countDown();
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(0));

      comesInTheEnd(client, "second try");
    }
  }

  @Test
  void theLogIsReadUntilTheResponseAlsoWhenNobodyWaitsForIt() throws IOException {
    try (RawOrigin origin = new RawOrigin(this::respondWhenReplayed);
        Gateway gateway = new Gateway(slowAfter(100)).tenant("a", origin);
        RawClient browser = gateway.client();
        RawClient api = gateway.client()) {
      assertThat(browser.get(APPLICATION, HTML).read().status()).isEqualTo(503);
      api.get("/sparkhistory/a/api/v1/applications/app-2/jobs");
      Eventually.that(() -> assertThat(origin.received).hasSize(2));
      assertThat(gateway.reads.interrupt().reads()).containsExactlyInAnyOrder("app-1", "app-2");
      gateway.reads.begin("app-1");
      gateway.reads.begin("app-2");

      replayed.countDown();
      assertThat(api.read().status()).isEqualTo(200);
      Eventually.that(() -> assertThat(gateway.events.idle).hasValue(2));
      assertThat(gateway.reads.interrupt().reads()).isEmpty();
    }
  }

  @Test
  void itCanBeSwitchedOff() throws IOException {
    try (RawOrigin origin = new RawOrigin(this::respondWhenReplayed);
        Gateway gateway = new Gateway(slowAfter(0)).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get(APPLICATION, HTML);
      Eventually.that(() -> assertThat(origin.received).hasSize(1));
      replayed.countDown();
      assertThat(client.read().body()).isEqualTo("jobs");
    }
  }

  /** A response that takes its time is once more preceded by the gateway's own page. */
  private static void comesInTheEnd(RawClient client, String body) throws IOException {
    Eventually.that(() -> assertThat(client.get(APPLICATION, HTML).read().body()).isEqualTo(body));
  }

  private static Gateway.Limits slowAfter(long millis) {
    Gateway.Limits limits = new Gateway.Limits();
    limits.slowPage = Duration.ofMillis(millis);
    return limits;
  }

  private void respondWhenReplayed(RawOrigin.Exchanged e) throws IOException {
    Eventually.happens(replayed);
    e.ok("jobs");
  }
}
