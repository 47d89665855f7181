package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.provisioner.objects.DesiredState;
import io.sparkhistory.provisioner.spec.EffectiveSpec;
import io.sparkhistory.provisioner.state.LogFolder;
import io.sparkhistory.provisioner.state.PodFacts;
import io.sparkhistory.provisioner.state.Situation;
import io.sparkhistory.provisioner.state.Situations;
import io.sparkhistory.provisioner.state.SleepRule;
import io.sparkhistory.provisioner.state.Visits;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Observed state of a tenant's objects at one moment.
 *
 * @param renewTime of the Lease
 */
record ObservedState(
    SparkHistoryServer resource,
    Optional<Deployment> deployment,
    Collection<Pod> allPods,
    Optional<Instant> renewTime,
    SleepRule.Past past,
    Instant now) {

  static ObservedState of(
      SparkHistoryServer resource,
      OwnedSources sources,
      Visits visits,
      Context<SparkHistoryServer> context,
      Instant now) {
    SparkHistoryServerStatus status = StatusWriter.before(resource);
    Optional<Instant> renewTime = sources.lease(context).flatMap(ObservedState::renewTime);
    SleepRule.Past past =
        new SleepRule.Past(
            visits.last(resource.getMetadata().getNamespace(), renewTime, now),
            time(status.lastActivityTime()),
            time(status.wokenAt()),
            time(resource.getMetadata().getCreationTimestamp()).orElse(now));
    return new ObservedState(
        resource, sources.deployment(context), sources.pods(context), renewTime, past, now);
  }

  String tenant() {
    return resource.getMetadata().getNamespace();
  }

  /** Whether the Deployment asks for a pod. */
  boolean runs() {
    return deployment
        .map(Deployment::getSpec)
        .map(DeploymentSpec::getReplicas)
        .map(replicas -> replicas > 0)
        .orElse(deployment.isPresent());
  }

  /** Attempt of the Deployment's pod; empty when it was never restarted. */
  String attempt() {
    return deployment
        .map(Deployment::getSpec)
        .map(DeploymentSpec::getTemplate)
        .map(PodTemplateSpec::getMetadata)
        .map(metadata -> attempt(metadata.getAnnotations()))
        .orElse("");
  }

  /** Pods of this attempt; those of other attempts are being deleted. */
  Collection<Pod> pods() {
    String attempt = attempt();
    return attempt.isEmpty()
        ? allPods
        : allPods.stream()
            .filter(pod -> attempt(pod.getMetadata().getAnnotations()).equals(attempt))
            .toList();
  }

  /** What the pods of this attempt show, if they have the present configuration. */
  PodFacts facts(DesiredState desired) {
    List<Pod> present =
        pods().stream()
            .filter(
                pod -> {
                  String checksum =
                      annotation(pod.getMetadata().getAnnotations(), DesiredState.CHECKSUM);
                  return checksum.isEmpty() || checksum.equals(desired.checksum());
                })
            .toList();
    return Situations.facts(present, Situations.Server.of(desired.spec()), now);
  }

  /** The situation of a server that shall run. */
  Situation situation(EffectiveSpec spec) {
    return Situations.running(deployment, pods(), Situations.Server.of(spec), now);
  }

  /** What the status knows of the log folder. */
  LogFolder folder(EffectiveSpec spec) {
    return LogFolder.of(
        StatusWriter.before(resource),
        directory(spec),
        resource.getMetadata().getGeneration(),
        now);
  }

  /** URL of the log folder as the status has it. */
  static String directory(EffectiveSpec spec) {
    return spec.secrets().hide(spec.logDirectory());
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
    return annotation(annotations, DesiredState.ATTEMPT);
  }

  private static String annotation(@Nullable Map<String, String> annotations, String name) {
    return annotations == null ? "" : annotations.getOrDefault(name, "");
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
