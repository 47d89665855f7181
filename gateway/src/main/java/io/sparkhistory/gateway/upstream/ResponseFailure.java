package io.sparkhistory.gateway.upstream;

/** Reason why a response of a history server did not arrive whole. */
public enum ResponseFailure {
  /** The connection ended. */
  CLOSED,
  /** Nothing came for too long. */
  TIMEOUT,
  /** What came is no HTTP/1.1 response, or one that could be read in two ways. */
  INVALID
}
