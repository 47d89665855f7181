package io.sparkhistory.gateway.access;

/** Whether a caller may look at a tenant. */
public sealed interface AccessDecision {

  /** Where the decision comes from, for the access log: a rule and whether it was cached. */
  String reason();

  record Allowed(String reason) implements AccessDecision {}

  record Denied(String reason) implements AccessDecision {}

  /** Nobody could be asked in time, which never lets anybody in. */
  record Unavailable(String reason) implements AccessDecision {}
}
