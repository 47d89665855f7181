package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The drivers of a cluster, written by informers and read by requests. Of a pod or slice nothing is
 * kept but a {@link Drivers.Application}, and nothing once it is gone.
 */
final class KubernetesDrivers implements Drivers {
  private final Predicate<Tenant> shown;
  private final String gatewayNamespace;

  private final ServicePods servicePods;
  private final ConcurrentMap<Tenant, KnownDrivers> known = new ConcurrentHashMap<>();

  /**
   * @param shown whether running applications of a tenant are shown
   * @param servicePods what is known of pods behind labelled Services
   */
  KubernetesDrivers(Predicate<Tenant> shown, String gatewayNamespace, ServicePods servicePods) {
    this.shown = shown;
    this.gatewayNamespace = gatewayNamespace;
    this.servicePods = servicePods;
  }

  /** Of several that have the same id one that runs, and of those the one that began last. */
  @Override
  public Driver find(Tenant tenant, String application) {
    KnownDrivers drivers = known.get(tenant);
    return drivers == null || !shown.test(tenant)
        ? Driver.ENDED
        : drivers.find(application).map(Application::driver).orElse(Driver.ENDED);
  }

  @Override
  public Collection<Application> of(Tenant tenant) {
    KnownDrivers drivers = known.get(tenant);
    return drivers == null || !shown.test(tenant) ? List.of() : drivers.all();
  }

  @Override
  public String gatewayNamespace() {
    return gatewayNamespace;
  }

  /** Whether nothing at all is kept. */
  boolean isEmpty() {
    return known.isEmpty();
  }

  /** How many pods and slices are known. */
  int size() {
    return known.values().stream().mapToInt(KnownDrivers::size).sum();
  }

  /** Takes the pods of a list. The same pod may be in two. */
  ResilientInformer.Sink<Pod> pods(String list) {
    return new ResilientInformer.Sink<>() {
      @Override
      public void put(Pod object) {
        change(
            object.getMetadata().getNamespace(),
            "pod " + object.getMetadata().getName() + " " + list,
            DriverPod.of(object));
      }

      @Override
      public void remove(String namespace, String name) {
        change(namespace, "pod " + name + " " + list, Optional.empty());
      }
    };
  }

  /** Takes the slices of Services that are labelled as an application's. */
  ResilientInformer.Sink<EndpointSlice> slices() {
    return new ResilientInformer.Sink<>() {
      @Override
      public void put(EndpointSlice object) {
        String namespace = object.getMetadata().getNamespace();
        String name = object.getMetadata().getName();
        Optional<ReadyEndpoint.OfService> found = ReadyEndpoint.application(object);
        if (found.isEmpty()) {
          remove(namespace, name);
          return;
        }
        ReadyEndpoint.OfService service = found.get();
        servicePods.check(
            namespace + "/" + name,
            service.pod(),
            own ->
                change(
                    namespace,
                    "slice " + name,
                    own ? Optional.of(service.application()) : Optional.empty()));
      }

      @Override
      public void remove(String namespace, String name) {
        servicePods.forget(
            namespace + "/" + name, () -> change(namespace, "slice " + name, Optional.empty()));
      }
    };
  }

  private void change(String namespace, String source, Optional<Application> application) {
    known.compute(
        new Tenant(namespace),
        (tenant, drivers) -> {
          if (drivers == null && application.isEmpty()) {
            return null;
          }
          KnownDrivers changed = drivers == null ? new KnownDrivers() : drivers;
          changed.change(source, application);
          return changed.isEmpty() ? null : changed;
        });
  }
}
