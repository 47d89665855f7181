package io.sparkhistory.provisioner.state;

import io.fabric8.kubernetes.api.model.Condition;
import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.provisioner.spec.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the status of a situation. */
public final class HistoryServerConditions {
  /** A start that took longer is none that is usual. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final SparkHistoryServerStatus before;
  private final Facts facts;
  private final Conditions conditions;

  private HistoryServerConditions(SparkHistoryServerStatus before, Facts facts, Instant now) {
    this.before = before;
    this.facts = facts;
    this.conditions = new Conditions(before, facts.generation(), now);
  }

  /**
   * Content of the status besides the situation.
   *
   * @param generation of the resource
   * @param lastActivity when somebody last looked
   * @param wokenAt when the server was last started
   * @param pods what its pods show
   * @param ignoredKeys of {@code sparkConf}
   */
  public record Facts(
      Long generation,
      Addresses addresses,
      Optional<Instant> lastActivity,
      Optional<Instant> wokenAt,
      PodFacts pods,
      Set<String> ignoredKeys) {}

  /**
   * Where things are.
   *
   * @param url of the pages
   * @param logDirectory URL of the event logs without secrets; empty when the resource is refused
   * @param live whether running applications are shown; empty when the resource is refused
   */
  public record Addresses(String url, Optional<String> logDirectory, Optional<Boolean> live) {}

  /**
   * The status. It equals the one before when nothing but the time of the last activity or of the
   * list has changed, so that a visit a minute is not a write a minute. The time of the list is
   * written once after each start, because somebody may wait for it.
   */
  public static SparkHistoryServerStatus status(
      SparkHistoryServerStatus before, Situation situation, Facts facts, Instant now) {
    SparkHistoryServerStatus after =
        new HistoryServerConditions(before, facts, now).build(situation);
    boolean same = comparable(after).equals(comparable(before));
    return same && !Applications.isFirstReading(before, after) ? before : after;
  }

  /**
   * Without the last activity and the time of the list, and with the conditions in one order: the
   * API server has its own.
   */
  private static SparkHistoryServerStatus comparable(SparkHistoryServerStatus status) {
    List<Condition> conditions = status.conditions();
    return new SparkHistoryServerStatus(
        status.phase(),
        status.url(),
        status.logDirectory(),
        status.observedGeneration(),
        null,
        status.wokenAt(),
        status.startSeconds(),
        status.liveApplications(),
        conditions == null
            ? null
            : conditions.stream().sorted(Comparator.comparing(Condition::getType)).toList(),
        status.applications(),
        status.applicationCount(),
        null);
  }

  private SparkHistoryServerStatus build(Situation situation) {
    Words words = words(situation);
    List<Condition> all = new ArrayList<>();
    all.add(condition(ConditionType.READY, words.up(), words));
    all.add(condition(ConditionType.PROGRESSING, words.progressing(), words));
    String directory = facts.addresses().logDirectory().or(this::directoryBefore).orElse("");
    all.add(LogFolder.condition(conditions, situation, directory, facts.pods().logDirectoryMade()));
    all.addAll(new Warnings(conditions).of(facts.pods(), facts.ignoredKeys()));
    Applications applications = Applications.of(before, facts);
    return new SparkHistoryServerStatus(
        words.phase(),
        facts.addresses().url(),
        facts.addresses().logDirectory().orElse(before.logDirectory()),
        facts.generation(),
        facts.lastActivity().map(Conditions::text).orElse(before.lastActivityTime()),
        facts.wokenAt().map(Conditions::text).orElse(before.wokenAt()),
        startSeconds(situation),
        facts.addresses().live().orElse(before.liveApplications()),
        all,
        applications.rows(),
        applications.count(),
        applications.asOf());
  }

  private Optional<String> directoryBefore() {
    return Optional.ofNullable(before.logDirectory());
  }

  private Condition condition(ConditionType type, boolean is, Words words) {
    return conditions.of(type, is ? "True" : "False", words.reason().text(), words.message());
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
              Phase.ASLEEP,
              Reason.SUSPENDED,
              "The history server is suspended. Set suspend to false to allow visits.")
          : new Words(
              Phase.ASLEEP,
              Reason.ASLEEP,
              "The history server is asleep. A visit to its URL starts it.");
    }
    if (situation instanceof Situation.Queued queued) {
      return new Words(
          Phase.PENDING,
          Reason.QUEUED,
          queued.position()
              + " of "
              + queued.total()
              + " in the queue of history servers to start.");
    }
    if (situation instanceof Situation.OnTheWay onTheWay) {
      Phase phase = onTheWay.step() == Reason.SCHEDULING ? Phase.PENDING : Phase.STARTING;
      String message = onTheWay.detail().isEmpty() ? step(onTheWay.step()) : onTheWay.detail();
      return new Words(phase, onTheWay.step(), message);
    }
    if (situation instanceof Situation.Trouble trouble) {
      return new Words(Phase.FAILED, trouble.reason(), trouble.message());
    }
    return new Words(Phase.READY, Reason.READY, "The history server is ready.");
  }

  private static String step(Reason step) {
    return switch (step) {
      case SCHEDULING -> "Kubernetes is choosing a node for the pod.";
      case PULLING_IMAGE -> "The node is pulling the image.";
      case CREATING_LOG_DIRECTORY -> "The pod is creating the log folder.";
      default -> "Spark is starting.";
    };
  }

  /** The time of a start with another spec says nothing about the next one. */
  private @Nullable Integer startSeconds(Situation situation) {
    if (situation instanceof Situation.Up && before.phase() != Phase.READY) {
      Optional<Duration> start = facts.pods().start().filter(time -> time.compareTo(LONGEST) < 0);
      if (start.isPresent()) {
        return (int) start.get().toSeconds();
      }
    }
    boolean isOutdated =
        before.observedGeneration() != null
            && !before.observedGeneration().equals(facts.generation());
    return isOutdated ? null : before.startSeconds();
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
