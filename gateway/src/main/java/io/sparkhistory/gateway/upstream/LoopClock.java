package io.sparkhistory.gateway.upstream;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Nanoseconds as one event loop last read them, so that a request reads the clock a few times and
 * not at each step. For one thread.
 */
public final class LoopClock {
  /** Time between two looks at all deadlines; the last reading is hardly ever older. */
  static final long LOOK_MILLIS = 200;

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS);

  private final LongSupplier nanos;
  private long recent;

  /**
   * @param nanos such as {@link System#nanoTime}
   */
  public LoopClock(LongSupplier nanos) {
    this.nanos = nanos;
    recent = nanos.getAsLong();
  }

  /** Reads the clock. */
  public long read() {
    recent = nanos.getAsLong();
    return recent;
  }

  /** The last reading. */
  public long recent() {
    return recent;
  }

  /** A time that has hardly passed yet: a deadline that is counted from it is not early. */
  long soon() {
    return recent + LOOK_NANOS;
  }
}
