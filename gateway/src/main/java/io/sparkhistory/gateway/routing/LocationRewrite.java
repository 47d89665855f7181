package io.sparkhistory.gateway.routing;

/**
 * Result of rewriting the value of a {@code Location}, {@code Content-Location} or {@code Refresh}.
 *
 * @param value the value to send; empty when it is dropped
 */
public record LocationRewrite(Kind kind, String value) {

  /** The ways it can go; also the label in the metrics. */
  public enum Kind {
    /** There was none. */
    ABSENT,
    REWRITTEN,
    UNCHANGED,
    /** It held bytes that no header may hold, or led up from the page. */
    DROPPED
  }
}
