package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.provisioner.apply.EventRecorder;
import io.sparkhistory.provisioner.apply.Pace;
import io.sparkhistory.provisioner.apply.Termination;
import io.sparkhistory.provisioner.operations.ProvisionerMetrics;
import java.time.Instant;
import java.util.Optional;

/** Writes a status that has changed, and an Event for each new problem. */
final class StatusWriter {
  private final EventRecorder events;
  private final Pace pace;
  private final ProvisionerMetrics metrics;

  StatusWriter(EventRecorder events, Pace pace, ProvisionerMetrics metrics) {
    this.events = events;
    this.pace = pace;
    this.metrics = metrics;
  }

  /**
   * Writes a status that differs from the one that the cluster has.
   *
   * @return whether the resource was changed since it was read. The operator's cache takes the
   *     answer for what it has seen, so no event tells of that change.
   */
  boolean write(
      SparkHistoryServer resource,
      SparkHistoryServerStatus after,
      Context<SparkHistoryServer> context,
      Instant now) {
    SparkHistoryServerStatus before = before(resource);
    if (after.equals(before)) {
      return false;
    }
    pace.await();
    metrics.written();
    SparkHistoryServer written;
    try {
      written =
          context.resourceOperations().serverSideApplyPrimaryStatus(withStatus(resource, after));
    } catch (KubernetesClientException e) {
      if (Termination.ofObject(e)) {
        return false; // and the watch has not told yet
      }
      throw e;
    }
    if (after.phase() == Phase.FAILED) {
      warn(resource, before, after, ConditionType.READY, now);
    } else {
      warn(resource, before, after, ConditionType.MEMORY, now);
    }
    warn(resource, before, after, ConditionType.SPARK_CONF, now);
    warn(resource, before, after, ConditionType.SPARK_VERSION, now);
    warn(resource, before, after, ConditionType.STORE, now);
    return ProvisionerOperator.isNews(written, resource);
  }

  /** The status that the cluster has; an empty one for a new resource. */
  static SparkHistoryServerStatus before(SparkHistoryServer resource) {
    return resource.getStatus() == null ? SparkHistoryServerStatus.EMPTY : resource.getStatus();
  }

  private void warn(
      SparkHistoryServer resource,
      SparkHistoryServerStatus before,
      SparkHistoryServerStatus after,
      ConditionType type,
      Instant now) {
    Optional<Condition> condition = after.condition(type);
    Optional<String> reason = condition.map(Condition::getReason);
    if (condition.isPresent() && !reason.equals(before.condition(type).map(Condition::getReason))) {
      metrics.written();
      events.warn(resource, condition.get().getReason(), condition.get().getMessage(), now);
    }
  }

  /** Resource with only the fields that the provisioner owns, as server-side apply requires. */
  private static SparkHistoryServer withStatus(
      SparkHistoryServer resource, SparkHistoryServerStatus status) {
    SparkHistoryServer bare = new SparkHistoryServer();
    bare.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            // not of a resource that was made in its place
            .withUid(resource.getMetadata().getUid())
            .build());
    bare.setStatus(status);
    return bare;
  }
}
