package io.sparkhistory.gateway.backend;

/** The state of the driver of an application. */
public sealed interface Driver {
  /** There is none, or none any more: it is in the history server, if anywhere. */
  Driver ENDED = new Ended();

  /** It is there and shows its pages. */
  record Running(Endpoint endpoint) implements Driver {}

  /** It is there and does not show its pages yet. */
  record Starting() implements Driver {}

  /** See {@link #ENDED}. */
  record Ended() implements Driver {}
}
