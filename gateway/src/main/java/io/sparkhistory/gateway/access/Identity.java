package io.sparkhistory.gateway.access;

/** What the identity headers of a request say. */
public sealed interface Identity {

  /** Exactly one user. */
  record Known(Caller caller) implements Identity {}

  /** No user header, or an empty one. */
  record Missing() implements Identity {}

  /**
   * More than one user header, or one that cannot be a user name.
   *
   * @param reason a sentence for the client, without the header's value
   */
  record Ambiguous(String reason) implements Identity {}
}
