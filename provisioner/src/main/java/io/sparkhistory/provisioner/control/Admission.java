package io.sparkhistory.provisioner.control;

import io.sparkhistory.provisioner.state.SleepRule.Verdict;
import io.sparkhistory.provisioner.state.SleepRule.Want;
import io.sparkhistory.provisioner.state.StartQueue;
import io.sparkhistory.provisioner.state.StartQueue.Kind;
import io.sparkhistory.provisioner.state.StartQueue.Ticket;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Turns what a server shall do into what it may do now. */
final class Admission {
  private final StartQueue queue;
  private final Consumer<String> wake;
  private boolean tookOver;

  /**
   * @param wake has a tenant looked at again
   */
  Admission(StartQueue queue, Consumer<String> wake) {
    this.queue = queue;
    this.wake = wake;
  }

  /**
   * What is done about a server's pod.
   *
   * @param run whether it shall run
   * @param started whether this starts it
   * @param waiting its place in the line, when it has to wait
   */
  record Move(boolean run, boolean started, Optional<Ticket.Wait> waiting) {}

  /**
   * Counts the servers that the leader before this one has started and that do not answer yet, once
   * and before the first decision. What they were started for is not known, so they count as
   * visits.
   *
   * @param starting since when each of them starts, by tenant
   */
  synchronized void takeOver(Supplier<Map<String, Instant>> starting) {
    if (!tookOver) {
      starting.get().forEach((tenant, since) -> queue.occupy(tenant, Kind.VISIT, since));
      tookOver = true;
    }
  }

  /**
   * Decides.
   *
   * @param running whether the Deployment asks for a pod
   * @param rolls whether applying the Deployment starts another pod
   */
  Move decide(String tenant, Verdict verdict, boolean running, boolean rolls, Instant now) {
    if (!verdict.want().awake()) {
      release(tenant);
      return new Move(false, false, Optional.empty());
    }
    if (running && !rolls) {
      if (verdict.want() == Want.CLEANING) { // perhaps since before this leader's time
        queue.occupy(tenant, Kind.CLEANING, now);
      }
      return new Move(true, isUnrecorded(verdict), Optional.empty());
    }
    Ticket ticket = queue.ask(tenant, kind(verdict), now);
    return ticket instanceof Ticket.Wait wait
        ? new Move(running, false, Optional.of(wait))
        : new Move(true, !running || isUnrecorded(verdict), Optional.empty());
  }

  /** The server answers or fails: its start is over. A cleaning keeps its place while it lasts. */
  void settled(String tenant, Verdict verdict) {
    if (verdict.want() != Want.CLEANING) {
      release(tenant);
    }
  }

  void release(String tenant) {
    queue.release(tenant).forEach(wake);
  }

  /** It runs without a visitor, but the status was never told that it started. */
  private static boolean isUnrecorded(Verdict verdict) {
    return kind(verdict) != Kind.VISIT && verdict.until().isEmpty();
  }

  private static Kind kind(Verdict verdict) {
    return switch (verdict.want()) {
      case CLEANING -> Kind.CLEANING;
      case FIRST -> Kind.FIRST;
      case VISITED, ALWAYS_ON, ASLEEP, SUSPENDED -> Kind.VISIT;
    };
  }
}
