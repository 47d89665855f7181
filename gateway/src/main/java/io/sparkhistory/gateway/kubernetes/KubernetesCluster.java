package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.sparkhistory.api.Reason;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Candidates;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.informers.InformerEvents;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kubernetes cluster as the gateway sees it, kept up to date from its start until it is closed.
 */
public final class KubernetesCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesCluster.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  /** Causes for which a history server may not start: the reasons of a failure in its status. */
  public static final List<String> CAUSES =
      EnumSet.range(Reason.RESERVED_NAMESPACE, Reason.LOG_DIRECTORY_FAILED).stream()
          .filter(reason -> reason != Reason.LOG_DIRECTORY_READY && reason != Reason.NOT_TRIED)
          .map(Reason::text)
          .toList();

  /**
   * What can be chosen.
   *
   * @param clusterDomain DNS domain of the cluster, such as {@code cluster.local}
   * @param selector labels of Services that somebody else made for history servers, such as {@code
   *     app.kubernetes.io/name=spark-history-server}; empty for none
   * @param reviewTimeout how long the answer to an access review may take
   * @param replica name of this replica: letters, digits, {@code .} and {@code -}
   */
  public record Settings(
      String clusterDomain, String selector, Duration reviewTimeout, String replica) {
    public Settings {
      if (!replica.matches("[A-Za-z0-9.-]{1,253}")) {
        throw new IllegalArgumentException("'" + replica + "' cannot be the name of a replica");
      }
    }
  }

  private final ApiServer apiServer;
  private final ScheduledExecutorService thread;
  private final ActivityLeases leases;
  private final KubernetesBackends backends;
  private final BoundSubjects subjects = new BoundSubjects();
  private final AccessReview review;
  private final List<ResilientInformer<?>> informers;
  private final List<ResilientInformer<?>> driverInformers;

  private KubernetesCluster(
      ApiServer apiServer,
      Settings settings,
      ResilientInformer.Patience patience,
      Clock clock,
      LongSupplier ticker) {
    this.apiServer = apiServer;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "kubernetes");
              made.setDaemon(true);
              return made;
            });
    this.leases =
        new ActivityLeases(
            (path, type, body, limit) -> apiServer.call("PATCH", path, type, body, limit),
            settings.replica(),
            ActivityLeases.Settings.DEFAULTS,
            clock,
            thread);
    this.backends =
        new KubernetesBackends(
            leases,
            new FirstListing.OverHttp(),
            settings.clusterDomain(),
            clock,
            ticker,
            this::drivers);
    this.review = new SubjectAccessReviews(apiServer, settings.reviewTimeout());
    Informers made = new Informers(apiServer.client(), patience, ticker);
    this.informers = made.servers(backends, subjects, settings.selector());
    this.driverInformers = made.drivers(backends);
  }

  private KubernetesDrivers drivers(Predicate<Tenant> shown) {
    return new KubernetesDrivers(
        shown,
        Objects.requireNonNullElse(apiServer.client().getNamespace(), ""),
        new ServicePods(
            new PodReads(apiServer),
            (task, seconds) -> {
              var unused = thread.schedule(task, seconds, TimeUnit.SECONDS);
            }));
  }

  /**
   * Begins to follow the cluster that the pod's service account or the kubeconfig leads to. Returns
   * at once; {@link #problem} says when the view is complete.
   *
   * @param events is told what goes wrong with lists and watches
   * @throws IllegalArgumentException with a sentence, when the kubeconfig cannot be read
   */
  public static KubernetesCluster open(
      Settings settings, InformerEvents events, Clock clock, LongSupplier ticker) {
    return open(config(), settings, ResilientInformer.Patience.DEFAULTS, events, clock, ticker);
  }

  /** Keeps to itself what a parser has to say: it shows the line, which may hold a token. */
  private static Config config() {
    try {
      return Config.autoConfigure(null);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the kubeconfig cannot be read; kubectl config view says what is wrong with it");
    }
  }

  static KubernetesCluster open(
      Config config,
      Settings settings,
      ResilientInformer.Patience patience,
      InformerEvents events,
      Clock clock,
      LongSupplier ticker) {
    ApiServer apiServer = ApiServer.open(config, events);
    LOG.info("following the cluster at {}", apiServer.client().getMasterUrl());
    KubernetesCluster cluster = new KubernetesCluster(apiServer, settings, patience, clock, ticker);
    cluster.start();
    return cluster;
  }

  private void start() {
    informers.forEach(ResilientInformer::start);
    driverInformers.forEach(ResilientInformer::start);
    long pause = BETWEEN_LOOKS.toMillis();
    var unused = thread.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      informers.forEach(ResilientInformer::look);
      driverInformers.forEach(ResilientInformer::look);
    } catch (RuntimeException e) {
      // one that got out would end the looking without a word
      LOG.error("The lists could not be looked at", e);
    }
  }

  public Backends backends() {
    return backends;
  }

  /** Where the API server is. */
  public String address() {
    return String.valueOf(apiServer.client().getMasterUrl());
  }

  /** Asks RBAC, each time. */
  public AccessReview review() {
    return review;
  }

  /** By owner and RoleBindings. */
  public Candidates candidates() {
    return subjects;
  }

  /** Sentences while the view is not complete yet; empty afterwards, for good. */
  public String problem() {
    return informers.stream()
        .map(ResilientInformer::problem)
        .filter(problem -> !problem.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** How old the oldest part of the view may be: since when nothing proved that it is right. */
  public Duration age() {
    return informers.stream()
        .map(ResilientInformer::age)
        .reduce(Duration.ZERO, KubernetesCluster::longer);
  }

  /** Lease writes that succeeded. */
  public long leasesWritten() {
    return leases.written();
  }

  /** Attempts to write a Lease that failed. */
  public long leasesFailed() {
    return leases.failed();
  }

  /** Activity that was not noted, because writing it failed too often or too much was waiting. */
  public long leasesDropped() {
    return leases.dropped();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    informers.forEach(ResilientInformer::close);
    driverInformers.forEach(ResilientInformer::close);
    apiServer.close();
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
