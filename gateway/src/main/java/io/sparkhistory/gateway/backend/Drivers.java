package io.sparkhistory.gateway.backend;

import io.sparkhistory.gateway.routing.Tenant;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The drivers of running applications. Implementations are safe to use from all event loops and
 * none of these methods blocks.
 */
public interface Drivers {
  /** Where no running application is shown. */
  Drivers NONE =
      new Drivers() {
        @Override
        public Driver find(Tenant tenant, String application) {
          return Driver.ENDED;
        }

        @Override
        public Collection<Application> of(Tenant tenant) {
          return List.of();
        }
      };

  /** The state of this application's driver: a map read. */
  Driver find(Tenant tenant, String application);

  /** The running applications of a tenant, in the order of their names. */
  Collection<Application> of(Tenant tenant);

  /**
   * The gateway's namespace in the cluster of the drivers, whose policies may keep it out; empty
   * when they are in none.
   */
  default String gatewayNamespace() {
    return "";
  }

  /**
   * A line of a list.
   *
   * @param id such as {@code spark-3f1c…} and {@code application_1767225600000_0001}
   * @param name as the job calls itself; empty when it is not known
   * @param started empty when it is not known
   */
  record Application(String id, String name, Driver driver, Optional<Instant> started) {}
}
