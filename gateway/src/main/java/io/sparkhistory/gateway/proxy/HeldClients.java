package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.configuration.HoldSettings;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the held requests of one event loop: bounded in total, and for each tenant. For one
 * thread.
 */
final class HeldClients {
  private final HoldSettings bounds;
  private final ProxyEvents events;
  private final Map<String, Integer> byTenant = new HashMap<>();
  private int all;

  HeldClients(HoldSettings bounds, ProxyEvents events) {
    this.bounds = bounds;
    this.events = events;
  }

  /** A place for one more client, or null when there is none. */
  @Nullable Place hold(String namespace) {
    if (all >= bounds.all()) {
      events.limited(Limit.HELD);
      return null;
    }
    if (byTenant.getOrDefault(namespace, 0) >= bounds.perTenant()) {
      events.limited(Limit.HELD_PER_TENANT);
      return null;
    }
    byTenant.merge(namespace, 1, Integer::sum);
    all++;
    events.held(1);
    return new Place(namespace);
  }

  /** Counts as one held client until it is released. */
  final class Place {
    private final String namespace;
    private boolean released;

    private Place(String namespace) {
      this.namespace = namespace;
    }

    void release() {
      if (released) {
        return;
      }
      released = true;
      byTenant.computeIfPresent(namespace, (same, count) -> count > 1 ? count - 1 : null);
      all--;
      events.held(-1);
    }
  }
}
