package io.sparkhistory.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Candidates;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.WatchedWakes;
import io.sparkhistory.gateway.fixed.FixedTenants;
import io.sparkhistory.gateway.kubernetes.KubernetesCluster;
import io.sparkhistory.gateway.local.LocalAccess;
import io.sparkhistory.gateway.local.LocalBackends;
import io.sparkhistory.gateway.local.LoopbackNames;
import io.sparkhistory.gateway.operations.WakeMeters;
import io.sparkhistory.gateway.routing.ByteRange;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A source of tenants and the access review that belongs to it.
 *
 * @param candidates which of them are worth a review for a visitor's list
 * @param defaultUser the visitor of a request that names none; empty: there is none
 * @param hosts which values of {@code Host} are served
 * @param causes for which a history server may not start
 */
record TenantSource(
    Backends backends,
    AccessReview review,
    Candidates candidates,
    String defaultUser,
    Predicate<ByteRange> hosts,
    Collection<String> causes) {
  private static final long LOOK_MILLIS = 250;

  /** The same tenants, and meters that show how they wake. */
  TenantSource watched(MeterRegistry registry, ScheduledExecutorService scheduler) {
    WakeMeters meters = new WakeMeters(registry, causes);
    WatchedWakes watched = new WatchedWakes(backends, meters, System::nanoTime);
    meters.count(watched);
    var unused =
        scheduler.scheduleWithFixedDelay(
            watched::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return new TenantSource(watched, review, candidates, defaultUser, hosts, causes);
  }

  static TenantSource of(FixedTenants tenants) {
    return new TenantSource(tenants, tenants, Candidates.ALL, "", host -> true, List.of());
  }

  static TenantSource of(LocalBackends backends, String user) {
    return new TenantSource(
        backends,
        new LocalAccess(),
        Candidates.ALL,
        user,
        host -> LoopbackNames.accepts(host.text()),
        LocalBackends.CAUSES);
  }

  /**
   * @param review remembers what the cluster's review answered
   */
  static TenantSource of(KubernetesCluster cluster, AccessReview review) {
    return new TenantSource(
        cluster.backends(),
        review,
        cluster.candidates(),
        "",
        host -> true,
        KubernetesCluster.CAUSES);
  }
}
