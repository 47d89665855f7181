package io.sparkhistory.informers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final AtomicLong now = new AtomicLong();

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aPauseDoublesUpToAMinute() {
    Backoff backoff = new Backoff(now::get, () -> 1);

    assertThat(backoff.next("a")).isEqualTo(Duration.ofMillis(500));
    assertThat(backoff.next("a")).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.next("b")).isEqualTo(Duration.ofMillis(500));
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next("a")).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }
    assertThat(backoff.next("a")).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void halfOfAPauseIsByChance() {
    assertThat(new Backoff(now::get, () -> 0).next("a")).isEqualTo(Duration.ofMillis(250));
    assertThat(new Backoff(now::get, () -> 0.5).next("a")).isEqualTo(Duration.ofMillis(375));
  }

  @Test
  void afterACalmTimeItBeginsAnew() {
    Backoff backoff = new Backoff(now::get, () -> 1);
    backoff.next("a");
    backoff.next("a");

    pass(Duration.ofMinutes(4));

    assertThat(backoff.next("a")).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void whatIsLeftOfAPauseRunsOut() {
    Backoff backoff = new Backoff(now::get, () -> 1);
    assertThat(backoff.left("a")).isZero();
    backoff.next("a");

    pass(Duration.ofMillis(200));
    assertThat(backoff.left("a")).isEqualTo(Duration.ofMillis(300));
    pass(Duration.ofMillis(400));
    assertThat(backoff.left("a")).isZero();
  }
}
