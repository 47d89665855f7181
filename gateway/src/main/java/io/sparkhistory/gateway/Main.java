package io.sparkhistory.gateway;

import io.sparkhistory.gateway.local.LocalBackends;
import io.sparkhistory.gateway.operations.AccessLog;
import io.sparkhistory.gateway.operations.GatewayMetrics;
import io.sparkhistory.gateway.operations.MeasuredAndLogged;
import io.sparkhistory.gateway.operations.Readiness;
import io.sparkhistory.gateway.proxy.GatewayServer;
import io.sparkhistory.gateway.request.ProxyEvents;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the gateway: reads what is configured and wires the parts together. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Ends with 2 when the arguments are not understood, and with 1 when they cannot be obeyed. */
  public static void main(String[] arguments) {
    Shutdown shutdown = new Shutdown();
    try {
      CommandLine.Request request =
          CommandLine.read(List.of(arguments), System.getenv(), version());
      if (request instanceof CommandLine.Request.Say say) {
        System.out.print(say.text());
      } else if (request instanceof CommandLine.Request.Run run) {
        start(run.settings(), shutdown);
        shutdown.atExit();
      }
    } catch (Settings.Refused e) {
      shutdown.run();
      e.sentences().forEach(sentence -> System.err.println("sparkhistory: " + sentence));
      System.exit(e.exitCode());
    }
  }

  private static void start(Settings settings, Shutdown shutdown) throws Settings.Refused {
    GatewayConfig config = GatewayConfig.of(settings);
    Optional<LocalMode> local = LocalMode.of(settings);
    settings.check();
    GatewayMetrics metrics = shutdown.add("meters", new GatewayMetrics(version()));
    AccessLog log =
        shutdown.add(
            "access log", Opening.accessLog(config.server().accessLog(), Clock.systemUTC()));
    metrics.countDroppedLines(log);
    MeasuredAndLogged events = new MeasuredAndLogged(metrics, log);
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    shutdown.add("scheduler", scheduler::shutdownNow);
    TenantSource source;
    if (local.isPresent()) {
      LocalBackends servers = local.get().open(config.server().prefix(), System.err::println);
      source = TenantSource.of(shutdown.add("history servers", servers), local.get().user());
    } else {
      Path file = config.tenants().file().orElseThrow();
      source = TenantSource.of(Opening.tenants(file, scheduler, metrics));
    }
    Readiness readiness = new Readiness();
    readiness.set("listening", "the proxy has not started");
    shutdown.add("admin server", Opening.admin(config.server().admin(), readiness, metrics));
    proxy(new Parts(config, source, events, readiness), shutdown);
    local.ifPresent(mode -> System.out.print(mode.greeting(source.backends(), config.server())));
  }

  /** What the proxy is wired with. */
  private record Parts(
      GatewayConfig config, TenantSource source, ProxyEvents events, Readiness readiness) {}

  /** The one place where the proxy's server is made, started, and drained at the end. */
  private static void proxy(Parts parts, Shutdown shutdown) throws Settings.Refused {
    GatewayServer server = ProxyWiring.start(parts.config(), parts.source(), parts.events());
    parts.readiness().set("listening", "");
    shutdown.add("proxy", server);
    GatewayConfig.Drain drain = parts.config().server().drain();
    shutdown.add(
        "drain",
        () -> {
          parts.readiness().set("draining", "the gateway is ending");
          // still accepting: load balancers have to notice first
          TimeUnit.MILLISECONDS.sleep(drain.delay().toMillis());
          if (!server.drain(drain.timeout())) {
            LOG.warn("Requests were cut off: they did not end within {}", drain.timeout());
          }
        });
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
