package io.sparkhistory.gateway;

import io.sparkhistory.gateway.local.LocalBackends;
import io.sparkhistory.gateway.operations.AccessLog;
import io.sparkhistory.gateway.operations.GatewayMetrics;
import io.sparkhistory.gateway.operations.MeasuredAndLogged;
import io.sparkhistory.gateway.operations.Readiness;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Starts the gateway: reads what is configured and wires the parts together. */
public final class Main {
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
    TenantSource source =
        source(config, local, scheduler, metrics, shutdown).watched(metrics.registry(), scheduler);
    Readiness readiness = new Readiness();
    readiness.set("listening", "the proxy has not started");
    shutdown.add("admin server", Opening.admin(config.server().admin(), readiness, metrics));
    ProxyWiring.start(config, source, events, readiness, shutdown);
    local.ifPresent(mode -> System.out.print(mode.greeting(source.backends(), config.server())));
  }

  private static TenantSource source(
      GatewayConfig config,
      Optional<LocalMode> local,
      ScheduledExecutorService scheduler,
      GatewayMetrics metrics,
      Shutdown shutdown)
      throws Settings.Refused {
    if (local.isPresent()) {
      LocalBackends servers = local.get().open(config.server().prefix(), System.err::println);
      return TenantSource.of(shutdown.add("history servers", servers), local.get().user());
    }
    Path file = config.tenants().file().orElseThrow();
    return TenantSource.of(Opening.tenants(file, scheduler, metrics));
  }

  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }
}
