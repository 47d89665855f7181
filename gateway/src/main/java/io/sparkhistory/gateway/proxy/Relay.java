package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.configuration.Limits;
import io.sparkhistory.gateway.configuration.UpstreamSettings;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.gateway.upstream.LoopClock;
import io.sparkhistory.gateway.upstream.UpstreamConnection;
import io.sparkhistory.gateway.upstream.UpstreamPool;

/**
 * Forwards the requests of a client connection one after the other, each as a {@link Forwarding}.
 */
final class Relay {
  private final Shared shared;
  private final ForwardedRequest request;
  private final ForwardedResponse response;

  /** What the relays of one event loop share. */
  record Shared(
      ProxyParts parts,
      Limits limits,
      LoopClock clock,
      UpstreamPool pool,
      Writers writers,
      Replay.Starter replays,
      LoadShedding shedding,
      Drain drain,
      SlowPage slowPage,
      SlowClient slowClient) {}

  Relay(Shared shared, Downstream client) {
    this.shared = shared;
    ProxyEvents events = shared.parts().events();
    request = new ForwardedRequest(client, shared.writers(), events);
    response = new ForwardedResponse(client, shared.writers(), events, shared.drain());
  }

  /** Begins to pass on the present request of the client. */
  void start(Downstream client, Plan.Upstream plan) {
    Routes routes = shared.parts().routes();
    Tenant tenant = plan.tenant();
    Plan.Live live = plan instanceof Plan.Live driver ? driver : null;
    String prefix =
        live == null ? routes.prefixOf(tenant) : routes.prefixOf(tenant, live.application());
    String key = live == null ? tenant.namespace() : prefix;
    var origin = shared.pool().origin(key, plan.endpoint(), prefix);
    // where one connection was dead the others in the pool may be, too
    boolean fresh = client.exchange().attempts().retried();
    new Forwarding(this, client, plan, origin).start(fresh);
  }

  ForwardedRequest request() {
    return request;
  }

  ForwardedResponse response() {
    return response;
  }

  UpstreamSettings upstream() {
    return shared.limits().upstream();
  }

  LoopClock clock() {
    return shared.clock();
  }

  ProxyEvents events() {
    return shared.parts().events();
  }

  SlowPage slowPage() {
    return shared.slowPage();
  }

  SlowClient slowClient() {
    return shared.slowClient();
  }

  /** The request has been written to the history server. */
  void sent(Plan.Upstream plan) {
    shared.parts().gate().sent(plan);
  }

  /** The history server has begun to respond. */
  void responseBegan(Plan.Upstream plan) {
    shared.parts().gate().responseBegan(plan);
  }

  /** A response goes out that shows interest in the history server. */
  void served(Plan.Upstream plan) {
    shared.parts().gate().served(plan);
  }

  /** Refuses a request for which there is no connection because others have all of them. */
  void refuseFull(Downstream client, String reason) {
    events().limited(Limit.PENDING_PER_TENANT);
    client.refuse(Plan.Refuse.of(Outcome.OVERLOADED, reason, "Try again in a few seconds."));
  }

  /** It is not the history server that fails, but this process has nothing to reach it with. */
  boolean giveSocketsBack() {
    events().limited(Limit.FILE_DESCRIPTORS);
    return shared.shedding().giveSocketsBack();
  }

  /** Lets the request go on without its client; returns false when that is not possible. */
  boolean replay(UpstreamConnection busy, Plan.Forward plan, Replays.Key key, long sentNanos) {
    return shared.replays().start(busy, plan, key, sentNanos);
  }
}
