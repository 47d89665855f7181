package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.routing.Tenant;
import java.util.Optional;
import java.util.Set;

/** Where the logs of the tenants are. Used by one thread. */
interface TenantLogs extends AutoCloseable {
  /** Folder of a tenant's logs, as Spark takes it. */
  String historyOf(Tenant tenant);

  /** The same for people. */
  default String shown(Tenant tenant) {
    return historyOf(tenant);
  }

  /** The tenants that there are now; empty when nobody can tell, which is not the same. */
  Optional<Set<Tenant>> look();

  /** How many logs a tenant has, counted up to a limit; 0 when nobody can tell. */
  int countLogs(Tenant tenant, int limit);

  /**
   * Size of the event log of an application; of the largest one when it has several attempts, and 0
   * when there is none that is named after it, or nobody can tell.
   */
  long sizeOfLog(Tenant tenant, String application);

  @Override
  default void close() {}
}
