package io.sparkhistory.gateway;

import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.configuration.ServerSettings;
import io.sparkhistory.gateway.fixed.FixedTenants;
import io.sparkhistory.gateway.fixed.InvalidTenantsException;
import io.sparkhistory.gateway.fixed.Reload;
import io.sparkhistory.gateway.operations.AccessLog;
import io.sparkhistory.gateway.operations.GatewayMetrics;
import io.sparkhistory.program.admin.AdminServer;
import io.sparkhistory.program.admin.Readiness;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.Refused;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the resources of the gateway. A failure is one sentence that names the option. */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  /** How often the tenants' file is looked at. */
  private static final Duration TENANTS_INTERVAL = Duration.ofSeconds(1);

  private Opening() {}

  /** One thread. It forgets what is cancelled, as each access review's alarm is. */
  static ScheduledThreadPoolExecutor scheduler() {
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    scheduler.setRemoveOnCancelPolicy(true);
    return scheduler;
  }

  static AdminServer admin(
      HostPort address, Readiness liveness, Readiness readiness, GatewayMetrics metrics)
      throws Refused {
    try {
      return AdminServer.start(
          resolve(ServerSettings.ADMIN, address), liveness, readiness, metrics, Clock.systemUTC());
    } catch (BindException e) {
      throw cannotListen(ServerSettings.ADMIN, address, e);
    }
  }

  static AccessLog accessLog(String target, Clock clock) throws Refused {
    try {
      return AccessLog.open(target, clock);
    } catch (NoSuchFileException e) {
      throw refused(ServerSettings.ACCESS_LOG.flag() + " " + target + ": there is no such folder");
    } catch (IOException e) {
      throw refused(
          ServerSettings.ACCESS_LOG.flag() + " " + target + " cannot be written: " + reason(e));
    }
  }

  /** Reads the tenants' file and keeps looking at it. */
  static FixedTenants tenants(Path file, ScheduledExecutorService scheduler, GatewayMetrics metrics)
      throws Refused {
    try {
      FixedTenants tenants =
          FixedTenants.open(file, Clock.systemUTC(), first -> reloaded(first, file, metrics));
      var unused =
          tenants.watch(scheduler, TENANTS_INTERVAL, reload -> reloaded(reload, file, metrics));
      return tenants;
    } catch (InvalidTenantsException e) {
      throw new Refused(e.problems(), Refused.FAILURE);
    }
  }

  /** The address to bind; refused when its name means nothing here. */
  static InetSocketAddress resolve(Option<HostPort> option, HostPort address) throws Refused {
    InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
    if (resolved.isUnresolved()) {
      throw refused(option.flag() + " " + address + ": the host is not known");
    }
    return resolved;
  }

  /** What to tell when an address cannot be bound. */
  static Refused cannotListen(Option<HostPort> option, HostPort address, Exception e) {
    boolean inUse = e instanceof BindException && reason(e).contains("in use");
    String why = inUse ? "another process listens there already" : reason(e);
    return refused("cannot listen on " + option.flag() + " " + address + ": " + why);
  }

  private static void reloaded(Reload reload, Path file, GatewayMetrics metrics) {
    if (reload instanceof Reload.Applied applied) {
      metrics.configurationApplied();
      LOG.info("{} read: {} tenants", file, applied.tenants());
      applied.warnings().forEach(LOG::warn);
    } else if (reload instanceof Reload.Refused refused) {
      metrics.configurationRefused();
      LOG.error("{} cannot be used, what was read before stays in force", file);
      refused.problems().forEach(LOG::error);
    }
  }

  private static Refused refused(String sentence) {
    return new Refused(sentence);
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
