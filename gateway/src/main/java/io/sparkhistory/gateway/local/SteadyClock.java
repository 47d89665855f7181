package io.sparkhistory.gateway.local;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * Clock that begins with the time of day and advances by elapsed time. Local mode measures with it
 * how long a server is idle and how long one may take to end, so a wall clock that is set must
 * neither stop a server that is in use nor keep one that does not end.
 */
public final class SteadyClock extends Clock {
  private final Clock wall;
  private final LongSupplier ticker;
  private final Instant start;
  private final long startNanos;

  /**
   * Starts at what the wall clock shows now.
   *
   * @param ticker nanoseconds that pass
   */
  public SteadyClock(Clock wall, LongSupplier ticker) {
    this(wall, ticker, wall.instant(), ticker.getAsLong());
  }

  private SteadyClock(Clock wall, LongSupplier ticker, Instant start, long startNanos) {
    this.wall = wall;
    this.ticker = ticker;
    this.start = start;
    this.startNanos = startNanos;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(ticker.getAsLong() - startNanos);
  }

  @Override
  public ZoneId getZone() {
    return wall.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new SteadyClock(wall.withZone(zone), ticker, start, startNanos);
  }
}
