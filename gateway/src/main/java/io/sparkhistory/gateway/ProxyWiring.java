package io.sparkhistory.gateway;

import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.configuration.GatewayConfig;
import io.sparkhistory.gateway.configuration.IsolationSettings;
import io.sparkhistory.gateway.configuration.ServerSettings;
import io.sparkhistory.gateway.configuration.VisitorSettings;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.proxy.GatewayServer;
import io.sparkhistory.gateway.proxy.ProxyParts;
import io.sparkhistory.gateway.proxy.ProxySettings;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.RequestGate;
import io.sparkhistory.gateway.request.StartPages;
import io.sparkhistory.gateway.request.VisibleTenants;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.program.admin.Readiness;
import io.sparkhistory.program.commandline.Refused;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the proxy from the configuration and the source of tenants. */
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
      throws Refused {
    GatewayServer server = shutdown.add("proxy", listen(config, source, proof, events));
    readiness.set("listening", "");
    ServerSettings.Drain drain = config.server().drain();
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
      GatewayConfig config, TenantSource source, Proof proof, ProxyEvents events) throws Refused {
    Backends backends = source.backends();
    AccessReview review = source.review();
    VisitorSettings visitor = config.access().visitor();
    IsolationSettings isolation = config.isolation();
    Routes routes = new Routes(config.server().prefix(), config.hosts().tenantHosts());
    FieldNames names =
        new FieldNames(visitor.userHeader(), visitor.groupsHeader(), isolation.forwardedFields());
    Callers callers = new Callers(visitor.userPrefix(), source.defaultUser());
    ProxyParts parts =
        new ProxyParts(
            new RequestGate(routes, callers, proof, review, backends),
            startPages(config, source),
            new Pages(config.server().prefix(), Clock.systemUTC()),
            events,
            routes,
            names,
            new HeaderRules(isolation.allowedCookies(), names.alsoForwarded()),
            fence(isolation.fence(), routes),
            source.hosts(),
            Clock.systemUTC());
    GatewayServer server = new GatewayServer(settings(config), parts);
    try {
      server.start();
    } catch (BindException e) {
      server.close();
      throw Opening.cannotListen(ServerSettings.LISTEN, config.server().listen(), e);
    }
    return server;
  }

  private static StartPages startPages(GatewayConfig config, TenantSource source) {
    VisibleTenants visible =
        new VisibleTenants(
            source.review(), source.backends(), source.candidates(), LANDING_PATIENCE);
    return new StartPages(
        visible, source.backends(), Clock.systemUTC(), config.startPage().wakes());
  }

  private static Fence fence(Fence.Mode mode, Routes routes) {
    if (mode == Fence.Mode.OFF) {
      LOG.warn(
          "--fence off: a script in a page of a history server can reach every path of this host"
              + " with its visitor's session");
    }
    return new Fence(mode, routes.fenceReports());
  }

  private static ProxySettings settings(GatewayConfig config) throws Refused {
    ServerSettings server = config.server();
    return new ProxySettings(
        Opening.resolve(ServerSettings.LISTEN, server.listen()),
        server.threads(),
        config.limits().perLoop(server.threads()),
        config.access().visitor().userHeader());
  }
}
