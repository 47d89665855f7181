package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.backend.LogReads;
import io.sparkhistory.gateway.listed.ListedApplications;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of a cluster, in one map that the informers write and requests read. Reading takes no
 * lock and copies nothing; each entry's content is immutable and replaced as a whole, so that a
 * storm of events in 5,000 namespaces costs an entry for each event and not a map.
 */
final class KubernetesBackends implements Backends {
  private static final String NEXT_STEP =
      "Apply this with 'kubectl apply -f -', or ask the namespace's owner to.";

  private static final String EXAMPLE =
      """
      apiVersion: %s/%s
      kind: %s
      metadata:
        name: %s
        namespace: %s
      """;

  private final ConcurrentMap<Tenant, KnownTenant> tenants = new ConcurrentHashMap<>();
  private final ActivityLeases leases;
  private final String clusterDomain;
  private final Clock clock;
  private final LongSupplier ticker;
  private final FirstListing.Ask ask;
  private final KubernetesDrivers drivers;

  /**
   * @param ticker nanoseconds that pass
   * @param drivers makes them of whether those of a tenant are shown
   */
  KubernetesBackends(
      ActivityLeases leases,
      FirstListing.Ask ask,
      String clusterDomain,
      Clock clock,
      LongSupplier ticker,
      Function<Predicate<Tenant>, KubernetesDrivers> drivers) {
    this.leases = leases;
    this.ask = ask;
    this.clusterDomain = clusterDomain;
    this.clock = clock;
    this.ticker = ticker;
    this.drivers = drivers.apply(this::showsLive);
  }

  @Override
  public Backend find(Tenant tenant) {
    KnownTenant known = tenants.get(tenant);
    return known == null ? absent(tenant) : known.backend(ticker.getAsLong(), ask);
  }

  @Override
  public KubernetesDrivers drivers() {
    return drivers;
  }

  private boolean showsLive(Tenant tenant) {
    KnownTenant known = tenants.get(tenant);
    return known != null && known.live();
  }

  @Override
  public LogReads logReads(Tenant tenant) {
    KnownTenant known = tenants.get(tenant);
    return known == null ? LogReads.NONE : known.logReads();
  }

  @Override
  public void wake(Tenant tenant) {
    KnownTenant known = tenants.get(tenant);
    if (known != null && known.wake(ticker.getAsLong(), clock)) {
      leases.renew(tenant);
    }
  }

  @Override
  public void touch(Tenant tenant) {
    KnownTenant known = tenants.get(tenant);
    if (known != null && known.touch(ticker.getAsLong(), clock)) {
      leases.renew(tenant);
    }
  }

  @Override
  public Collection<Entry> all() {
    long now = ticker.getAsLong();
    return tenants.values().stream()
        .sorted(Comparator.comparing(known -> known.tenant().namespace()))
        .map(known -> known.entry(now))
        .toList();
  }

  ResilientInformer.Sink<SparkHistoryServer> resources() {
    return new ResilientInformer.Sink<>() {
      @Override
      public void put(SparkHistoryServer object) {
        // the schema allows no other name; an older one might have
        if (object.getMetadata().getName().equals(Names.RESOURCE_NAME)) {
          Reported reported = Reported.of(object, clock.instant());
          ServerMemory memory = ServerMemory.of(object);
          Listing listing = listing(object.getStatus());
          boolean live = Reported.live(object);
          change(
              object.getMetadata().getNamespace(),
              report(reported)
                  .andThen(known -> known.memory(memory))
                  .andThen(known -> known.live(live))
                  .andThen(known -> known.listing(listing)));
        }
      }

      @Override
      public void remove(String namespace, String name) {
        if (name.equals(Names.RESOURCE_NAME)) {
          Reported nothing = Reported.undeclared(clock.instant());
          change(
              namespace,
              report(nothing)
                  .andThen(known -> known.live(false))
                  .andThen(known -> known.listing(Listing.NONE)));
        }
      }
    };
  }

  /**
   * Takes the slices of a list. The same slice may be in two of them, and one that leaves a list,
   * because its labels have changed, is reported as removed there.
   *
   * @param list name of the list
   */
  ResilientInformer.Sink<EndpointSlice> endpoints(String list) {
    return new ResilientInformer.Sink<>() {
      @Override
      public void put(EndpointSlice object) {
        var endpoint = ReadyEndpoint.of(object, clusterDomain);
        change(
            object.getMetadata().getNamespace(),
            endpoint(object.getMetadata().getName() + " " + list, endpoint));
      }

      @Override
      public void remove(String namespace, String name) {
        change(namespace, endpoint(name + " " + list, Optional.empty()));
      }
    };
  }

  private static Listing listing(@Nullable SparkHistoryServerStatus status) {
    return status == null
        ? Listing.NONE
        : ListedApplications.of(status.applications(), status.applicationsAsOf());
  }

  private Consumer<KnownTenant> report(Reported reported) {
    return known -> known.report(reported, clock.instant(), ticker.getAsLong());
  }

  private Consumer<KnownTenant> endpoint(String slice, Optional<Endpoint> endpoint) {
    return known -> known.endpoint(slice, endpoint, clock.instant(), ticker.getAsLong());
  }

  /** Changes an entry, which is made when it is needed and removed when nothing is left in it. */
  private void change(String namespace, Consumer<KnownTenant> change) {
    tenants.compute(
        new Tenant(namespace),
        (tenant, known) -> {
          KnownTenant changed =
              known == null
                  ? new KnownTenant(
                      tenant, new LogReads(clock), clock.instant(), ticker.getAsLong())
                  : known;
          change.accept(changed);
          return changed.isGone() ? null : changed;
        });
  }

  private static Backend absent(Tenant tenant) {
    return new Backend.Absent(
        NEXT_STEP,
        EXAMPLE.formatted(
            Names.GROUP, Names.VERSION, Names.KIND, Names.RESOURCE_NAME, tenant.namespace()));
  }
}
