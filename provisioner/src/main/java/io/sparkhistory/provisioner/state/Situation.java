package io.sparkhistory.provisioner.state;

import io.sparkhistory.api.Reason;
import io.sparkhistory.provisioner.spec.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The situation that a history server is in, as one value. */
public sealed interface Situation {

  /** The resource is not acted on. */
  record Refused(List<Refusal> refusals) implements Situation {}

  /** It sleeps. */
  record Asleep(boolean suspended) implements Situation {}

  /**
   * It shall start and waits for its turn.
   *
   * @param position from 1
   */
  record Queued(int position, int total) implements Situation {}

  /**
   * It is on its way up.
   *
   * @param step how far, one of the progress reasons
   * @param detail more about it, a sentence; empty when there is nothing to add
   * @param until when this stops being normal, so that it has to be looked at again
   */
  record OnTheWay(Reason step, String detail, Optional<Instant> until) implements Situation {}

  /** It does not start. */
  record Trouble(Reason reason, String message) implements Situation {}

  /**
   * It answers.
   *
   * @param since when it began to
   */
  record Up(Instant since) implements Situation {}
}
