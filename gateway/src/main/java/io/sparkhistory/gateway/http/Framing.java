package io.sparkhistory.gateway.http;

/** Framing of an outgoing body (RFC 9112, section 6). */
public enum Framing {
  /** There is no body: HEAD, 1xx, 204, 304. A Content-Length may stand there all the same. */
  NONE,
  /** By Content-Length. */
  LENGTH,
  /** By the last chunk. */
  CHUNKED,
  /** By closing the connection. */
  CLOSE
}
