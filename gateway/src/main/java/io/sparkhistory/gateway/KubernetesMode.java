package io.sparkhistory.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.CachedAccessReview;
import io.sparkhistory.gateway.access.Outage;
import io.sparkhistory.gateway.kubernetes.KubernetesCluster;
import io.sparkhistory.gateway.operations.MeasuredReview;
import io.sparkhistory.gateway.operations.Readiness;
import io.sparkhistory.informers.InformerMeters;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Tenants from the Kubernetes API, as configured and checked.
 *
 * @param selector labels of Services that somebody else made; empty for none
 */
record KubernetesMode(String clusterDomain, String selector, CachedAccessReview.Settings review) {

  /** Questions to the API server at the same time. */
  private static final int REVIEWS_IN_FLIGHT = CachedAccessReview.Settings.DEFAULTS.inFlight();

  /** Present when tenants come from Kubernetes. Mistakes are noted in the settings. */
  static Optional<KubernetesMode> of(Settings s) {
    boolean listed = s.get(Options.TENANTS).isPresent();
    boolean kubernetes = s.command() == Option.Command.GATEWAY && s.get(Options.KUBERNETES);
    s.require(
        !(kubernetes && listed),
        "--kubernetes and --tenants exclude each other: tenants come from one place");
    s.require(
        kubernetes || s.get(Options.SELECTOR).isEmpty(), "--selector is for --kubernetes only");
    return kubernetes
        ? Optional.of(
            new KubernetesMode(
                s.get(Options.CLUSTER_DOMAIN),
                s.get(Options.SELECTOR),
                new CachedAccessReview.Settings(
                    s.get(Options.ACCESS_YES),
                    s.get(Options.ACCESS_NO),
                    s.get(Options.ACCESS_STALE),
                    s.get(Options.ACCESS_CACHE_SIZE),
                    s.get(Options.ACCESS_TIMEOUT),
                    REVIEWS_IN_FLIGHT)))
        : Optional.empty();
  }

  /**
   * Begins to follow the cluster; the gateway is not ready until the view of it is complete.
   *
   * @param replica name of this replica, such as the pod's
   */
  KubernetesCluster open(String replica, Readiness readiness, MeterRegistry meters) {
    KubernetesCluster.Settings settings =
        new KubernetesCluster.Settings(clusterDomain, selector, review.timeout(), replica);
    KubernetesCluster cluster =
        KubernetesCluster.open(
            settings,
            new InformerMeters(meters, "sparkhistory.kubernetes"),
            Clock.systemUTC(),
            System::nanoTime);
    readiness.check("kubernetes", cluster::problem);
    Gauge.builder("sparkhistory.kubernetes.view.age", cluster, c -> c.age().toMillis() / 1000.0)
        .description("Since when the API server has not shown that the view of it is right")
        .baseUnit("seconds")
        .register(meters);
    Map<String, ToDoubleFunction<KubernetesCluster>> results =
        Map.of(
            "written", KubernetesCluster::leasesWritten,
            "failed", KubernetesCluster::leasesFailed,
            "dropped", KubernetesCluster::leasesDropped);
    results.forEach(
        (result, count) ->
            FunctionCounter.builder("sparkhistory.lease.writes", cluster, count)
                .description("Notes of activity for the provisioner, by what became of each try")
                .tag("result", result)
                .register(meters));
    return cluster;
  }

  /** Asks RBAC and remembers the answers. */
  AccessReview review(KubernetesCluster cluster, Tenancy.Tools tools) {
    MeterRegistry meters = tools.metrics().registry();
    Outage outage =
        new Outage(
            "the API server at " + cluster.address(),
            review.yes(),
            review.stale(),
            System::nanoTime);
    tools.readiness().note("access", outage::note);
    FunctionCounter.builder("sparkhistory.access.stale", outage, Outage::stale)
        .description("Permissions used past their end because the API server could not be asked")
        .register(meters);
    Gauge.builder("sparkhistory.access.outage", outage, o -> o.length().toMillis() / 1000.0)
        .description("For how long the API server could not be asked for permissions; 0: it can")
        .baseUnit("seconds")
        .register(meters);
    return new CachedAccessReview(
        new MeasuredReview(cluster.review(), meters),
        outage,
        review,
        System::nanoTime,
        tools.scheduler());
  }
}
