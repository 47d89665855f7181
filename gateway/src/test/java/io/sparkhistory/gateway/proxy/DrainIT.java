package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nettyplus.leakdetector.junit.NettyLeakDetectorExtension;
import io.sparkhistory.gateway.proxy.RawClient.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A gateway that ends: what is under way may end, within its time, and nothing new begins. */
@ExtendWith(NettyLeakDetectorExtension.class)
class DrainIT {
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  @Test
  void drainingLetsTheRequestInFlightEnd() throws Exception {
    try (RawOrigin origin = new RawOrigin(this::answerWhenTold);
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient busy = gateway.client();
        RawClient idle = gateway.client()) {
      busy.get("/sparkhistory/a/");
      Eventually.happens(arrived);
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
    try (RawOrigin origin = new RawOrigin(this::answerWhenTold);
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient busy = gateway.client()) {
      busy.get("/sparkhistory/a/");
      Eventually.happens(arrived);

      assertThat(draining(gateway, Duration.ofMillis(300)).get(20, TimeUnit.SECONDS)).isFalse();
    } finally {
      go.countDown();
    }
  }

  private void answerWhenTold(RawOrigin.Exchanged e) throws IOException {
    arrived.countDown();
    Eventually.happens(go);
    e.ok("in time");
  }

  private static FutureTask<Boolean> draining(Gateway gateway, Duration time) {
    FutureTask<Boolean> drain = new FutureTask<>(() -> gateway.server.drain(time));
    new Thread(drain).start();
    return drain;
  }
}
