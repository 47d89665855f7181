package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.FreePort;
import io.sparkhistory.gateway.fixture.OriginScripts;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What goes wrong on either side, over real sockets: nothing is lost, and nothing looks complete.
 */
@ExtendWith(BufferLeaks.class)
class FaultsIT {
  @Test
  void aServerThatIsNotThereIs502() throws IOException {
    try (Gateway gateway = new Gateway().tenant("a", "127.0.0.1", FreePort.next());
        RawClient client = gateway.client()) {
      Response response = client.get("/sparkhistory/a/").read();

      assertThat(response.status()).isEqualTo(502);
      assertThat(response.value("Content-Type")).isEqualTo("application/problem+json");
      assertThat(client.get("/sparkhistory/b/").read().status()).isEqualTo(403);
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).startsWith(Outcome.UPSTREAM_UNREACHABLE));
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly a part",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\n\r\nuntil the end"
      })
  void aBrokenResponseNeverLooksComplete(String part) throws IOException {
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

  /** To HTTP/1.0 the end of the connection is the end of the response, so it must be no end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\n\r\nuntil the end"
      })
  void aBrokenResponseDoesNotLookCompleteToHttp10Either(String part) throws IOException {
    CountDownLatch seen = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send(part);
                  Eventually.happens(seen);
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
                OriginScripts.sendAndClose(
                    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly a part"));
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
  void aResponseThatCanBeReadInTwoWaysIs502(String response) throws IOException {
    try (RawOrigin origin = new RawOrigin(OriginScripts.sendAndClose(response));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      assertThat(client.get("/sparkhistory/a/").read().status()).isEqualTo(502);
    }
  }

  @Test
  void whatComesUnaskedIsNobodysResponse() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  String response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst";
                  // in one piece; what comes later by itself: SmugglingIT
                  e.send(
                      e.connection == 1 ? response + response.replace("first", "worst") : response);
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      assertThat(client.get("/sparkhistory/a/").read().body()).isEqualTo("first");
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(0));
      assertThat(client.get("/sparkhistory/a/").read().body()).isEqualTo("first");
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
        Eventually.happens(arrived);
      }
      Eventually.that(() -> assertThat(ended).hasValue(-1));
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.CLIENT_GONE));
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(0));
    }
  }

  @Test
  void malformedChunksOfARequestEndIt() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(e.readChunked()));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(RawClient.POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.ended()).isTrue();
    }
  }
}
