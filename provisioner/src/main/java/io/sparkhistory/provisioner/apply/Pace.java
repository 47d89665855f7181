package io.sparkhistory.provisioner.apply;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Rate limit of requests to the API server, evenly spaced, for starts with hundreds of tenants.
 * Callers block until their turn; there are as many callers as reconciling threads.
 */
public final class Pace {
  private final long interval;
  private final LongSupplier nanos;
  private long next;

  /**
   * @param perSecond most requests in a second
   * @param nanos a clock like {@link System#nanoTime()}
   */
  public Pace(int perSecond, LongSupplier nanos) {
    this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.nanos = nanos;
    this.next = nanos.getAsLong();
  }

  /** Waits for the turn of the next request; returns at once when the thread is interrupted. */
  public void await() {
    long turn = reserve();
    long left = turn - nanos.getAsLong();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, left);
      left = turn - nanos.getAsLong();
    }
  }

  /** Takes the next turn and returns its time. */
  synchronized long reserve() {
    long now = nanos.getAsLong();
    long turn = next - now > 0 ? next : now;
    next = turn + interval;
    return turn;
  }
}
