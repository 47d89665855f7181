package io.sparkhistory.provisioner.control;

import io.sparkhistory.api.Reason;
import io.sparkhistory.provisioner.apply.Comparison;
import io.sparkhistory.provisioner.state.Situation;
import io.sparkhistory.provisioner.state.SleepRule.Want;
import io.sparkhistory.provisioner.state.StartQueue.Kind;
import io.sparkhistory.provisioner.state.StartQueue.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decision about one resource: a pure function of the observation, the place in the start queue and
 * the time. {@code decisions.csv} is its specification.
 *
 * @param action on the Deployment
 * @param wake why a pod is started, for the meter of wakes; empty when none is
 * @param started whether the status records a start
 * @param settled whether the start is over, so that its place in the start queue is free
 * @param report what the status says
 * @param next when to look again even if nothing happens; empty when only an event changes anything
 */
record Decision(
    Action action,
    Optional<String> wake,
    boolean started,
    boolean settled,
    Situation report,
    Optional<Instant> next) {
  /** Why a pod that failed is replaced. */
  static final String AGAIN = "AGAIN";

  /** Time until a queued server with a visitor is reconciled again. */
  static final Duration QUEUED = Duration.ofSeconds(5);

  /** The same without a visitor: hundreds may be in the queue. */
  static final Duration QUEUED_UNSEEN = Duration.ofMinutes(1);

  /** Time until a foreign object is looked for again; such objects are not watched. */
  static final Duration IN_THE_WAY = Duration.ofMinutes(1);

  /** What is done about the Deployment. */
  enum Action {
    /** It is not written. */
    LEAVE,
    /** It is written with the replicas that it has, or with none where there is no Deployment. */
    WRITE,
    /** It is written with one replica where it had none. */
    START,
    /** It is written with another attempt, so that its pod is replaced. */
    RESTART,
    /** It is written with no replica where it had one. */
    SLEEP,
    /** Its replicas are set to 0, and nothing else of it is touched. */
    STOP;

    /** Whether the action starts a pod. */
    boolean startsPod() {
      return this == START || this == RESTART;
    }
  }

  /**
   * Decides.
   *
   * @param wait place in the start queue; empty when the server may start, or does not ask
   */
  static Decision of(Observation seen, Optional<Ticket.Wait> wait, Instant now) {
    if (seen instanceof Observation.Refused refused) {
      Action action = refused.running() ? Action.STOP : Action.LEAVE;
      Situation report = new Situation.Refused(refused.refusals());
      return new Decision(action, Optional.empty(), false, true, report, Optional.empty());
    }
    Observation.Accepted accepted = (Observation.Accepted) seen;
    boolean run = runs(accepted, wait);
    boolean started = starts(accepted, wait, now);
    Situation report = accepted.problem().orElseGet(() -> situation(accepted, wait, run, now));
    boolean over = report instanceof Situation.Up || report instanceof Situation.Trouble;
    boolean keepsPlace = started || accepted.rolls(now) || isCleaning(accepted);
    Action action = action(accepted, wait, run, now);
    return new Decision(
        action,
        wake(action, accepted),
        started,
        accepted.problem().isPresent() || (over && !keepsPlace),
        report,
        next(accepted, wait, report, now));
  }

  /** The same when the API server does not take the Deployment. */
  Decision hindered(Situation by, Instant now) {
    return new Decision(action, wake, started, settled, by, earlier(next, lookAgain(by, now)));
  }

  private static Optional<String> wake(Action action, Observation.Accepted seen) {
    return action.startsPod()
        ? Optional.of(action == Action.RESTART ? AGAIN : seen.verdict().want().name())
        : Optional.empty();
  }

  /** Whether the server runs afterwards. A problem prevents starts and nothing else. */
  private static boolean runs(Observation.Accepted seen, Optional<Ticket.Wait> wait) {
    return seen.running() ? seen.verdict().want().awake() : seen.mayStart() && wait.isEmpty();
  }

  private static boolean starts(
      Observation.Accepted seen, Optional<Ticket.Wait> wait, Instant now) {
    return seen.mayStart()
        && wait.isEmpty()
        && (!seen.running() || seen.restarts(now) || isUnrecorded(seen));
  }

  /** Whether it runs without a visitor, and the status has no record of its start. */
  private static boolean isUnrecorded(Observation.Accepted seen) {
    return Demand.kind(seen.verdict()) != Kind.VISIT && seen.verdict().until().isEmpty();
  }

  /** A cleaning keeps its place while it lasts. */
  private static boolean isCleaning(Observation.Accepted seen) {
    return seen.verdict().want() == Want.CLEANING;
  }

  private static Action action(
      Observation.Accepted seen, Optional<Ticket.Wait> wait, boolean run, Instant now) {
    boolean waitsToRoll = wait.isPresent() && seen.running();
    if (seen.deployment() == Comparison.State.FOREIGN || waitsToRoll) {
      return Action.LEAVE;
    }
    if (run != seen.running()) {
      return run ? Action.START : Action.SLEEP;
    }
    if (seen.restarts(now)) {
      return Action.RESTART;
    }
    return seen.deployment() == Comparison.State.SAME ? Action.LEAVE : Action.WRITE;
  }

  private static Situation situation(
      Observation.Accepted seen, Optional<Ticket.Wait> wait, boolean run, Instant now) {
    boolean starts = !seen.running() || seen.restarts(now);
    if (wait.isPresent() && starts && isSeen(seen)) {
      return new Situation.Queued(wait.get().position(), wait.get().total());
    }
    if (!run) {
      return new Situation.Asleep(seen.verdict().want() == Want.SUSPENDED);
    }
    if (seen.restarts(now)) { // the pods show the one that goes
      return new Situation.OnTheWay(Reason.SCHEDULING, "", Optional.empty());
    }
    return seen.pods();
  }

  /**
   * Whether somebody waits for the server. The place of other servers is not reported: each of 500
   * new resources would be written again whenever one of them has started.
   */
  private static boolean isSeen(Observation.Accepted seen) {
    return Demand.kind(seen.verdict()) == Kind.VISIT;
  }

  private static Optional<Instant> next(
      Observation.Accepted seen, Optional<Ticket.Wait> wait, Situation report, Instant now) {
    Optional<Instant> restart = seen.asked().filter(time -> seen.mayStart() && time.isAfter(now));
    Duration pause = report instanceof Situation.Queued ? QUEUED : QUEUED_UNSEEN;
    return earlier(
        earlier(seen.verdict().until(), restart),
        earlier(wait.map(place -> now.plus(pause)), lookAgain(report, now)));
  }

  /** When the situation has to be observed again by itself. */
  private static Optional<Instant> lookAgain(Situation report, Instant now) {
    if (report instanceof Situation.OnTheWay onTheWay) {
      return onTheWay.until();
    }
    return report instanceof Situation.Refused
        ? Optional.of(now.plus(IN_THE_WAY))
        : Optional.empty();
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().isBefore(other.get()) ? one : other;
  }
}
