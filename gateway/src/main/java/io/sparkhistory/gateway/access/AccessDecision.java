package io.sparkhistory.gateway.access;

/** Whether a caller may look at a tenant. */
public sealed interface AccessDecision {

  /** Where the decision comes from, for the access log: a rule and whether it was remembered. */
  String reason();

  record Allowed(String reason) implements AccessDecision {}

  record Denied(String reason) implements AccessDecision {}

  /**
   * Nobody could be asked in time, which lets nobody in who was not in before.
   *
   * @param away whether whoever knows was not reached at all: the connection failed, there was no
   *     answer in time, or a server error in its place. False for every other answer
   */
  record Unavailable(String reason, boolean away) implements AccessDecision {
    /** For an answer that is none, and for questions that were not asked. */
    public Unavailable(String reason) {
      this(reason, false);
    }
  }
}
