package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whoever is slower than it may be, server or client, over real sockets: it is cut in time, and
 * told so where somebody listens.
 */
@ExtendWith(BufferLeaks.class)
class TimeoutsIT {
  /** Of what must not happen before the test has done its part, which is a few lines. */
  private static final Duration SHORT = Duration.ofMillis(1500);

  private final Gateway.Limits limits = new Gateway.Limits();

  @Test
  void noResponseInTimeIs504() throws IOException {
    limits.response = Duration.ofMillis(300);
    CountDownLatch end = new CountDownLatch(1);
    try (RawOrigin origin = new RawOrigin(e -> Eventually.happens(end));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      assertThat(client.get("/sparkhistory/a/").read().status()).isEqualTo(504);
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.UPSTREAM_TIMEOUT));
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(0));
    } finally {
      end.countDown();
    }
  }

  @Test
  void aResponseThatStopsInItsMiddleIsCutInTime() throws IOException {
    limits.bodyIdle = Duration.ofMillis(300);
    CountDownLatch end = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly a part");
                  Eventually.happens(end);
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/");

      assertThatThrownBy(client::read).isNotInstanceOf(SocketTimeoutException.class);
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.UPSTREAM_ABORTED));
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(0));
    } finally {
      end.countDown();
    }
  }

  @Test
  void aConnectionToAServerThatNobodyNeedsIsClosed() throws IOException {
    limits.upstreamIdle = Duration.ofMillis(300);
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      assertThat(client.get("/sparkhistory/a/").read().status()).isEqualTo(200);
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(0));

      assertThat(client.get("/sparkhistory/a/").read().status()).isEqualTo(200);
      assertThat(origin.connections).hasValue(2);
      assertThat(gateway.events.retries).hasValue(0);
    }
  }

  @Test
  void aHeadThatDoesNotCompleteIs408() throws IOException {
    limits.headTime = SHORT;
    try (Gateway gateway = new Gateway(limits);
        RawClient client = gateway.client()) {
      assertThat(client.send("GET /sparkhistory/a/ HT").read().status()).isEqualTo(408);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void anIdleConnectionIsClosedSilently() throws IOException {
    limits.keepAlive = Duration.ofMillis(300);
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/").read();

      assertThat(client.ended()).isTrue();
      Eventually.that(() -> assertThat(gateway.events.outcomes).containsExactly(Outcome.FORWARDED));
    }
  }

  @Test
  void aBodyThatStopsIs408() throws IOException {
    limits.bodyIdle = Duration.ofMillis(300);
    try (RawOrigin origin = new RawOrigin(e -> e.readBytes(8));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(RawClient.POST + "Content-Length: 8\r\n\r\nxxxx");

      assertThat(client.read().status()).isEqualTo(408);
      assertThat(client.ended()).isTrue();
      Eventually.that(() -> assertThat(gateway.events.limited).containsExactly(Limit.SLOW_BODY));
    }
  }

  @Test
  void aClientThatReadsNothingIsCutAndNoMoreIsReadForItThanFits() throws Exception {
    limits.bodyIdle = SHORT;
    int size = 64 << 20;
    CountDownLatch stopped = new CountDownLatch(1);
    long[] sent = new long[1];
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                  byte[] piece = new byte[64 << 10];
                  try {
                    for (sent[0] = 0; sent[0] < size; sent[0] += piece.length) {
                      e.out.write(piece);
                    }
                  } finally {
                    stopped.countDown();
                  }
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/");

      assertThat(stopped.await(180, TimeUnit.SECONDS)).isTrue();
      // what two pairs of sockets and the gateway's buffer take, and no more
      assertThat(sent[0]).isLessThan(size / 2);
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.CLIENT_GONE));
      Eventually.that(() -> assertThat(gateway.events.limited).containsExactly(Limit.SLOW_READER));
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(0));
    }
  }
}
