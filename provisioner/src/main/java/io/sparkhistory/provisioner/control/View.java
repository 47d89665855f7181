package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.provisioner.objects.Wanted;
import io.sparkhistory.provisioner.state.SleepRule;
import io.sparkhistory.provisioner.state.Visits;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster shows of a tenant at one moment.
 *
 * @param renewTime as the Lease has it
 */
record View(
    SparkHistoryServer resource,
    Optional<Deployment> deployment,
    Collection<Pod> allPods,
    Optional<Instant> renewTime,
    SleepRule.Observation seen,
    Instant now) {

  static View of(
      SparkHistoryServer resource,
      OwnedSources sources,
      Visits visits,
      Context<SparkHistoryServer> context,
      Instant now) {
    SparkHistoryServerStatus status = StatusWriter.before(resource);
    Optional<Instant> renewTime = sources.lease(context).flatMap(View::renewTime);
    SleepRule.Observation seen =
        new SleepRule.Observation(
            visits.last(resource.getMetadata().getNamespace(), renewTime, now),
            time(status.lastActivityTime()),
            time(status.wokenAt()),
            Instant.parse(resource.getMetadata().getCreationTimestamp()));
    return new View(
        resource, sources.deployment(context), sources.pods(context), renewTime, seen, now);
  }

  String tenant() {
    return resource.getMetadata().getNamespace();
  }

  /** Whether the Deployment asks for a pod. */
  boolean runs() {
    return deployment
        .map(found -> found.getSpec().getReplicas())
        .map(replicas -> replicas > 0)
        .orElse(deployment.isPresent());
  }

  /** The attempt that the Deployment's pod is; empty when it was never started afresh. */
  String attempt() {
    return deployment
        .map(found -> found.getSpec().getTemplate().getMetadata())
        .map(metadata -> attempt(metadata.getAnnotations()))
        .orElse("");
  }

  /** The pods of this attempt; one of another attempt is on its way out. */
  Collection<Pod> pods() {
    String attempt = attempt();
    return attempt.isEmpty()
        ? allPods
        : allPods.stream()
            .filter(pod -> attempt(pod.getMetadata().getAnnotations()).equals(attempt))
            .toList();
  }

  /** Since when the status says that it failed; empty when it says something else. */
  Optional<Instant> failedSince() {
    SparkHistoryServerStatus status = StatusWriter.before(resource);
    return status.phase() != Phase.FAILED
        ? Optional.empty()
        : Stream.of(ConditionType.READY, ConditionType.PROGRESSING)
            .flatMap(type -> status.condition(type).stream())
            .map(Condition::getLastTransitionTime)
            .flatMap(text -> time(text).stream())
            .max(Comparator.naturalOrder());
  }

  private static String attempt(@Nullable Map<String, String> annotations) {
    return annotations == null ? "" : annotations.getOrDefault(Wanted.ATTEMPT, "");
  }

  private static Optional<Instant> renewTime(Lease lease) {
    return lease.getSpec() == null || lease.getSpec().getRenewTime() == null
        ? Optional.empty()
        : Optional.of(lease.getSpec().getRenewTime().toInstant());
  }

  private static Optional<Instant> time(@Nullable String text) {
    return Optional.ofNullable(text).map(Instant::parse);
  }
}
