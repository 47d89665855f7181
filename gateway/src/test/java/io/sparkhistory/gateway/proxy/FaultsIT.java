package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nettyplus.leakdetector.junit.NettyLeakDetectorExtension;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.proxy.RawClient.Answer;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong on either side, over real sockets: nothing is lost, and nothing looks complete.
 */
@ExtendWith(NettyLeakDetectorExtension.class)
class FaultsIT {

  @Test
  void aServerThatIsNotThereIs502() throws IOException {
    int port;
    try (ServerSocket gone = new ServerSocket(0)) {
      port = gone.getLocalPort();
    }
    try (Gateway gateway = new Gateway().tenant("a", "127.0.0.1", port);
        RawClient client = gateway.client()) {
      Answer answer = client.get("/sparkhistory/a/").read();

      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.value("Content-Type")).isEqualTo("application/problem+json");
      assertThat(client.get("/sparkhistory/b/").read().status()).isEqualTo(403);
      assertThat(gateway.events.outcomes).startsWith(Outcome.UPSTREAM_UNREACHABLE);
    }
  }

  @Test
  void aNameThatDoesNotResolveIs502() throws IOException {
    try (Gateway gateway = new Gateway().tenant("a", "no-such-host.invalid", 80);
        RawClient client = gateway.client()) {
      // not 503: it is not the gateway that lacks something
      assertThat(client.get("/sparkhistory/a/").read().status()).isIn(502, 504);
    }
  }

  @Test
  void aReusedConnectionThatIsDeadIsTriedOnceMoreOnAFreshOne() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  if (requests.incrementAndGet() == 2) {
                    e.reset();
                  } else {
                    e.ok("x");
                  }
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/1").read();

      assertThat(client.get("/sparkhistory/a/2").read().status()).isEqualTo(200);
      assertThat(gateway.events.retries).hasValue(1);
      assertThat(origin.connections).hasValue(2);
    }
  }

  @Test
  void aPostIsNotTriedTwice() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  if (requests.incrementAndGet() == 2) {
                    e.reset();
                  } else {
                    e.ok("x");
                  }
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/1").read();
      client.send(
          "POST /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
              + "Content-Length: 0\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(502);
      assertThat(origin.received).hasSize(2);
    }
  }

  @Test
  void aFreshConnectionThatDiesIsNotTriedAgain() throws IOException {
    try (RawOrigin origin = new RawOrigin(RawOrigin.Exchanged::reset);
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      assertThat(client.get("/sparkhistory/a/").read().status()).isEqualTo(502);
      assertThat(origin.received).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly a part",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\n\r\nuntil the end"
      })
  void aBrokenAnswerNeverLooksComplete(String part) throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send(part);
                  Eventually.that(() -> assertThat(e.socket.isConnected()).isTrue());
                  e.reset();
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/");

      assertThatThrownBy(client::read).isInstanceOf(IOException.class);
      Eventually.that(() -> assertThat(gateway.events.outcomes).hasSize(1));
      assertThat(gateway.events.outcomes.get(0))
          .isIn(Outcome.UPSTREAM_ABORTED, Outcome.UPSTREAM_CLOSED);
    }
  }

  /** To HTTP/1.0 the end of the connection is the end of the answer, so it must be no end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\n\r\nuntil the end"
      })
  void aBrokenAnswerDoesNotLookCompleteToHttp10Either(String part) throws IOException {
    CountDownLatch seen = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send(part);
                  await(seen);
                  e.reset();
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(
          "GET /sparkhistory/a/ HTTP/1.0\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200 ");
      seen.countDown();

      assertThatThrownBy(client.in::readAllBytes).hasMessageContaining("reset");
    }
  }

  @Test
  void aLengthThatIsNotReachedNeverLooksComplete() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly a part");
                  e.socket.close();
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/");

      assertThatThrownBy(client::read).isInstanceOf(IOException.class);
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.UPSTREAM_ABORTED));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n"
      })
  void anAnswerThatCanBeReadInTwoWaysIs502(String answer) throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send(answer);
                  e.socket.close();
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      assertThat(client.get("/sparkhistory/a/").read().status()).isEqualTo(502);
    }
  }

  @Test
  void whatComesUnaskedIsNobodysAnswer() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
                  // in one piece; what comes later by itself: SmugglingIT
                  e.send(e.connection == 1 ? answer + answer.replace("first", "worst") : answer);
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      assertThat(client.get("/sparkhistory/a/").read().body()).isEqualTo("first");
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(0));
      assertThat(client.get("/sparkhistory/a/").read().body()).isEqualTo("first");
    }
  }

  @Test
  void noAnswerInTimeIs504() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.response = Duration.ofMillis(300);
    CountDownLatch end = new CountDownLatch(1);
    try (RawOrigin origin = new RawOrigin(e -> await(end));
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
  void anAnswerThatStopsInItsMiddleIsCutInTime() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.bodyIdle = Duration.ofMillis(300);
    CountDownLatch end = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly a part");
                  await(end);
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
    Gateway.Limits limits = new Gateway.Limits();
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
    Gateway.Limits limits = new Gateway.Limits();
    limits.headTime = Duration.ofMillis(300);
    try (Gateway gateway = new Gateway(limits);
        RawClient client = gateway.client()) {
      assertThat(client.send("GET /sparkhistory/a/ HT").read().status()).isEqualTo(408);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void anIdleConnectionIsClosedSilently() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.keepAlive = Duration.ofMillis(300);
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/").read();

      assertThat(client.ended()).isTrue();
      assertThat(gateway.events.outcomes).containsExactly(Outcome.FORWARDED);
    }
  }

  @Test
  void aClientThatLeavesCancelsItsRequest() throws IOException {
    CountDownLatch arrived = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  arrived.countDown();
                  ended.set(e.in.read());
                });
        Gateway gateway = new Gateway().tenant("a", origin)) {
      try (RawClient client = gateway.client()) {
        client.get("/sparkhistory/a/");
        await(arrived);
      }
      Eventually.that(() -> assertThat(ended).hasValue(-1));
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.CLIENT_GONE));
      assertThat(gateway.events.upstreams).hasValue(0);
    }
  }

  @Test
  void aHeldClientThatLeavesFreesItsPlace() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.held = 1;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits)) {
      gateway.tenants.put(new Tenant("a"), new Backend.Asleep(Duration.ZERO));
      try (RawClient client = gateway.client();
          RawClient second = gateway.client()) {
        client.get("/sparkhistory/a/");
        Eventually.that(() -> assertThat(gateway.woken).isNotEmpty());
        assertThat(second.get("/sparkhistory/a/").read().status()).isEqualTo(503);
      }
      Eventually.that(() -> assertThat(gateway.events.outcomes).contains(Outcome.CLIENT_GONE));
      try (RawClient third = gateway.client()) {
        third.get("/sparkhistory/a/");
        gateway.tenant("a", origin);
        assertThat(third.read().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void requestsBeyondTheBoundWaitForAConnectionAndTheRestIsShed() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.perOrigin = 1;
    limits.pending = 1;
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  arrived.countDown();
                  await(go);
                  e.ok(e.requestLine().split(" ")[1]);
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient first = gateway.client();
        RawClient second = gateway.client();
        RawClient third = gateway.client()) {
      first.get("/sparkhistory/a/1");
      await(arrived);
      second.get("/sparkhistory/a/2");
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(3));
      Answer shed = third.get("/sparkhistory/a/3").read();
      go.countDown();

      assertThat(shed.status()).isEqualTo(503);
      assertThat(shed.values("Retry-After")).hasSize(1);
      assertThat(first.read().body()).isEqualTo("/1");
      assertThat(second.read().body()).isEqualTo("/2");
      assertThat(origin.connections).hasValue(1);
    }
  }

  @Test
  void aBodyBeyondTheBoundIs413() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.body = 10;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).tenant("a", origin)) {
      String head =
          "POST /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n";
      try (RawClient client = gateway.client()) {
        client.send(head + "Content-Length: 11\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(413);
      }
      try (RawClient client = gateway.client()) {
        client.send(head + "Transfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(413);
      }
    }
  }

  @Test
  void malformedChunksOfARequestEndIt() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(e.readChunked()));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(
          "POST /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void drainingLetsTheRequestInFlightEnd() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  arrived.countDown();
                  await(go);
                  e.ok("in time");
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient busy = gateway.client();
        RawClient idle = gateway.client()) {
      busy.get("/sparkhistory/a/");
      await(arrived);
      FutureTask<Boolean> drain = draining(gateway, Duration.ofSeconds(10));

      assertThat(idle.ended()).isTrue();
      assertThatThrownBy(gateway::client).isInstanceOf(ConnectException.class);
      assertThat(drain.isDone()).isFalse();
      go.countDown();
      Answer answer = busy.read();
      assertThat(answer.body()).isEqualTo("in time");
      assertThat(answer.value("Connection")).isEqualTo("close");
      assertThat(drain.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void drainingWaitsNoLongerThanItMayAndTellsThatSomethingIsLeft() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  arrived.countDown();
                  await(end);
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient busy = gateway.client()) {
      busy.get("/sparkhistory/a/");
      await(arrived);

      assertThat(draining(gateway, Duration.ofMillis(300)).get(20, TimeUnit.SECONDS)).isFalse();
    } finally {
      end.countDown();
    }
  }

  private static FutureTask<Boolean> draining(Gateway gateway, Duration time) {
    FutureTask<Boolean> drain = new FutureTask<>(() -> gateway.server.drain(time));
    new Thread(drain).start();
    return drain;
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new IOException("did not happen in time");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
