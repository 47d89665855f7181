package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.sparkhistory.api.Names;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.routing.ApplicationId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Address of a history server by an EndpointSlice (Kubernetes API, {@code discovery.k8s.io/v1}).
 *
 * <p>The gateway sends a user's requests to whatever address it finds here, so only slices that
 * Kubernetes itself made of a Service's pods are read at all, see {@link #SELECTOR}, and of those
 * only addresses of pods in the same namespace that can be a pod's.
 */
final class ReadyEndpoint {
  static final String SERVICE = "kubernetes.io/service-name";

  /**
   * Leaves out slices that mirror hand-written Endpoints, which tenants may write in Kubeflow: they
   * could point at another tenant's pod.
   */
  static final String SELECTOR =
      "endpointslice.kubernetes.io/managed-by=endpointslice-controller.k8s.io";

  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private ReadyEndpoint() {}

  /**
   * The endpoint that answers; empty when none does.
   *
   * @param clusterDomain DNS domain of the cluster, such as {@code cluster.local}
   */
  static Optional<Endpoint> of(EndpointSlice slice, String clusterDomain) {
    String namespace = slice.getMetadata().getNamespace();
    String service =
        slice.getMetadata().getLabels() == null
            ? null
            : slice.getMetadata().getLabels().get(SERVICE);
    if (service == null || slice.getEndpoints() == null) {
      return Optional.empty();
    }
    int port = port(slice, Names.PORT_NAME, Names.PORT);
    return address(slice)
        .map(pod -> endpoint(pod.address(), port, service, namespace, clusterDomain));
  }

  /** A running application that a Service leads to, by its pod. */
  record OfService(Drivers.Application application, ServicePods.Behind pod) {}

  /** The running application of a Service that is labelled as one's; empty when no pod answers. */
  static Optional<OfService> application(EndpointSlice slice) {
    Map<String, String> labels =
        Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.of());
    String id = labels.getOrDefault(Names.APPLICATION_LABEL, "");
    if (!ApplicationId.isValid(id) || slice.getEndpoints() == null) {
      return Optional.empty();
    }
    int port = port(slice, DriverPod.PORT_NAME, DriverPod.PORT);
    String name = labels.getOrDefault(SERVICE, "");
    return address(slice)
        .map(
            pod ->
                new OfService(
                    new Drivers.Application(
                        id, name, DriverPod.running(pod.address(), port), Optional.empty()),
                    behind(slice, pod.target())));
  }

  private static ServicePods.Behind behind(EndpointSlice slice, ObjectReference pod) {
    return new ServicePods.Behind(
        slice.getMetadata().getNamespace(),
        Objects.requireNonNullElse(pod.getName(), ""),
        Objects.requireNonNullElse(pod.getUid(), ""));
  }

  /** An address of a pod. */
  private record OfPod(String address, ObjectReference target) {}

  private static Optional<OfPod> address(EndpointSlice slice) {
    String namespace = slice.getMetadata().getNamespace();
    return slice.getEndpoints().stream()
        .filter(endpoint -> isReady(endpoint.getConditions()))
        .filter(endpoint -> isPodOf(namespace, endpoint.getTargetRef()))
        .flatMap(ReadyEndpoint::addresses)
        .filter(pod -> canBeAPod(pod.address()))
        .min(Comparator.comparing(OfPod::address));
  }

  private static Stream<OfPod> addresses(
      io.fabric8.kubernetes.api.model.discovery.v1.Endpoint endpoint) {
    List<String> addresses = endpoint.getAddresses();
    return addresses == null
        ? Stream.empty()
        : addresses.stream().map(address -> new OfPod(address, endpoint.getTargetRef()));
  }

  /** Not said means yes (EndpointConditions). */
  private static boolean isReady(EndpointConditions conditions) {
    return conditions == null || !Boolean.FALSE.equals(conditions.getReady());
  }

  private static boolean isPodOf(String namespace, ObjectReference target) {
    return target != null
        && "Pod".equals(target.getKind())
        && namespace.equals(target.getNamespace());
  }

  /** Whether it is an IP address, and not one that means this machine or this network. */
  static boolean canBeAPod(String address) {
    if (!ADDRESS.matcher(address).matches()) {
      return false; // a name would be looked up
    }
    try {
      InetAddress ip = InetAddress.getByName(address);
      return !ip.isLoopbackAddress()
          && !ip.isLinkLocalAddress()
          && !ip.isAnyLocalAddress()
          && !ip.isMulticastAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The port of this name, or the only one there is. */
  private static int port(EndpointSlice slice, String name, int otherwise) {
    List<EndpointPort> ports = Objects.requireNonNullElse(slice.getPorts(), List.of());
    return ports.stream()
        .filter(port -> name.equals(port.getName()) || ports.size() == 1)
        .map(EndpointPort::getPort)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(otherwise);
  }

  private static Endpoint endpoint(
      String address, int port, String service, String namespace, String clusterDomain) {
    String qualified = service + "." + namespace;
    String host = qualified + ".svc." + clusterDomain + ":" + Names.PORT;
    return new Endpoint(
        address,
        port,
        host,
        Set.of(
            service + ":" + Names.PORT,
            qualified + ":" + Names.PORT,
            qualified + ".svc:" + Names.PORT,
            host,
            new HostPort(address, port).toString()));
  }
}
