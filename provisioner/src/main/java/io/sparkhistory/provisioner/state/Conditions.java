package io.sparkhistory.provisioner.state;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.SparkHistoryServerStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes conditions that keep the time of their last transition while their status stays.
 *
 * @param before the status that the cluster has
 * @param generation of the resource
 */
record Conditions(SparkHistoryServerStatus before, Long generation, Instant now) {
  /**
   * A condition that speaks of the present generation.
   *
   * @param status True, False or Unknown
   */
  Condition of(ConditionType type, String status, String reason, String message) {
    String transition =
        before(type)
            .filter(each -> Objects.equals(each.getStatus(), status))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> text(now));
    return new ConditionBuilder()
        .withType(type.text())
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withObservedGeneration(generation)
        .withLastTransitionTime(transition)
        .build();
  }

  Optional<Condition> before(ConditionType type) {
    return before.condition(type);
  }

  /** Time in the format of the status: RFC 3339 with seconds. */
  static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
