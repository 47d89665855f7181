package io.sparkhistory.provisioner.state;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long the start of a pod took that foretells the next one: from its making until it answered,
 * without the pulling of its image, which the node has from then on.
 */
final class PodStart {
  /**
   * A kubelet that has the image prepares a pod in this time. What takes longer is the pulling of
   * the image, but for a pod with a claim, whose volume is attached at each start.
   */
  private static final Duration PREPARING = Duration.ofSeconds(5);

  private PodStart() {}

  /** Empty for a pod that does not answer, or answered before or was restarted meanwhile. */
  static Optional<Duration> of(Pod pod) {
    Optional<Instant> made = time(pod.getMetadata().getCreationTimestamp());
    Optional<Instant> ready = since(pod, "Ready");
    if (made.isEmpty() || ready.isEmpty() || containers(pod).anyMatch(PodStart::hasEnded)) {
      return Optional.empty();
    }
    Duration took = Duration.between(made.get(), ready.get()).minus(pulling(pod));
    return Optional.of(took).filter(time -> !time.isNegative());
  }

  private static Duration pulling(Pod pod) {
    Optional<Instant> scheduled = since(pod, "PodScheduled");
    Optional<Instant> begun =
        containers(pod).flatMap(PodStart::begun).min(Comparator.naturalOrder());
    if (scheduled.isEmpty() || begun.isEmpty() || hasClaim(pod)) {
      return Duration.ZERO;
    }
    Duration more = Duration.between(scheduled.get(), begun.get()).minus(PREPARING);
    return more.isNegative() ? Duration.ZERO : more;
  }

  private static boolean hasClaim(Pod pod) {
    return pod.getSpec() != null
        && pod.getSpec().getVolumes().stream()
            .anyMatch(volume -> volume.getPersistentVolumeClaim() != null);
  }

  /** Whether a container is not the one that the pod began with. */
  private static boolean hasEnded(ContainerStatus status) {
    return status.getLastState() != null && status.getLastState().getTerminated() != null;
  }

  private static Stream<Instant> begun(ContainerStatus status) {
    ContainerState state = status.getState();
    if (state == null) {
      return Stream.empty();
    }
    return Stream.of(
            Optional.ofNullable(state.getRunning()).flatMap(each -> time(each.getStartedAt())),
            Optional.ofNullable(state.getTerminated()).flatMap(each -> time(each.getStartedAt())))
        .flatMap(Optional::stream);
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    return Stream.of(
            pod.getStatus().getInitContainerStatuses(), pod.getStatus().getContainerStatuses())
        .map(PodStart::orNone)
        .flatMap(List::stream);
  }

  private static List<ContainerStatus> orNone(@Nullable List<ContainerStatus> statuses) {
    return statuses == null ? List.of() : statuses;
  }

  private static Optional<Instant> since(Pod pod, String condition) {
    return pod.getStatus().getConditions().stream()
        .filter(each -> condition.equals(each.getType()) && "True".equals(each.getStatus()))
        .findFirst()
        .map(PodCondition::getLastTransitionTime)
        .flatMap(PodStart::time);
  }

  private static Optional<Instant> time(@Nullable String text) {
    return Optional.ofNullable(text).map(Instant::parse);
  }
}
