package io.sparkhistory.gateway;

import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.http.HeadLimits;
import io.sparkhistory.gateway.operations.Readiness;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.proxy.GatewayServer;
import io.sparkhistory.gateway.proxy.ProxyParts;
import io.sparkhistory.gateway.proxy.ProxySettings;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.RequestGate;
import io.sparkhistory.gateway.request.VisibleTenants;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.Routes;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the proxy of what is configured and of where the tenants come from. */
final class ProxyWiring {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyWiring.class);

  /** People wait this long at most for a page that begins to fill. */
  private static final Duration LANDING_PATIENCE = Duration.ofMillis(800);

  private ProxyWiring() {}

  /** Starts to listen, and drains at the end. */
  static GatewayServer start(
      GatewayConfig config,
      TenantSource source,
      Proof proof,
      ProxyEvents events,
      Readiness readiness,
      Shutdown shutdown)
      throws Settings.Refused {
    GatewayServer server = shutdown.add("proxy", listen(config, source, proof, events));
    readiness.set("listening", "");
    GatewayConfig.Drain drain = config.server().drain();
    shutdown.add(
        "drain",
        () -> {
          readiness.set("draining", "the gateway is ending");
          server.leave();
          // still accepting: load balancers have to notice first
          TimeUnit.MILLISECONDS.sleep(drain.delay().toMillis());
          if (!server.drain(drain.timeout())) {
            LOG.warn("Requests were cut off: they did not end within {}", drain.timeout());
          }
        });
    return server;
  }

  private static GatewayServer listen(
      GatewayConfig config, TenantSource source, Proof proof, ProxyEvents events)
      throws Settings.Refused {
    Backends backends = source.backends();
    AccessReview review = source.review();
    GatewayConfig.Visitor visitor = config.visitor();
    Routes routes = new Routes(config.server().prefix(), config.hosts().tenantHosts());
    FieldNames names =
        new FieldNames(visitor.userHeader(), visitor.groupsHeader(), visitor.forwardedFields());
    Callers callers = new Callers(visitor.userPrefix(), source.defaultUser());
    ProxyParts parts =
        new ProxyParts(
            new RequestGate(routes, callers, proof, review, backends),
            new VisibleTenants(review, backends, source.candidates(), LANDING_PATIENCE),
            new Pages(config.server().prefix(), Clock.systemUTC()),
            events,
            routes,
            names,
            new HeaderRules(visitor.allowedCookies(), names.alsoForwarded()),
            fence(config.fence(), routes),
            source.hosts(),
            Clock.systemUTC());
    GatewayServer server = new GatewayServer(settings(config), parts);
    try {
      server.start();
    } catch (BindException e) {
      server.close();
      throw Opening.cannotListen(Options.LISTEN, config.server().listen(), e);
    }
    return server;
  }

  private static Fence fence(Fence.Mode mode, Routes routes) {
    if (mode == Fence.Mode.OFF) {
      LOG.warn(
          "--fence off: a script in a page of a history server can reach every path of this host"
              + " with its visitor's session");
    }
    return new Fence(mode, routes.fenceReports());
  }

  private static ProxySettings settings(GatewayConfig config) throws Settings.Refused {
    GatewayConfig.Server server = config.server();
    GatewayConfig.Limits limits = config.limits();
    GatewayConfig.Timeouts timeouts = config.timeouts();
    return new ProxySettings(
        Opening.resolve(Options.LISTEN, server.listen()),
        server.threads(),
        new HeadLimits(limits.head(), limits.target(), limits.fields()),
        bounds(config),
        new ProxySettings.Timeouts(
            timeouts.head(),
            timeouts.keepAlive(),
            timeouts.connect(),
            timeouts.response(),
            timeouts.bodyIdle(),
            timeouts.upstreamIdle(),
            config.tenants().wakeHold(),
            timeouts.slowPage()),
        config.visitor().userHeader());
  }

  private static ProxySettings.Bounds bounds(GatewayConfig config) {
    GatewayConfig.Limits limits = config.limits();
    GatewayConfig.Tenant tenant = limits.tenant();
    int threads = config.server().threads();
    return new ProxySettings.Bounds(
        new ProxySettings.Clients(
            limits.clients().connections(),
            limits.clients().perAddress(),
            limits.clients().requests()),
        new ProxySettings.Tenant(
            share(tenant.upstream(), threads),
            share(tenant.pending(), threads),
            share(tenant.held(), threads)),
        share(config.tenants().maxHeld(), threads),
        limits.body());
  }

  /** Each event loop counts for itself, so each has its share of the bound. */
  private static int share(int all, int threads) {
    return (all + threads - 1) / threads;
  }
}
