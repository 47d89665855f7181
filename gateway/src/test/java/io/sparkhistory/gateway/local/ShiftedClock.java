package io.sparkhistory.gateway.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The system's clock, which a test can put forward instead of waiting. */
final class ShiftedClock extends Clock {
  private volatile Duration shift = Duration.ZERO;

  void forward(Duration duration) {
    shift = shift.plus(duration);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("Nobody asks local mode for a time of day");
  }

  @Override
  public Instant instant() {
    return Clock.systemUTC().instant().plus(shift);
  }
}
