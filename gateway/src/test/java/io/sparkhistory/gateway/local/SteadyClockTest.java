package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {

  @ParameterizedTest
  @ValueSource(longs = {-24, -1, 0, 1, 24})
  void itShowsWhatHasPassedHoweverTheWallClockIsSet(long hours) {
    ShiftedClock wall = new ShiftedClock();
    AtomicLong nanos = new AtomicLong(-7);
    SteadyClock clock = new SteadyClock(wall, nanos::get);
    Instant start = clock.instant();

    wall.forward(Duration.ofHours(hours));
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());

    assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofSeconds(90));
  }
}
