package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
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

  @Test
  void itBeginsAtWhatTheWallClockShows() {
    Clock wall = Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);

    assertThat(new SteadyClock(wall, () -> -7).instant()).isEqualTo(wall.instant());
  }

  @Test
  void inAnotherZoneItIsTheSameTime() {
    AtomicLong nanos = new AtomicLong(5);
    SteadyClock clock = new SteadyClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), nanos::get);
    nanos.addAndGet(Duration.ofSeconds(90).toNanos());

    Clock elsewhere = clock.withZone(ZoneOffset.ofHours(3));

    assertThat(elsewhere.instant()).isEqualTo(Instant.ofEpochSecond(90));
    assertThat(elsewhere.getZone()).isEqualTo(ZoneOffset.ofHours(3));
  }
}
