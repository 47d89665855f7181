package io.sparkhistory.provisioner.state;

import io.fabric8.kubernetes.api.model.Condition;
import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * State of the log folder as the status has it. It is read from the resource alone, so that it
 * survives restarts and changes of the leader.
 *
 * @param madeSince since when the folder is known to be there; empty when it is not
 * @param due whether the server is to be started only to make the folder
 */
public record LogFolder(Optional<Instant> madeSince, boolean due) {
  private static final Set<Reason> REASONS =
      Set.of(
          Reason.NO_SUCH_BUCKET,
          Reason.WRONG_REGION,
          Reason.ACCESS_DENIED,
          Reason.NO_CREDENTIALS,
          Reason.UNREACHABLE,
          Reason.MISSING_CONNECTOR,
          Reason.LOG_DIRECTORY_FAILED);

  /** Ends that leave a launcher no time to say how far it came. */
  private static final Set<Reason> SUDDEN = Set.of(Reason.OUT_OF_MEMORY, Reason.NOT_ANSWERING);

  /** Time until a folder is tried again that could not be created. */
  static final Duration RETRY = Duration.ofDays(1);

  /**
   * Reads the condition {@code LogDirectory}. A folder is due when it was never tried, and when its
   * last try failed and the resource has changed since or a day has passed.
   *
   * @param directory URL of the folder as the resource now says
   * @param generation of the resource
   */
  public static LogFolder of(
      SparkHistoryServerStatus status, String directory, Long generation, Instant now) {
    Optional<Condition> condition = status.condition(ConditionType.LOG_DIRECTORY);
    if (condition.isEmpty() || !isSame(status, directory) || is(Reason.NOT_TRIED, condition)) {
      return new LogFolder(Optional.empty(), true);
    }
    if ("True".equals(condition.get().getStatus())) {
      return new LogFolder(
          Optional.of(Instant.parse(condition.get().getLastTransitionTime())), false);
    }
    Long tried = condition.get().getObservedGeneration();
    boolean changed = tried == null || tried < generation;
    boolean longAgo =
        status.wokenAt() == null || !Instant.parse(status.wokenAt()).plus(RETRY).isAfter(now);
    return new LogFolder(Optional.empty(), changed || longAgo);
  }

  /** A status that names no folder is that of an earlier version, and speaks of the present one. */
  static boolean isSame(SparkHistoryServerStatus status, String directory) {
    return status.logDirectory() == null || status.logDirectory().equals(directory);
  }

  private static boolean is(Reason reason, Optional<Condition> condition) {
    return condition.map(Condition::getReason).filter(reason.text()::equals).isPresent();
  }

  /**
   * The condition {@code LogDirectory}. What is known stays known while the server sleeps or starts
   * again.
   *
   * @param directory URL of the folder
   * @param made whether the pod could make it; empty when it has not tried
   */
  static Condition condition(
      Conditions conditions, Situation situation, String directory, Optional<Boolean> made) {
    if (situation instanceof Situation.Trouble trouble && REASONS.contains(trouble.reason())) {
      return of(conditions, "False", trouble.reason(), trouble.message());
    }
    if (made.orElse(false)) {
      return of(conditions, "True", Reason.LOG_DIRECTORY_READY, "The log folder exists.");
    }
    Optional<Condition> known =
        conditions
            .before(ConditionType.LOG_DIRECTORY)
            .filter(each -> isSame(conditions.before(), directory))
            .filter(each -> !is(Reason.NOT_TRIED, Optional.of(each)));
    if (known.filter(each -> "True".equals(each.getStatus())).isPresent()) {
      return known.get();
    }
    return untried(conditions, situation, known, made);
  }

  /** No try has succeeded. One that begins counts as a try of this generation, however it ends. */
  private static Condition untried(
      Conditions conditions,
      Situation situation,
      Optional<Condition> known,
      Optional<Boolean> made) {
    if (situation instanceof Situation.OnTheWay || situation instanceof Situation.Trouble) {
      if (known.filter(each -> "False".equals(each.getStatus())).isPresent()) {
        Condition failed = known.get();
        return conditions.of(
            ConditionType.LOG_DIRECTORY, "False", failed.getReason(), failed.getMessage());
      }
      return situation instanceof Situation.Trouble trouble
          ? of(
              conditions,
              "Unknown",
              trouble.reason(),
              (made.isEmpty() && SUDDEN.contains(trouble.reason())
                      ? "The history server does not start; whether its log folder exists is unknown. "
                      : "The history server does not start, so its log folder is not created. ")
                  + trouble.message())
          : of(
              conditions,
              "Unknown",
              Reason.CREATING_LOG_DIRECTORY,
              "The history server is starting and creates the log folder.");
    }
    boolean suspended = situation instanceof Situation.Asleep asleep && asleep.suspended();
    return known.orElseGet(
        () ->
            of(
                conditions,
                "Unknown",
                Reason.NOT_TRIED,
                suspended
                    ? "The log folder is created when suspend is set to false; jobs that log there fail until then."
                    : "The log folder is created when the history server starts for the first time."));
  }

  private static Condition of(Conditions conditions, String status, Reason reason, String message) {
    return conditions.of(ConditionType.LOG_DIRECTORY, status, reason.text(), message);
  }
}
