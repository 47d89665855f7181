package io.sparkhistory.gateway;

import io.sparkhistory.gateway.configuration.GatewayConfig;
import io.sparkhistory.gateway.configuration.TenantSettings;
import io.sparkhistory.gateway.kubernetes.KubernetesCluster;
import io.sparkhistory.gateway.local.LocalBackends;
import io.sparkhistory.gateway.operations.GatewayMetrics;
import io.sparkhistory.gateway.operations.OpenFiles;
import io.sparkhistory.program.admin.Readiness;
import io.sparkhistory.program.commandline.Refused;
import io.sparkhistory.program.commandline.Values;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured source of tenants: this machine, a cluster, or a file. */
record Tenancy(
    GatewayConfig config, Optional<LocalMode> local, Optional<KubernetesMode> kubernetes) {

  private static final Logger LOG = LoggerFactory.getLogger(Tenancy.class);

  /** What opening a place may need. */
  record Tools(
      Shutdown shutdown,
      ScheduledExecutorService scheduler,
      GatewayMetrics metrics,
      Readiness readiness) {}

  /** Mistakes are noted in the values. */
  static Tenancy of(GatewayConfig config, Values values) {
    config.local().ifPresent(servers -> LocalMode.requireLoopback(values, config));
    TenantSettings tenants = config.tenants();
    return new Tenancy(
        config,
        config.local().map(LocalMode::new),
        tenants.kubernetes()
            ? Optional.of(new KubernetesMode(tenants, config.access().review()))
            : Optional.empty());
  }

  /**
   * @param says is told what people at a terminal should know
   */
  TenantSource open(Tools tools, Consumer<String> says) throws Refused {
    if (local.isPresent()) {
      LocalBackends servers = local.get().open(config.server().prefix(), says);
      return TenantSource.of(
          tools.shutdown().add("history servers", servers), local.get().servers().user());
    }
    // not on somebody's own machine, where nobody brings thousands of connections
    OpenFiles.shortage(config.limits().clients().connections(), OpenFiles.limit())
        .ifPresent(LOG::warn);
    if (kubernetes.isPresent()) {
      KubernetesCluster cluster = cluster(kubernetes.get(), tools);
      return TenantSource.of(cluster, kubernetes.get().review(cluster, tools));
    }
    return TenantSource.of(
        Opening.tenants(config.tenants().file().orElseThrow(), tools.scheduler(), tools.metrics()));
  }

  private static KubernetesCluster cluster(KubernetesMode mode, Tools tools) throws Refused {
    try {
      var meters = tools.metrics().registry();
      return tools.shutdown().add("cluster", mode.open(replica(), tools.readiness(), meters));
    } catch (IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  /** In a pod the name of the host is the name of the pod. */
  private static String replica() {
    try {
      String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
      return name.isEmpty() ? "gateway" : name;
    } catch (UnknownHostException e) {
      return "gateway";
    }
  }
}
