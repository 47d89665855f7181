package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that ends: what is under way may end, within its time, and nothing new begins. */
@ExtendWith(BufferLeaks.class)
class DrainIT {
  private static final int WINDOW = 4096;

  /** Namespaces on a page that is longer than what a kernel takes off the gateway's hands. */
  private static final int NAMESPACES = 50_000;

  private static final int LONG = 8 << 20;

  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void drainingLetsTheRequestInFlightEnd() throws Exception {
    try (RawOrigin origin = new RawOrigin(this::respondWhenTold);
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient busy = gateway.client();
        RawClient idle = gateway.client()) {
      busy.get("/sparkhistory/a/");
      Eventually.happens(arrived);
      FutureTask<Boolean> drain = draining(gateway, Duration.ofMinutes(5));

      assertThat(idle.ended()).isTrue();
      assertThatThrownBy(gateway::client).isInstanceOf(ConnectException.class);
      assertThat(drain.isDone()).isFalse();
      go.countDown();
      Response response = busy.read();
      assertThat(response.body()).isEqualTo("in time");
      assertThat(response.value("Connection")).isEqualTo("close");
      assertThat(drain.get(180, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void drainingWaitsNoLongerThanItMayAndTellsThatSomethingIsLeft() throws Exception {
    try (RawOrigin origin = new RawOrigin(this::respondWhenTold);
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient busy = gateway.client()) {
      busy.get("/sparkhistory/a/");
      Eventually.happens(arrived);

      assertThat(draining(gateway, Duration.ofMillis(300)).get(180, TimeUnit.SECONDS)).isFalse();
    } finally {
      go.countDown();
    }
  }

  @Test
  void aResponseThatHadBegunIsTheLastOfItsConnection() throws Exception {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha");
                  Eventually.happens(go);
                  e.send("lf");
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient busy = gateway.client();
        RawClient idle = gateway.client()) {
      busy.get("/sparkhistory/a/");
      assertThat(busy.head()).contains("Content-Length: 4").doesNotContain("close");
      FutureTask<Boolean> drain = draining(gateway, Duration.ofMinutes(5));
      assertThat(idle.ended()).isTrue();
      go.countDown();

      assertThat(busy.in.readNBytes(4)).asString().isEqualTo("half");
      assertThat(busy.ended()).isTrue();
      assertThat(drain.get(180, TimeUnit.SECONDS)).isTrue();
    } finally {
      go.countDown();
    }
  }

  @Test
  void aResponseThatIsStillBeingReadIsNotBrokenOff() throws Exception {
    try (Gateway gateway = new Gateway();
        RawClient slow = gateway.narrowClient(WINDOW);
        RawClient idle = gateway.client()) {
      askForMuch(gateway, slow);
      FutureTask<Boolean> drain = draining(gateway, Duration.ofMinutes(5));
      assertThat(idle.ended()).isTrue();

      assertThat(slow.read().body()).hasSizeGreaterThan(LONG);
      assertThat(slow.ended()).isTrue();
      assertThat(drain.get(180, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void respondWhenTold(RawOrigin.Exchanged e) throws IOException {
    arrived.countDown();
    Eventually.happens(go);
    e.ok("in time");
  }

  private static void askForMuch(Gateway gateway, RawClient client) throws IOException {
    for (int i = 0; i < NAMESPACES; i++) {
      gateway.tenant("a-namespace-with-a-name-as-long-as-they-are-allowed-to-be-" + i, "h", 1);
    }
    client.get("/sparkhistory/", "Accept: application/json\r\n");
    Eventually.that(() -> assertThat(gateway.events.outcomes).hasSize(1));
  }

  private static FutureTask<Boolean> draining(Gateway gateway, Duration time) {
    FutureTask<Boolean> drain = new FutureTask<>(() -> gateway.server.drain(time));
    new Thread(drain).start();
    return drain;
  }
}
