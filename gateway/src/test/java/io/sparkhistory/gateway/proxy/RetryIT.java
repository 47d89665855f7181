package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is sent once more over another connection, and what is not. */
@ExtendWith(BufferLeaks.class)
class RetryIT {
  @Test
  void aReusedConnectionThatIsDeadIsTriedOnceMoreOnAFreshOne() throws IOException {
    try (RawOrigin origin = resettingTheSecond();
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/1").read();

      assertThat(client.get("/sparkhistory/a/2").read().status()).isEqualTo(200);
      Eventually.that(() -> assertThat(gateway.events.retries).hasValue(1));
      assertThat(origin.connections).hasValue(2);
    }
  }

  @Test
  void aPostIsNotTriedTwice() throws IOException {
    try (RawOrigin origin = resettingTheSecond();
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/1").read();
      client.send(RawClient.POST + "Content-Length: 0\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(502);
      assertThat(origin.received).hasSize(2);
    }
  }

  /** Serves one request, and the next one finds its connection dead. */
  private static RawOrigin resettingTheSecond() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    return new RawOrigin(
        e -> {
          if (requests.incrementAndGet() == 2) {
            e.reset();
          } else {
            e.ok("x");
          }
        });
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

  /** It is not dead but slow, and would do the same work twice. */
  @Test
  void aServerThatDoesNotAnswerInTimeIsNotAskedAgain() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.response = Duration.ofSeconds(2);
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  if (e.requestLine().contains("/slow")) {
                    Eventually.happens(go);
                  }
                  e.ok("x");
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      assertThat(client.get("/sparkhistory/a/1").read().status()).isEqualTo(200);

      assertThat(client.get("/sparkhistory/a/slow").read().status()).isEqualTo(504);
      assertThat(origin.received).hasSize(2);
      assertThat(gateway.events.retries).hasValue(0);
    } finally {
      go.countDown();
    }
  }

  @Test
  void aRequestWhoseBodyHasBegunIsNotTriedTwice() throws IOException {
    try (RawOrigin origin = new RawOrigin(RetryIT::dieAtThePut);
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/1").read();
      client.send(
          "PUT /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
              + "Content-Length: 4\r\n\r\nbody");

      assertThat(client.read().status()).isEqualTo(502);
      assertThat(origin.received).hasSize(2);
      assertThat(gateway.events.retries).hasValue(0);
    }
  }

  private static void dieAtThePut(RawOrigin.Exchanged e) throws IOException {
    if (e.requestLine().startsWith("PUT ")) {
      e.reset();
    } else {
      e.ok("x");
    }
  }

  @Test
  void aConnectionThatDiesWithinTheHeadOfItsResponseIsNotTriedAgain() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  if (e.requestLine().contains("/2")) {
                    e.send("HTTP/1.1 200 OK\r\nContent-");
                    e.socket.close();
                  } else {
                    e.ok("x");
                  }
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/1").read();

      assertThat(client.get("/sparkhistory/a/2").read().status()).isEqualTo(502);
      assertThat(origin.received).hasSize(2);
    }
  }

  /** Behind the one who waited longer, it meets a connection that was used again. */
  @Test
  void aRequestIsTriedOnceMoreAndNotTwice() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.perOrigin = 1;
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  if (e.requestLine().contains("/unlucky") && tries.incrementAndGet() <= 2) {
                    Eventually.happens(go);
                    e.reset();
                  } else {
                    e.ok("x");
                  }
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client();
        RawClient other = gateway.client()) {
      client.get("/sparkhistory/a/1").read();
      client.get("/sparkhistory/a/unlucky");
      Eventually.that(() -> assertThat(tries).hasValue(1));
      other.get("/sparkhistory/a/3");
      Eventually.that(() -> assertThat(gateway.asked).hasValue(3));
      go.countDown();

      assertThat(other.read().status()).isEqualTo(200);
      assertThat(client.read().status()).isEqualTo(502);
      assertThat(tries).hasValue(2);
      Eventually.that(() -> assertThat(gateway.events.retries).hasValue(1));
    }
  }
}
