package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** By tenant, then by what tells of it: its kind, name and list. */
  private final ConcurrentMap<Tenant, Map<String, Application>> sources = new ConcurrentHashMap<>();

  /**
   * @param shown whether running applications of a tenant are shown
   */
  KubernetesDrivers(Predicate<Tenant> shown) {
    this.shown = shown;
  }

  /** Of several that have the same id one that runs, and of those the one that began last. */
  @Override
  public Driver find(Tenant tenant, String application) {
    if (!shown.test(tenant)) {
      return Driver.ENDED;
    }
    return sources.getOrDefault(tenant, Map.of()).values().stream()
        .filter(known -> known.id().equals(application))
        .max(LATEST)
        .map(Application::driver)
        .orElse(Driver.ENDED);
  }

  private static final Comparator<Application> LATEST =
      Comparator.<Application, Boolean>comparing(a -> a.driver() instanceof Driver.Running)
          .thenComparing(a -> a.started().map(Object::toString).orElse(""));

  @Override
  public Collection<Application> of(Tenant tenant) {
    Map<String, Application> known = sources.get(tenant);
    if (known == null || !shown.test(tenant)) {
      return List.of();
    }
    Map<String, Application> byId = new HashMap<>();
    known
        .values()
        .forEach(each -> byId.merge(each.id(), each, (a, b) -> LATEST.compare(a, b) >= 0 ? a : b));
    return byId.values().stream()
        .sorted(Comparator.comparing(Application::name).thenComparing(Application::id))
        .toList();
  }

  /** Whether nothing at all is kept. */
  boolean isEmpty() {
    return sources.isEmpty();
  }

  /** How many pods and slices are known. */
  int size() {
    return sources.values().stream().mapToInt(Map::size).sum();
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
        change(
            object.getMetadata().getNamespace(),
            "slice " + object.getMetadata().getName(),
            ReadyEndpoint.application(object));
      }

      @Override
      public void remove(String namespace, String name) {
        change(namespace, "slice " + name, Optional.empty());
      }
    };
  }

  private void change(String namespace, String source, Optional<Application> application) {
    sources.compute(
        new Tenant(namespace),
        (tenant, known) -> {
          Map<String, Application> changed = known == null ? new ConcurrentHashMap<>(4) : known;
          application.ifPresentOrElse(
              now -> changed.put(source, now), () -> changed.remove(source));
          return changed.isEmpty() ? null : changed;
        });
  }
}
