package io.sparkhistory.gateway.backend;

import io.sparkhistory.gateway.routing.Tenant;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Every tenant's history server. Implementations are safe to use from all event loops and none of
 * these methods blocks.
 */
public interface Backends {

  /** The state of this tenant's server: a map read, made on every request. */
  Backend find(Tenant tenant);

  /**
   * The event logs that this tenant's server reads for visitors, and those that ended it: a map
   * read, too.
   */
  default LogReads logReads(Tenant tenant) {
    return LogReads.NONE;
  }

  /** The drivers of the tenants' running applications. */
  default Drivers drivers() {
    return Drivers.NONE;
  }

  /** Asks for a sleeping or failed server to be started; does nothing when it runs or starts. */
  void wake(Tenant tenant);

  /** Tells that a real request for this tenant was served just now, so that it stays awake. */
  void touch(Tenant tenant);

  /** Every tenant that has a history server, in the order of its names. */
  Collection<Entry> all();

  /**
   * A line of the landing page.
   *
   * @param lastActivity when somebody last looked, where that is known
   * @param listing what the server listed when it was last awake
   * @param running what runs
   */
  record Entry(
      Tenant tenant,
      Backend backend,
      Optional<Instant> lastActivity,
      Listing listing,
      List<Drivers.Application> running) {
    public Entry {
      running = List.copyOf(running);
    }

    /** Without a look at what runs. */
    public Entry(Tenant tenant, Backend backend, Optional<Instant> lastActivity, Listing listing) {
      this(tenant, backend, lastActivity, listing, List.of());
    }

    /** Of a server whose list is not known. */
    public Entry(Tenant tenant, Backend backend, Optional<Instant> lastActivity) {
      this(tenant, backend, lastActivity, Listing.NONE);
    }

    /** The same with what runs. */
    public Entry with(Drivers drivers) {
      Collection<Drivers.Application> runs = drivers.of(tenant);
      return runs.isEmpty()
          ? this
          : new Entry(tenant, backend, lastActivity, listing, List.copyOf(runs));
    }
  }
}
