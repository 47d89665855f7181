package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationService;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.informers.GuardedClient;
import io.sparkhistory.provisioner.apply.Applier;
import io.sparkhistory.provisioner.apply.EventRecorder;
import io.sparkhistory.provisioner.apply.Pace;
import io.sparkhistory.provisioner.configuration.ProvisionerConfig;
import io.sparkhistory.provisioner.operations.ProvisionerMetrics;
import io.sparkhistory.provisioner.state.StartQueue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires and runs the controllers. */
public final class ProvisionerOperator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProvisionerOperator.class);

  /**
   * Reconciling threads. They wait for the network most of the time; the rate limit bounds them
   * together.
   */
  private static final int THREADS = 8;

  private static final Duration LOOK_AT_FILE = Duration.ofSeconds(5);
  private static final Duration LOOK_FOR_MESH = Duration.ofMinutes(1);

  private final Operator operator;
  private final ScheduledExecutorService timer;
  private final LastingInformers informers = new LastingInformers();
  private final OwnedSources sources = new OwnedSources();
  private final DefaultsFile defaults;
  private final IstioApi istio;
  private final Reporter reporter;

  /** Opens a client with request metrics and resilient informers. */
  public static KubernetesClient client(Config config, ProvisionerMetrics metrics) {
    return GuardedClient.open(
        config,
        List.of(SparkHistoryServer.class),
        metrics.informers(),
        http -> http.addOrReplaceInterceptor("metrics", metrics.requests()));
  }

  /** Wires the controllers; nothing runs until {@link #start()}. */
  public ProvisionerOperator(
      ProvisionerConfig config,
      KubernetesClient client,
      DefaultsFile defaults,
      ProvisionerMetrics metrics,
      Clock clock) {
    this(config, client, defaults, metrics, clock, ProvisionerOperator::service);
  }

  /**
   * @param address where the history server of a namespace is
   */
  public ProvisionerOperator(
      ProvisionerConfig config,
      KubernetesClient client,
      DefaultsFile defaults,
      ProvisionerMetrics metrics,
      Clock clock,
      Function<String, URI> address) {
    this.defaults = defaults;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "provisioner-timer"));
    Pace pace = new Pace(config.work().requestsPerSecond(), System::nanoTime);
    this.istio = new IstioApi(client, pace);
    StartQueue queue = new StartQueue(config.work().maxStarting());
    this.operator =
        new Operator(
            ConfigurationService.newOverriddenConfigurationService(
                informers, overrider -> configure(overrider, config, client, metrics)));
    Applier applier = new Applier(client, pace, metrics::written);
    TenantObjects objects = new TenantObjects(sources, applier, istio);
    Listings listings = new Listings(new HistoryServerClient(address), clock, sources::wake);
    StatusWriter status = new StatusWriter(new EventRecorder(client, pace), pace, metrics);
    this.reporter = new Reporter(config, status, metrics::woken);
    SparkHistoryServerReconciler reconciler =
        new SparkHistoryServerReconciler(
            sources,
            new Observer(config, defaults, sources, objects, listings),
            new Admission(queue, sources::wake),
            new Interpreter(objects),
            reporter,
            clock);
    operator.register(reconciler, overrider -> ofTenants(overrider, config));
    if (config.profiles().enabled()) {
      operator.register(
          new ProfileNamespaces(config.presence().namespaces(), pace, metrics::written),
          overrider -> ofNamespaces(overrider, config));
    }
    for (Phase phase : Phase.values()) {
      metrics.servers(phase.name().toLowerCase(Locale.ROOT), () -> reporter.count(phase));
    }
    metrics.gauge("starting", "History servers that are starting", queue::starting);
    metrics.gauge("queued", "History servers that wait for their turn", queue::queued);
    metrics.gauge(
        "defaults.valid", "1 while the defaults file is good", () -> defaults.isValid() ? 1 : 0);
  }

  /**
   * Fills the caches, and begins to reconcile or to wait for the leader's Lease. Blocks while the
   * API server is not available, until this is closed.
   */
  public void start() {
    if (!istio.discoverAtStart()) {
      return;
    }
    operator.start();
    informers.filled();
    every(LOOK_AT_FILE, this::lookAtFile);
    every(LOOK_FOR_MESH, this::lookForMesh);
  }

  /** Whether no informer has ended. */
  public boolean isHealthy() {
    return !informers.haveEnded();
  }

  /** Whether the caches are filled. */
  public boolean isStarted() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** How many tenants were looked at since the start. */
  int looked() {
    return reporter.tenants();
  }

  /** Looks for the mesh now instead of within a minute. */
  void lookForMesh() {
    if (istio.discover()) {
      LOG.info("Istio is installed: its policies are written from now on");
      wakeAll();
    }
  }

  /** Looks at the defaults now instead of within seconds. */
  void lookAtFile() {
    if (defaults.reread()) {
      wakeAll();
    }
  }

  @Override
  public void close() {
    istio.close();
    timer.shutdownNow();
    operator.stop();
  }

  /** Address by the name of the Service, which a sidecar knows. */
  private static URI service(String namespace) {
    return URI.create("http://%s.%s.svc:%d/".formatted(Names.RESOURCE_NAME, namespace, Names.PORT));
  }

  private void wakeAll() {
    sources.tenants().forEach(sources::wake);
  }

  private void every(Duration period, Runnable task) {
    long millis = period.toMillis();
    var unused =
        timer.scheduleWithFixedDelay(() -> logged(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  /** A task that throws would never be run again. */
  private static void logged(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("a periodic task failed; it runs again at its next turn", e);
    }
  }

  private static void configure(
      ConfigurationServiceOverrider overrider,
      ProvisionerConfig config,
      KubernetesClient client,
      ProvisionerMetrics metrics) {
    overrider
        .withKubernetesClient(client)
        .withCloseClientOnStop(false)
        .withConcurrentReconciliationThreads(THREADS)
        // the schema is installed by others, and reading it would be one more right
        .checkingCRDAndValidateLocalModel(false)
        .withReconciliationTerminationTimeout(Duration.ofSeconds(5))
        .withMetrics(counting(metrics));
    if (config.presence().leaderElection()) {
      overrider.withLeaderElectionConfiguration(
          LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(Names.PROVISIONER)
              .withLeaseNamespace(config.presence().leaderNamespace())
              .build());
    }
  }

  private static void ofTenants(
      ControllerConfigurationOverrider<SparkHistoryServer> overrider, ProvisionerConfig config) {
    overrider
        .withFieldManager(Names.PROVISIONER)
        .withRetry(forever())
        .withReconciliationMaxInterval(config.work().resync())
        .withTriggerReconcilerOnAllEvents(true)
        // labels reach the pod, and they do not change the generation
        .withGenerationAware(false)
        .withOnUpdateFilter(ProvisionerOperator::isNews);
    if (!config.presence().namespaces().isEmpty()) {
      overrider.settingNamespaces(config.presence().namespaces());
    }
  }

  private static void ofNamespaces(
      ControllerConfigurationOverrider<Namespace> overrider, ProvisionerConfig config) {
    overrider
        .withLabelSelector(config.profiles().selector())
        .withRetry(forever())
        .withReconciliationMaxInterval(config.work().resync())
        .withGenerationAware(false)
        .withOnUpdateFilter(ProvisionerOperator::isNews);
  }

  /** Retries without a limit, so that an outage of the API server leaves no resource behind. */
  private static Retry forever() {
    return new GenericRetry()
        .setInitialInterval(1_000)
        .setIntervalMultiplier(2)
        .setMaxInterval(60_000)
        .withoutMaxAttempts();
  }

  /** Whether a resource differs in what is reconciled: all but the status. */
  static boolean isNews(HasMetadata now, HasMetadata before) {
    return !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !Objects.equals(now.getMetadata().getLabels(), before.getMetadata().getLabels())
        || !Objects.equals(
            now.getMetadata().getDeletionTimestamp(), before.getMetadata().getDeletionTimestamp());
  }

  private static Metrics counting(ProvisionerMetrics metrics) {
    return new Metrics() {
      @Override
      public void reconciliationSucceeded(HasMetadata resource, Map<String, Object> metadata) {
        metrics.reconciled(false);
      }

      @Override
      public void reconciliationFailed(
          HasMetadata resource,
          RetryInfo retryInfo,
          Exception exception,
          Map<String, Object> metadata) {
        metrics.reconciled(true);
      }
    };
  }
}
