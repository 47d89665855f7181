package io.sparkhistory.provisioner.state;

import io.sparkhistory.api.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Situation of a pod for which the scheduler finds no machine, or no volume. */
final class Unscheduled {
  /** Time that an autoscaler needs to add a node, or a driver to make a volume. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Words of the scheduler's volume plug-ins (k8s.io/kubernetes, pkg/scheduler). */
  private static final Pattern VOLUME =
      Pattern.compile("(?i)persistentvolumeclaim|storageclass|volume node affinity");

  private Unscheduled() {}

  /**
   * The situation.
   *
   * @param message of the scheduler
   */
  static Situation since(Instant since, String message, Instant now) {
    boolean volume = VOLUME.matcher(message).find();
    String why =
        (volume ? "The pod waits for its volume: " : "No node has room for the pod: ")
            + LastLine.of(message);
    Instant patient = since.plus(PATIENCE);
    if (patient.isAfter(now)) {
      return new Situation.OnTheWay(Reason.SCHEDULING, why, Optional.of(patient));
    }
    return new Situation.Trouble(
        Reason.UNSCHEDULABLE,
        why
            + (volume
                ? " Check store.storageClassName and volumes, or ask the platform team."
                : " Lower resources, or ask the platform team for capacity."));
  }
}
