package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection that its server has closed, as the gateway knows when the next request comes. */
@ExtendWith(BufferLeaks.class)
class ClosedConnectionIT {

  @Test
  void aRequestThatMayNotBeSentTwiceIsNotSentOnIt() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(1);
    try (RawOrigin origin = new RawOrigin(e -> e.ok(e.requestLine().substring(0, 4)));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/").read();
      // so that both the end and the request are there when the loop looks
      gateway.server.loops().get(0).execute(() -> block(blocked, go));
      assertThat(blocked.await(180, TimeUnit.SECONDS)).isTrue();
      origin.received.get(0).socket.close();
      client.send(
          "POST /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
              + "Content-Length: 0\r\n\r\n");
      go.countDown();

      assertThat(client.read().body()).isEqualTo("POST");
      assertThat(origin.connections).hasValue(2);
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(1));
      Eventually.that(() -> assertThat(gateway.events.idle).hasValue(1));
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      go.countDown();
    }
  }

  private static void block(CountDownLatch blocked, CountDownLatch go) {
    blocked.countDown();
    try {
      assertThat(go.await(180, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
