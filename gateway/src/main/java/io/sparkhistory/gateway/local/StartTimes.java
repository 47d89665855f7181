package io.sparkhistory.gateway.local;

import java.time.Duration;

/**
 * How long servers take to start: a moving average of all tenants, because what takes the time is
 * Spark and not the logs. Used by one thread.
 */
final class StartTimes {
  private Duration usual = Duration.ZERO;

  void add(Duration start) {
    usual = usual.isZero() ? start : usual.multipliedBy(2).plus(start).dividedBy(3);
  }

  /** Zero until a server has started. */
  Duration usual() {
    return usual;
  }
}
