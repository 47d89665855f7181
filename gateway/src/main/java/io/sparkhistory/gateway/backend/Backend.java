package io.sparkhistory.gateway.backend;

import java.time.Duration;
import java.time.Instant;

/** The state of a tenant's history server. */
public sealed interface Backend {

  /** It serves requests. */
  record Ready(Endpoint endpoint) implements Backend {}

  /**
   * It was asked to start and does not respond yet.
   *
   * @param detail more about the step, such as {@code 3 of 12}; may be empty
   * @param since when it was woken
   * @param usual how long this tenant's server usually takes to start; zero when not known
   */
  record Starting(Step step, String detail, Instant since, Duration usual) implements Backend {}

  /**
   * It sleeps and can be woken.
   *
   * @param usual how long it usually takes to start; zero when not known
   */
  record Asleep(Duration usual) implements Backend {}

  /**
   * It does not start.
   *
   * @param reason what is wrong, a sentence for its owner
   * @param nextStep what to do about it, a sentence
   * @param cause the same as {@code reason} in one word of a closed list, for meters; {@link
   *     #OTHER} when it is none of them
   */
  record Failed(String reason, String nextStep, String cause) implements Backend {
    public static final String OTHER = "other";

    /** A failure whose cause has no name. */
    public Failed(String reason, String nextStep) {
      this(reason, nextStep, OTHER);
    }
  }

  /**
   * There is none for this tenant.
   *
   * @param nextStep what to do to get one, a sentence
   * @param example something to copy, such as YAML; may be empty
   */
  record Absent(String nextStep, String example) implements Backend {}
}
