package io.sparkhistory.gateway.upstream;

import io.netty.channel.ChannelFuture;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.configuration.UpstreamSettings;
import io.sparkhistory.gateway.http.HeadParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The connections of one event loop to history servers and drivers. A connection belongs to one of
 * them, and so to one tenant, for its whole life, even where two tenants name the same address:
 * nothing of one tenant is ever on a connection of another.
 */
public final class UpstreamPool {
  private final LoopTasks tasks;
  private final Connector connector;
  private final Deadlines deadlines;
  private final HeadParser parser;
  private final UpstreamSettings settings;
  private final UpstreamEvents events;
  private final Map<String, Origin> origins = new HashMap<>();

  /** Asked when a connection has no further request: then it is closed instead of kept. */
  private BooleanSupplier draining = () -> false;

  public UpstreamPool(
      LoopTasks tasks,
      Connector connector,
      Deadlines deadlines,
      HeadParser parser,
      UpstreamSettings settings,
      UpstreamEvents events) {
    this.tasks = tasks;
    this.connector = connector;
    this.deadlines = deadlines;
    this.parser = parser;
    this.settings = settings;
    this.events = events;
  }

  /** Keeps no connection for later while this returns true. */
  public void closeUnusedWhile(BooleanSupplier condition) {
    draining = condition;
  }

  /**
   * The origin of this server at this endpoint; one at an older endpoint is retired.
   *
   * @param key names one server of one tenant
   * @param prefix such as {@code /sparkhistory/ns-a}
   */
  public Origin origin(String key, Endpoint endpoint, String prefix) {
    Origin origin = origins.get(key);
    if (origin != null && origin.isAt(endpoint)) {
      return origin;
    }
    if (origin != null) {
      origin.retire();
    }
    Origin fresh = new Origin(this, key, endpoint, prefix);
    origins.put(key, fresh);
    return fresh;
  }

  /** Closes what waits for its next request, for all tenants; whether there was any. */
  public boolean closeIdle() {
    boolean any = false;
    for (Origin origin : List.copyOf(origins.values())) {
      any |= origin.closeIdle();
    }
    return any;
  }

  /** A forgotten origin with a new connection would be counted beside another of its tenant. */
  void remember(Origin origin) {
    origins.putIfAbsent(origin.key(), origin);
  }

  void forget(Origin origin) {
    origins.remove(origin.key(), origin);
  }

  boolean keepsUnused() {
    return !draining.getAsBoolean();
  }

  UpstreamSettings settings() {
    return settings;
  }

  UpstreamEvents events() {
    return events;
  }

  LoopTasks tasks() {
    return tasks;
  }

  UpstreamConnection newConnection(Origin origin) {
    return new UpstreamConnection(deadlines, origin, parser, settings);
  }

  ChannelFuture open(Origin origin, UpstreamConnection connection) {
    return connector.connect(origin.address(), connection, settings.connect());
  }
}
