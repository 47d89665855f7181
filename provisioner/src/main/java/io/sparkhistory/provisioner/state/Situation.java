package io.sparkhistory.provisioner.state;

import io.sparkhistory.api.Reason;
import io.sparkhistory.provisioner.spec.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Situation of a history server. */
public sealed interface Situation {

  /** The resource is refused. */
  record Refused(List<Refusal> refusals) implements Situation {}

  /** It sleeps. */
  record Asleep(boolean suspended) implements Situation {}

  /**
   * It waits in the start queue.
   *
   * @param position from 1
   */
  record Queued(int position, int total) implements Situation {}

  /**
   * It starts.
   *
   * @param step one of the progress reasons
   * @param detail sentence with more about the step; may be empty
   * @param until end of the time in which this is normal, when it is observed again
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
