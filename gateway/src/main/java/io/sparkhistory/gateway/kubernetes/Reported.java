package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.Condition;
import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerSpec;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Status of a {@code SparkHistoryServer}, read once for each of its changes.
 *
 * @param declared whether there is such a resource at all
 * @param down the state while no pod answers
 * @param mayServe whether a pod that answers makes it ready
 * @param wakes whether a visit can change that state
 * @param start since when it starts or runs, and how long its last start took
 */
record Reported(
    boolean declared,
    Backend down,
    boolean mayServe,
    boolean wakes,
    Backend.Starting start,
    Optional<Instant> lastActivity) {

  private static final int MAX_MESSAGE = 500;
  private static final Pattern POSITION = Pattern.compile("[0-9]{1,9} of [0-9]{1,9}");

  private static final String SUSPENDED = "This history server is suspended.";
  static final String RESUME =
      "Set spec.suspend of its SparkHistoryServer resource to false, then try again.";

  /** There is no resource, but there may be pods of somebody else's making. */
  static Reported undeclared(Instant now) {
    Backend.Starting start = new Backend.Starting(Step.STARTING_SPARK, "", now, Duration.ZERO);
    return new Reported(false, start, true, false, start, Optional.empty());
  }

  /**
   * @param now when this was seen, for a server that does not say since when it starts
   */
  static Reported of(SparkHistoryServer resource, Instant now) {
    SparkHistoryServerStatus status = resource.getStatus();
    if (status == null) {
      status = SparkHistoryServerStatus.EMPTY;
    }
    Duration usual = usual(status.startSeconds());
    Instant since =
        instant(status.wokenAt())
            .or(() -> instant(resource.getMetadata().getCreationTimestamp()))
            .orElse(now);
    if (status.phase() == Phase.FAILED && isOutdated(resource, status)) {
      // the failure is that of a spec from before: the provisioner has not looked at this one yet
      Backend.Starting start = new Backend.Starting(Step.QUEUED, "", now, usual);
      Backend untried = new Backend.Asleep(usual);
      return new Reported(true, untried, true, true, start, instant(status.lastActivityTime()));
    }
    Phase phase = status.phase();
    Backend down = down(resource.getSpec(), status, since, now);
    // what is in the way may be the server of before, which goes on to run
    boolean isOther = reason(status, ConditionType.READY) == Reason.FOREIGN_OBJECT;
    boolean isUp = phase != Phase.ASLEEP && (phase != Phase.FAILED || isOther);
    boolean wakes = down instanceof Backend.Asleep || phase == Phase.FAILED;
    Backend.Starting start = new Backend.Starting(Step.STARTING_SPARK, "", since, usual);
    return new Reported(true, down, isUp, wakes, start, instant(status.lastActivityTime()));
  }

  /**
   * Whether running applications are shown: what the provisioner made of the resource and the
   * cluster's defaults. Before it has looked at the resource, what that says itself.
   */
  static boolean live(SparkHistoryServer resource) {
    SparkHistoryServerStatus status = resource.getStatus();
    SparkHistoryServerSpec spec = resource.getSpec();
    var own = spec == null ? null : spec.liveApplications();
    boolean known = status != null && status.liveApplications() != null;
    return known
        ? Boolean.TRUE.equals(status.liveApplications())
        : own != null && Boolean.TRUE.equals(own.enabled());
  }

  private static boolean isOutdated(SparkHistoryServer resource, SparkHistoryServerStatus status) {
    Long generation = resource.getMetadata().getGeneration();
    Long observed = status.observedGeneration();
    return generation != null && observed != null && observed < generation;
  }

  private static Backend down(
      @Nullable SparkHistoryServerSpec spec,
      SparkHistoryServerStatus status,
      Instant since,
      Instant now) {
    Duration usual = usual(status.startSeconds());
    Phase phase = status.phase();
    if (phase == null) {
      return new Backend.Starting(Step.QUEUED, "", since, usual);
    }
    return switch (phase) {
      case PENDING -> starting(status, Step.QUEUED, since, usual);
      case STARTING -> starting(status, Step.STARTING_SPARK, since, usual);
      // its pod has gone and the provisioner has not noticed yet
      case READY -> new Backend.Starting(Step.STARTING_SPARK, "", now, usual);
      case ASLEEP ->
          isSuspended(spec, status)
              ? new Backend.Failed(SUSPENDED, RESUME, Reason.SUSPENDED.text())
              : new Backend.Asleep(usual);
      case FAILED -> failed(status);
    };
  }

  private static boolean isSuspended(
      @Nullable SparkHistoryServerSpec spec, SparkHistoryServerStatus status) {
    return (spec != null && Boolean.TRUE.equals(spec.suspend()))
        || reason(status, ConditionType.READY) == Reason.SUSPENDED;
  }

  private static Backend starting(
      SparkHistoryServerStatus status, Step otherwise, Instant since, Duration usual) {
    Reason reason = reason(status, ConditionType.PROGRESSING);
    Step step = reason == null ? null : step(reason);
    String detail = "";
    if (reason == Reason.QUEUED) {
      Matcher position = POSITION.matcher(message(status, ConditionType.PROGRESSING));
      detail = position.lookingAt() ? position.group() : "";
    }
    return new Backend.Starting(step == null ? otherwise : step, detail, since, usual);
  }

  private static @Nullable Step step(Reason reason) {
    return switch (reason) {
      case QUEUED -> Step.QUEUED;
      case SCHEDULING, UNSCHEDULABLE -> Step.SCHEDULED;
      case PULLING_IMAGE -> Step.PULLING_IMAGE;
      case CREATING_LOG_DIRECTORY -> Step.CREATING_LOG_FOLDER;
      case STARTING_SPARK -> Step.STARTING_SPARK;
      default -> null; // the rest are reasons for not starting
    };
  }

  private static Backend failed(SparkHistoryServerStatus status) {
    Reason reason = reason(status, ConditionType.READY);
    String message = message(status, ConditionType.READY);
    return new Backend.Failed(
        message.isEmpty() ? "The history server does not start." : message,
        reason == null ? NextStep.OTHERWISE : NextStep.of(reason, message),
        reason == null ? Backend.Failed.OTHER : reason.text());
  }

  private static @Nullable Reason reason(SparkHistoryServerStatus status, ConditionType type) {
    return status.condition(type).map(Condition::getReason).flatMap(Reason::of).orElse(null);
  }

  private static String message(SparkHistoryServerStatus status, ConditionType type) {
    String message = status.condition(type).map(Condition::getMessage).orElse("");
    return message.substring(0, Math.min(message.length(), MAX_MESSAGE));
  }

  private static Duration usual(@Nullable Integer seconds) {
    return seconds == null || seconds < 0 ? Duration.ZERO : Duration.ofSeconds(seconds);
  }

  /** What another version wrote in another shape counts as not said. */
  private static Optional<Instant> instant(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
