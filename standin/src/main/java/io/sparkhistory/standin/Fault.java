package io.sparkhistory.standin;

/** How a response goes wrong. */
public enum Fault {
  /** 500, with a Status. */
  ERROR,
  /** 410, with a Status. */
  GONE,
  /** 403, with a Status. */
  FORBIDDEN,
  /** No response at all. */
  HANG,
  /** Half the response, and the connection is cut. Of a watch: half an event. */
  HALF_AND_CUT,
  /** Half the response, and nothing more. Of a watch: half an event. */
  HALF_AND_HANG,
  /** Something that is no JSON. */
  NONSENSE;

  boolean isInTheMiddle() {
    return this == HALF_AND_CUT || this == HALF_AND_HANG;
  }
}
