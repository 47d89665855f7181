package io.sparkhistory.informers;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Exponential backoff of watches that break: 0.5 s at first, doubled up to a minute, of which the
 * second half is random, so that replicas do not list at the same moment. A watch that lasted
 * {@value #CALM_MINUTES} minutes resets it.
 */
final class Backoff {
  static final Duration FIRST = Duration.ofMillis(500);
  static final Duration LONGEST = Duration.ofMinutes(1);
  private static final long CALM_MINUTES = 3;

  private final LongSupplier ticker;
  private final DoubleSupplier chance;
  private final Map<String, Break> breaks = new ConcurrentHashMap<>();

  /**
   * The last break.
   *
   * @param until end of the pause after it, on the ticker
   */
  private record Break(int count, long at, long until) {}

  /**
   * @param ticker nanoseconds that pass
   * @param chance from 0 to 1
   */
  Backoff(LongSupplier ticker, DoubleSupplier chance) {
    this.ticker = ticker;
    this.chance = chance;
  }

  /**
   * A watch broke.
   *
   * @param path of what was watched
   */
  Duration next(String path) {
    long now = ticker.getAsLong();
    double random = chance.getAsDouble();
    Break last =
        breaks.compute(
            path,
            (same, before) -> {
              boolean calm =
                  before == null || now - before.at() > Duration.ofMinutes(CALM_MINUTES).toNanos();
              int count = calm ? 0 : before.count() + 1;
              return new Break(count, now, now + pause(count, random).toNanos());
            });
    return Duration.ofNanos(last.until() - now);
  }

  /** What is left of the pause after the last break. */
  Duration left(String path) {
    Break last = breaks.get(path);
    long left = last == null ? 0 : last.until() - ticker.getAsLong();
    return Duration.ofNanos(Math.max(left, 0));
  }

  private static Duration pause(int count, double random) {
    long whole = Math.min(FIRST.toMillis() << Math.min(count, 20), LONGEST.toMillis());
    return Duration.ofMillis(whole / 2 + (long) (whole / 2.0 * random));
  }
}
