package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.sparkhistory.api.Names;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.routing.ApplicationId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pod says of the application whose driver it is: by the labels that Spark gives it
 * (org.apache.spark.deploy.k8s.Constants), or by {@link Names#APPLICATION_LABEL}. The rest of the
 * pod is not kept.
 */
final class DriverPod {
  /** Pods that Spark made for drivers. */
  static final String SELECTOR = "spark-role=driver";

  private static final String ROLE = "spark-role";
  private static final String DRIVER = "driver";
  private static final String APPLICATION = "spark-app-selector";

  /** Of Kubeflow's Spark operator, and of Spark itself. */
  private static final List<String> NAMES =
      List.of("sparkoperator.k8s.io/app-name", "spark-app-name");

  static final String PORT_NAME = "spark-ui";
  static final int PORT = 4040;
  private static final int MAX_NAME = 200;

  private DriverPod() {}

  /** The application; empty when the pod is no driver, or not any more. */
  static Optional<Drivers.Application> of(Pod pod) {
    ObjectMeta metadata = pod.getMetadata();
    PodSpec spec = pod.getSpec();
    PodStatus status = pod.getStatus();
    Map<String, String> labels = Objects.requireNonNullElse(metadata.getLabels(), Map.of());
    String id = id(labels);
    if (!ApplicationId.isValid(id) || spec == null || status == null) {
      return Optional.empty();
    }
    boolean ended =
        metadata.getDeletionTimestamp() != null
            || "Succeeded".equals(status.getPhase())
            || "Failed".equals(status.getPhase());
    // the address of such a pod is its node's, with everything that listens there
    boolean elsewhere = Boolean.TRUE.equals(spec.getHostNetwork());
    if (ended || elsewhere) {
      return Optional.empty();
    }
    Driver driver = driver(pod, spec, status);
    return Optional.of(
        new Drivers.Application(id, name(labels), driver, instant(status.getStartTime())));
  }

  private static String id(Map<String, String> labels) {
    String own = labels.get(Names.APPLICATION_LABEL);
    boolean driver = DRIVER.equals(labels.get(ROLE));
    return own != null ? own : driver ? labels.getOrDefault(APPLICATION, "") : "";
  }

  private static Driver driver(Pod pod, PodSpec spec, PodStatus status) {
    String address = status.getPodIP();
    boolean answers =
        "Running".equals(status.getPhase())
            && address != null
            && ReadyEndpoint.canBeAPod(address)
            && isReady(spec, status);
    return answers ? running(address, port(pod, spec)) : new Driver.Starting();
  }

  static Driver.Running running(String address, int port) {
    return new Driver.Running(Endpoint.at(new HostPort(address, port)));
  }

  /** Whether the container with the pages is; of a pod that does not say which, any. */
  private static boolean isReady(PodSpec spec, PodStatus status) {
    List<ContainerStatus> statuses =
        Objects.requireNonNullElse(status.getContainerStatuses(), List.of());
    Optional<String> named =
        containers(spec).stream()
            .filter(container -> pages(container).isPresent())
            .map(Container::getName)
            .findFirst();
    return statuses.stream()
        .filter(each -> named.isEmpty() || named.get().equals(each.getName()))
        .anyMatch(each -> Boolean.TRUE.equals(each.getReady()));
  }

  private static int port(Pod pod, PodSpec spec) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of());
    int said = number(annotations.get(Names.APPLICATION_PORT));
    return said > 0
        ? said
        : containers(spec).stream()
            .flatMap(container -> pages(container).stream())
            .map(ContainerPort::getContainerPort)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(PORT);
  }

  private static Optional<ContainerPort> pages(Container container) {
    return Objects.requireNonNullElse(container.getPorts(), List.<ContainerPort>of()).stream()
        .filter(port -> PORT_NAME.equals(port.getName()))
        .findFirst();
  }

  private static List<Container> containers(PodSpec spec) {
    return Objects.requireNonNullElse(spec.getContainers(), List.of());
  }

  private static int number(@Nullable String text) {
    return text == null ? 0 : HostPort.readPort(text).orElse(0);
  }

  private static String name(Map<String, String> labels) {
    String name = NAMES.stream().map(labels::get).filter(Objects::nonNull).findFirst().orElse("");
    return name.substring(0, Math.min(name.length(), MAX_NAME));
  }

  private static Optional<Instant> instant(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
