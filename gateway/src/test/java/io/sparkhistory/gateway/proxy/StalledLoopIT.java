package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.operations.LoopWatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** An event loop that does not turn is seen, counted, shown, and in the end reported dead. */
class StalledLoopIT {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LoopWatch.Limits limits =
      new LoopWatch.Limits(Duration.ofMillis(20), Duration.ofSeconds(1), Duration.ofSeconds(3));

  @Test
  void aTaskThatBlocksALoopIsCountedOnceAndItsStackIsLogged() throws Exception {
    PrintStream usual = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    CountDownLatch end = new CountDownLatch(1);
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      // the first request of a process loads classes, which is a stall too
      assertThat(client.get("/sparkhistory/a/").read().status()).isEqualTo(200);
      System.setErr(new PrintStream(said, true, UTF_8));
      aBlockedLoopIsSeen(gateway, client, end);
      assertThat(said.toString(UTF_8)).contains("has not turned for", "blockingOnPurpose");
    } finally {
      end.countDown();
      System.setErr(usual);
    }
  }

  private void aBlockedLoopIsSeen(Gateway gateway, RawClient client, CountDownLatch end)
      throws IOException {
    CountDownLatch turned = new CountDownLatch(1);
    Executor loop =
        task ->
            gateway
                .server
                .loops()
                .get(0)
                .execute(
                    () -> {
                      task.run();
                      turned.countDown();
                    });
    try (LoopWatch watch = new LoopWatch(List.of(loop), limits, meters)) {
      // a loop that has not turned yet has no thread whose stack could be logged
      Eventually.happens(turned);
      double before = stalls();
      gateway.server.loops().get(0).execute(() -> blockingOnPurpose(end));
      Eventually.that(() -> assertThat(stalls()).isEqualTo(before + 1));
      assertThat(watch.problem()).isEmpty();
      Eventually.that(() -> assertThat(watch.problem()).contains("an event loop has not turned"));
      assertThat(stalls()).isEqualTo(before + 1);
      end.countDown();

      assertThat(client.get("/sparkhistory/a/").read().status()).isEqualTo(200);
      Eventually.that(() -> assertThat(watch.problem()).isEmpty());
      Eventually.that(() -> assertThat(longest()).isBetween(3000.0, 19_000.0));
    }
  }

  private double longest() {
    return meters
        .get("sparkhistory.event.loop.stall.longest")
        .timeGauge()
        .value(TimeUnit.MILLISECONDS);
  }

  private double stalls() {
    return meters.get("sparkhistory.event.loop.stalls").functionCounter().count();
  }

  private static void blockingOnPurpose(CountDownLatch end) {
    BooleanSupplier ended =
        () -> {
          try {
            return end.await(180, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            return true;
          }
        };
    assertThat(ended.getAsBoolean()).isTrue();
  }
}
