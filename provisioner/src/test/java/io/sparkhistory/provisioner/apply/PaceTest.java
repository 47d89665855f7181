package io.sparkhistory.provisioner.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final AtomicLong now = new AtomicLong();
  private final Pace pace = new Pace(50, now::get);

  @Test
  void requestsAreSpacedEvenly() {
    assertThat(millis(pace.reserve())).isZero();
    assertThat(millis(pace.reserve())).isEqualTo(20);
    assertThat(millis(pace.reserve())).isEqualTo(40);
  }

  @Test
  void aPauseIsNotSavedForABurst() {
    pace.reserve();
    now.set(TimeUnit.SECONDS.toNanos(10));

    assertThat(millis(pace.reserve())).isEqualTo(10_000);
    assertThat(millis(pace.reserve())).isEqualTo(10_020);
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
