package io.sparkhistory.provisioner;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sparkhistory.program.admin.AdminServer;
import io.sparkhistory.program.admin.Readiness;
import io.sparkhistory.provisioner.configuration.ProvisionerConfig;
import io.sparkhistory.provisioner.control.DefaultsFile;
import io.sparkhistory.provisioner.control.ProvisionerOperator;
import io.sparkhistory.provisioner.operations.ProvisionerMetrics;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running process: probes and metrics first, then the operator. */
final class Running {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  private Running() {}

  /**
   * Starts everything and returns; the operator's threads keep the process alive.
   *
   * @throws IOException when the admin address cannot be had
   */
  static void start(ProvisionerConfig config, Clock clock) throws IOException {
    DefaultsFile defaults = DefaultsFile.open(config.defaults());
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ProvisionerMetrics metrics = new ProvisionerMetrics(registry);
    KubernetesClient client =
        ProvisionerOperator.client(
            // the operator tries again by itself, without keeping a thread
            new ConfigBuilder().withRequestRetryBackoffLimit(3).build(), metrics);
    ProvisionerOperator operator =
        new ProvisionerOperator(config, client, defaults, metrics, clock);
    AtomicBoolean started = new AtomicBoolean();
    Readiness liveness = new Readiness();
    liveness.check(
        "operator",
        () -> !started.get() || operator.isHealthy() ? "" : "it has failed and must be restarted");
    Readiness readiness = new Readiness();
    readiness.check(
        "operator", () -> started.get() && operator.isStarted() ? "" : "it has not started");
    AdminServer admin =
        AdminServer.start(config.presence().admin(), liveness, readiness, registry::scrape, clock);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  started.set(false);
                  operator.close();
                  admin.close();
                  client.close();
                },
                "shutdown"));
    operator.start();
    started.set(true);
    LOG.info("watching SparkHistoryServer resources; admin server on {}", admin.address());
  }
}
