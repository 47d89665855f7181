package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.util.HashMap;
import java.util.Map;

/**
 * How many API clients of one event loop wait for servers to wake: bounded in all, and for each
 * tenant. For one thread.
 */
final class HeldClients {
  private final ProxySettings.Bounds bounds;
  private final ProxyEvents events;
  private final Map<String, Integer> byTenant = new HashMap<>();
  private int all;

  HeldClients(ProxySettings.Bounds bounds, ProxyEvents events) {
    this.bounds = bounds;
    this.events = events;
  }

  /** Whether one more may wait; pair it with {@link #released}. */
  boolean hold(String namespace) {
    if (all >= bounds.held()) {
      events.limited(Limit.HELD);
      return false;
    }
    if (byTenant.getOrDefault(namespace, 0) >= bounds.tenant().held()) {
      events.limited(Limit.HELD_PER_TENANT);
      return false;
    }
    byTenant.merge(namespace, 1, Integer::sum);
    all++;
    events.held(1);
    return true;
  }

  void released(String namespace) {
    byTenant.computeIfPresent(namespace, (same, count) -> count > 1 ? count - 1 : null);
    all--;
    events.held(-1);
  }
}
