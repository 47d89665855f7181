package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.sparkhistory.api.Names;
import io.sparkhistory.api.SparkHistoryServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Makes an informer for each kind of object that the gateway watches. */
record Informers(
    KubernetesClient client, ResilientInformer.Patience patience, LongSupplier ticker) {

  /**
   * Of history servers, and of who may look at them.
   *
   * @param selector labels of Services that somebody else made; empty for none
   */
  List<ResilientInformer<?>> servers(
      KubernetesBackends backends, BoundSubjects subjects, String selector) {
    String ours = ReadyEndpoint.SERVICE + "=" + Names.RESOURCE_NAME;
    List<ResilientInformer<?>> lists =
        new ArrayList<>(
            List.of(
                of(
                    Names.PLURAL,
                    () -> client.resources(SparkHistoryServer.class).inAnyNamespace(),
                    SparkHistoryServer::new,
                    backends.resources()),
                slices(ours, backends),
                of("namespaces", client::namespaces, Namespace::new, subjects.owners()),
                of(
                    "rolebindings",
                    () -> client.rbac().roleBindings().inAnyNamespace(),
                    RoleBinding::new,
                    subjects.bindings())));
    if (!selector.isEmpty()) {
      lists.add(slices(selector, backends));
    }
    return List.copyOf(lists);
  }

  /** Of drivers. A gateway that is not shown them serves history servers all the same. */
  List<ResilientInformer<?>> drivers(KubernetesBackends backends) {
    KubernetesDrivers drivers = backends.drivers();
    return List.of(
        pods(DriverPod.SELECTOR, drivers),
        pods(Names.APPLICATION_LABEL, drivers),
        slices(Names.APPLICATION_LABEL, drivers.slices()));
  }

  private ResilientInformer<Pod> pods(String selector, KubernetesDrivers drivers) {
    return of(
        "pods",
        () -> client.pods().inAnyNamespace().withLabelSelector(selector),
        Pod::new,
        drivers.pods(selector));
  }

  private ResilientInformer<EndpointSlice> slices(String selector, KubernetesBackends backends) {
    return slices(selector, backends.endpoints(selector));
  }

  private ResilientInformer<EndpointSlice> slices(
      String selector, ResilientInformer.Sink<EndpointSlice> sink) {
    String both = selector + "," + ReadyEndpoint.SELECTOR;
    return of(
        "endpointslices",
        () -> client.discovery().v1().endpointSlices().inAnyNamespace().withLabelSelector(both),
        EndpointSlice::new,
        sink);
  }

  private <T extends HasMetadata> ResilientInformer<T> of(
      String name,
      Supplier<Informable<T>> objects,
      Supplier<T> blank,
      ResilientInformer.Sink<T> sink) {
    return new ResilientInformer<>(name, objects, blank, sink, patience, ticker);
  }
}
