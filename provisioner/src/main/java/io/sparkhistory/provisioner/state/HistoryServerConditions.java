package io.sparkhistory.provisioner.state;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.provisioner.spec.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts a situation into the words of the status. */
public final class HistoryServerConditions {
  private static final Set<Reason> LOG_DIRECTORY_REASONS =
      Set.of(
          Reason.NO_SUCH_BUCKET,
          Reason.WRONG_REGION,
          Reason.ACCESS_DENIED,
          Reason.NO_CREDENTIALS,
          Reason.UNREACHABLE,
          Reason.MISSING_CONNECTOR,
          Reason.LOG_DIRECTORY_FAILED);

  private final SparkHistoryServerStatus before;
  private final Facts facts;
  private final Instant now;

  private HistoryServerConditions(SparkHistoryServerStatus before, Facts facts, Instant now) {
    this.before = before;
    this.facts = facts;
    this.now = now;
  }

  /**
   * What the status is made of besides the situation.
   *
   * @param generation of the resource
   * @param lastActivity when somebody last looked
   * @param wokenAt when the server was last started
   * @param logDirectoryMade whether the folder of the logs could be made; empty when nobody tried
   * @param ignoredKeys of {@code sparkConf}
   */
  public record Facts(
      Long generation,
      String url,
      Optional<Instant> lastActivity,
      Optional<Instant> wokenAt,
      Optional<Boolean> logDirectoryMade,
      Set<String> ignoredKeys) {}

  /**
   * The status. It equals the one before when nothing but the time of the last activity has
   * changed, so that a visit a minute is not a write a minute.
   */
  public static SparkHistoryServerStatus status(
      SparkHistoryServerStatus before, Situation situation, Facts facts, Instant now) {
    SparkHistoryServerStatus after =
        new HistoryServerConditions(before, facts, now).build(situation);
    SparkHistoryServerStatus untimed =
        new SparkHistoryServerStatus(
            after.phase(),
            after.url(),
            after.observedGeneration(),
            before.lastActivityTime(),
            after.wokenAt(),
            after.startSeconds(),
            after.conditions());
    return untimed.equals(before) ? before : after;
  }

  private SparkHistoryServerStatus build(Situation situation) {
    Words words = words(situation);
    List<Condition> conditions = new ArrayList<>();
    conditions.add(
        condition(
            ConditionType.READY, String.valueOf(words.up()), words.reason(), words.message()));
    conditions.add(
        condition(
            ConditionType.PROGRESSING,
            String.valueOf(words.progressing()),
            words.reason(),
            words.message()));
    conditions.add(logDirectory(situation));
    if (!facts.ignoredKeys().isEmpty()) {
      conditions.add(
          condition(
              ConditionType.SPARK_CONF,
              "False",
              Reason.KEYS_IGNORED,
              "Routing or security needs these keys of sparkConf, so they are left out: "
                  + String.join(", ", facts.ignoredKeys())
                  + ". Remove them."));
    }
    return new SparkHistoryServerStatus(
        words.phase(),
        facts.url(),
        facts.generation(),
        facts.lastActivity().map(HistoryServerConditions::text).orElse(before.lastActivityTime()),
        facts.wokenAt().map(HistoryServerConditions::text).orElse(before.wokenAt()),
        startSeconds(situation),
        conditions);
  }

  private static Words words(Situation situation) {
    if (situation instanceof Situation.Refused refused) {
      String message =
          refused.refusals().stream().map(Refusal::message).collect(Collectors.joining(" "));
      return new Words(Phase.FAILED, refused.refusals().get(0).reason(), message);
    }
    if (situation instanceof Situation.Asleep asleep) {
      return asleep.suspended()
          ? new Words(
              Phase.ASLEEP, Reason.SUSPENDED, "Kept asleep. Set suspend to false to allow visits.")
          : new Words(Phase.ASLEEP, Reason.ASLEEP, "Nothing runs. A visit to the URL starts it.");
    }
    if (situation instanceof Situation.Queued queued) {
      return new Words(
          Phase.PENDING,
          Reason.QUEUED,
          queued.position() + " of " + queued.total() + " that wait for their turn to start.");
    }
    if (situation instanceof Situation.OnTheWay onTheWay) {
      Phase phase = onTheWay.step() == Reason.SCHEDULING ? Phase.PENDING : Phase.STARTING;
      String message = onTheWay.detail().isEmpty() ? step(onTheWay.step()) : onTheWay.detail();
      return new Words(phase, onTheWay.step(), message);
    }
    if (situation instanceof Situation.Trouble trouble) {
      return new Words(Phase.FAILED, trouble.reason(), trouble.message());
    }
    return new Words(Phase.READY, Reason.READY, "It answers.");
  }

  private static String step(Reason step) {
    return switch (step) {
      case SCHEDULING -> "Finding a machine.";
      case PULLING_IMAGE -> "Pulling the image.";
      case CREATING_LOG_DIRECTORY -> "Creating the log folder.";
      default -> "Starting Spark.";
    };
  }

  /** What is known stays known while the server sleeps or starts again. */
  private Condition logDirectory(Situation situation) {
    if (situation instanceof Situation.Trouble trouble
        && LOG_DIRECTORY_REASONS.contains(trouble.reason())) {
      return condition(ConditionType.LOG_DIRECTORY, "False", trouble.reason(), trouble.message());
    }
    if (facts.logDirectoryMade().orElse(false)) {
      return condition(
          ConditionType.LOG_DIRECTORY,
          "True",
          Reason.LOG_DIRECTORY_READY,
          "The log folder exists.");
    }
    return before
        .condition(ConditionType.LOG_DIRECTORY)
        .orElseGet(
            () ->
                condition(
                    ConditionType.LOG_DIRECTORY,
                    "Unknown",
                    Reason.NOT_TRIED,
                    "It is made when the server starts for the first time."));
  }

  private @Nullable Integer startSeconds(Situation situation) {
    if (situation instanceof Situation.Up up && before.phase() != Phase.READY) {
      Optional<Instant> woken =
          facts.wokenAt().or(() -> Optional.ofNullable(before.wokenAt()).map(Instant::parse));
      return woken
          .map(start -> Duration.between(start, up.since()).toSeconds())
          .filter(seconds -> seconds >= 0 && seconds < Duration.ofHours(1).toSeconds())
          .map(Long::intValue)
          .orElse(before.startSeconds());
    }
    return before.startSeconds();
  }

  private Condition condition(ConditionType type, String status, Reason reason, String message) {
    String transition =
        before
            .condition(type)
            .filter(each -> Objects.equals(each.getStatus(), capital(status)))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> text(now));
    return new ConditionBuilder()
        .withType(type.text())
        .withStatus(capital(status))
        .withReason(reason.text())
        .withMessage(message)
        .withObservedGeneration(facts.generation())
        .withLastTransitionTime(transition)
        .build();
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private record Words(Phase phase, Reason reason, String message) {
    boolean up() {
      return phase == Phase.READY;
    }

    boolean progressing() {
      return phase == Phase.PENDING || phase == Phase.STARTING;
    }
  }
}
