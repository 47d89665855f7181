package io.sparkhistory.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.CachedAccessReview;
import io.sparkhistory.gateway.access.Outage;
import io.sparkhistory.gateway.configuration.AccessSettings;
import io.sparkhistory.gateway.configuration.TenantSettings;
import io.sparkhistory.gateway.kubernetes.KubernetesCluster;
import io.sparkhistory.gateway.operations.MeasuredReview;
import io.sparkhistory.informers.InformerMeters;
import io.sparkhistory.program.admin.Readiness;
import java.time.Clock;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Tenants from the Kubernetes API, as configured.
 *
 * @param access how permissions are asked for and remembered
 */
record KubernetesMode(TenantSettings tenants, AccessSettings access) {

  /**
   * Begins to follow the cluster; the gateway is not ready until the view of it is complete.
   *
   * @param replica name of this replica, such as the pod's
   */
  KubernetesCluster open(String replica, Readiness readiness, MeterRegistry meters) {
    KubernetesCluster.Settings settings =
        new KubernetesCluster.Settings(
            tenants.clusterDomain(), tenants.selector(), access.timeout(), replica);
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
            access.yes(),
            access.stale(),
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
        access,
        System::nanoTime,
        tools.scheduler());
  }
}
