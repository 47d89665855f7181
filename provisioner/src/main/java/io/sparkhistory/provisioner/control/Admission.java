package io.sparkhistory.provisioner.control;

import io.sparkhistory.provisioner.state.SleepRule.Verdict;
import io.sparkhistory.provisioner.state.SleepRule.Want;
import io.sparkhistory.provisioner.state.StartQueue;
import io.sparkhistory.provisioner.state.StartQueue.Kind;
import io.sparkhistory.provisioner.state.StartQueue.Ticket;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Turns what a server shall do into what it may do now. */
final class Admission {
  private final StartQueue queue;
  private final Consumer<String> wake;

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
      return new Move(true, isUnrecordedCleaning(verdict), Optional.empty());
    }
    Ticket ticket = queue.ask(tenant, kind(verdict), now);
    return ticket instanceof Ticket.Wait wait
        ? new Move(running, false, Optional.of(wait))
        : new Move(true, !running || isUnrecordedCleaning(verdict), Optional.empty());
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

  /** It runs to be cleaned, but the status was never told that it started. */
  private static boolean isUnrecordedCleaning(Verdict verdict) {
    return verdict.want() == Want.CLEANING && verdict.until().isEmpty();
  }

  private static Kind kind(Verdict verdict) {
    return verdict.want() == Want.CLEANING ? Kind.CLEANING : Kind.VISIT;
  }
}
