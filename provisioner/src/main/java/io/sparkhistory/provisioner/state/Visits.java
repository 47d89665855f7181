package io.sparkhistory.provisioner.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times of the last visits by tenant, on this process's clock. A Lease may go back in time, because
 * clocks of gateways differ by seconds and writes may be late; a visit that was seen stays known.
 * Bounded by the number of tenants.
 */
public final class Visits {
  /**
   * Largest difference of clocks and late writes; a Lease that goes back further is taken as set on
   * purpose.
   */
  static final Duration DISORDER = Duration.ofMinutes(2);

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * @param renewTime as the Lease has it, by the gateway's clock
   * @param time when that was, never after it was seen
   */
  private record Seen(Instant renewTime, Instant time) {}

  /**
   * Records the Lease, and returns the time of the last visit.
   *
   * @param renewTime of the Lease; empty when it has none, or is gone
   */
  public Optional<Instant> last(String tenant, Optional<Instant> renewTime, Instant now) {
    renewTime.ifPresent(
        time -> seen.merge(tenant, first(time, now), (before, after) -> next(before, after)));
    return Optional.ofNullable(seen.get(tenant)).map(Seen::time);
  }

  /** The tenant is gone. */
  public void forget(String tenant) {
    seen.remove(tenant);
  }

  /** Takes a time ahead of this clock as now. */
  private static Seen first(Instant renewTime, Instant now) {
    return new Seen(renewTime, renewTime.isAfter(now) ? now : renewTime);
  }

  private static Seen next(Seen before, Seen after) {
    if (before.renewTime().equals(after.renewTime())) {
      return before;
    }
    boolean late =
        after.time().isBefore(before.time()) && after.time().plus(DISORDER).isAfter(before.time());
    return late ? new Seen(after.renewTime(), before.time()) : after;
  }
}
