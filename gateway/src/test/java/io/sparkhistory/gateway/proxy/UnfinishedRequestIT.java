package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests whose bodies are still on their way when something else happens. */
@ExtendWith(BufferLeaks.class)
class UnfinishedRequestIT {
  private static final String ALICE =
      " HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n";

  private final Gateway.Limits limits = new Gateway.Limits();

  @Test
  void aBodyThatComesWhileItsRequestIsTriedAgainIsNotLost() throws IOException {
    limits.perOrigin = 1;
    CountDownLatch die = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger puts = new AtomicInteger();
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  if (e.requestLine().startsWith("PUT ") && puts.incrementAndGet() == 1) {
                    Eventually.happens(die);
                    e.reset();
                  } else if (e.requestLine().startsWith("PUT ")) {
                    e.ok(e.readBytes(5));
                  } else if (e.requestLine().contains("/2")) {
                    Eventually.happens(go);
                    e.ok("2");
                  } else {
                    e.ok("1");
                  }
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client();
        RawClient other = gateway.client()) {
      client.get("/sparkhistory/a/1").read();
      client.send("PUT /sparkhistory/a/" + ALICE + "Content-Length: 5\r\n\r\n");
      Eventually.that(() -> assertThat(puts).hasValue(1));
      // waits for the one connection, and gets the next one before the request that lost it does
      other.get("/sparkhistory/a/2");
      Eventually.that(() -> assertThat(gateway.asked).hasValue(3));
      die.countDown();
      Eventually.that(() -> assertThat(gateway.events.retries).hasValue(1));
      client.send("hello");
      seen(gateway);
      go.countDown();

      assertThat(other.read().body()).isEqualTo("2");
      Response response = client.read();
      assertThat(response.body()).isEqualTo("hello");
    } finally {
      die.countDown();
      go.countDown();
    }
  }

  /** What was sent before has been read when somebody else, who came later, has a response. */
  private static void seen(Gateway gateway) throws IOException {
    try (RawClient later = gateway.client()) {
      assertThat(later.get("/").read().status()).isEqualTo(404);
    }
  }
}
