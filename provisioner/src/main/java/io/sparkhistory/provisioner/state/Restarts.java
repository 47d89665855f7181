package io.sparkhistory.provisioner.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Restarts of servers that failed. A server is restarted when its Lease was renewed after the
 * failure, which happens only when somebody asks for it. A renewal is seen by a changed {@code
 * renewTime}, not by comparing times, because Lease and failure have different clocks. Bounded by
 * the number of tenants.
 */
public final class Restarts {
  /** Shortest time between two restarts of a server; requests within it share the next one. */
  public static final Duration PAUSE = Duration.ofSeconds(20);

  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * @param renewTime that was there before the failure, or has been served
   * @param notBefore when the next restart may be
   */
  private record Known(Optional<Instant> renewTime, Instant notBefore) {}

  /** Records a server that has not failed: its visits ask for no restart. */
  public void well(String tenant, Optional<Instant> renewTime) {
    known.merge(
        tenant,
        new Known(renewTime, Instant.MIN),
        (before, after) -> new Known(renewTime, before.notBefore()));
  }

  /**
   * When the server that failed is to be restarted, which may be now; empty when nobody asked.
   *
   * @param saidAt since when the status says that it failed; empty when it does not yet. Only used
   *     when this process has not seen the server before
   */
  public Optional<Instant> due(
      String tenant, Optional<Instant> renewTime, Optional<Instant> saidAt, Instant now) {
    Known before =
        known.computeIfAbsent(
            tenant,
            unseen -> {
              boolean asked =
                  saidAt.isPresent() && renewTime.filter(t -> t.isAfter(saidAt.get())).isPresent();
              return new Known(asked ? Optional.empty() : renewTime, Instant.MIN);
            });
    if (renewTime.isEmpty() || renewTime.equals(before.renewTime())) {
      return Optional.empty();
    }
    return Optional.of(before.notBefore().isAfter(now) ? before.notBefore() : now);
  }

  /** It is restarted now. */
  public void started(String tenant, Optional<Instant> renewTime, Instant now) {
    known.put(tenant, new Known(renewTime, now.plus(PAUSE)));
  }

  /** The tenant is gone. */
  public void forget(String tenant) {
    known.remove(tenant);
  }
}
