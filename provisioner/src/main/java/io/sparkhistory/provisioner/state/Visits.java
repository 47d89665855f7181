package io.sparkhistory.provisioner.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When somebody last looked at each tenant's server, by this process's clock. Leases are written by
 * gateways whose clocks differ by seconds and whose writes may come late, so a Lease may go back in
 * time: what was seen once is not unseen. As many entries as there are tenants.
 */
public final class Visits {
  /**
   * How far gateways' clocks and late writes may be apart; who sets a Lease further back means it.
   */
  static final Duration DISORDER = Duration.ofMinutes(2);

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  /**
   * @param renewTime as the Lease has it, by the gateway's clock
   * @param time when that was, never after it was seen
   */
  private record Seen(Instant renewTime, Instant time) {}

  /**
   * Notes what the Lease says, and answers when somebody last looked.
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

  /** A time that is ahead of this clock is now: nobody looks in the future. */
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
