package io.sparkhistory.gateway.request;

import java.util.Locale;

/**
 * How a request can end: the closed list. It is at once the status of the gateway's local
 * responses, the {@code outcome} label of the metrics and the {@code outcome} field of the access
 * log.
 */
public enum Outcome {
  /** The history server's response was passed on whole; the status is the server's. */
  FORWARDED(200, "OK"),
  /** The answer of a running application's driver was passed on whole; the status is its own. */
  LIVE(200, "OK"),
  REDIRECTED(308, "Permanent Redirect"),
  LANDING(200, "OK"),
  /** One of the gateway's own resources below {@code /-/}. */
  OWN(200, "OK"),
  /** The history server is starting; the client was asked to wait. */
  WAITING(503, "Service Unavailable"),
  /** The history server is busy with the request; the visitor was told and asks again. */
  SLOW(503, "Service Unavailable"),

  /** The application's driver is there and does not show its pages yet. */
  LIVE_STARTING(503, "Service Unavailable"),
  /** The application does not run, and a program was told where its history is. */
  LIVE_ENDED(404, "Not Found"),
  /** What changes an application was not asked for by a page of the same application. */
  LIVE_FOREIGN(403, "Forbidden"),
  /** The driver cannot be reached, or gives no usable answer. */
  LIVE_FAILED(502, "Bad Gateway"),
  LIVE_TIMEOUT(504, "Gateway Timeout"),
  /** The driver broke off after the answer had begun; the client's connection was cut. */
  LIVE_ABORTED(502, "Bad Gateway"),

  BAD_REQUEST(400, "Bad Request"),
  AMBIGUOUS_IDENTITY(400, "Bad Request"),
  UNAUTHENTICATED(401, "Unauthorized"),
  FORBIDDEN(403, "Forbidden"),
  NOT_FOUND(404, "Not Found"),
  RESERVED_NAME(404, "Not Found"),
  ABSENT(404, "Not Found"),
  METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
  REQUEST_TIMEOUT(408, "Request Timeout"),
  CONTENT_TOO_LARGE(413, "Content Too Large"),
  TARGET_TOO_LONG(414, "URI Too Long"),
  EXPECTATION_FAILED(417, "Expectation Failed"),
  HEAD_TOO_LARGE(431, "Request Header Fields Too Large"),
  /** The Host is not one that is served here (RFC 9110, section 15.5.20). */
  MISDIRECTED(421, "Misdirected Request"),
  /** The client went away before the response was complete. */
  CLIENT_GONE(499, "Client Closed Request"),

  INTERNAL_ERROR(500, "Internal Server Error"),
  UPSTREAM_UNREACHABLE(502, "Bad Gateway"),
  UPSTREAM_CLOSED(502, "Bad Gateway"),
  UPSTREAM_INVALID(502, "Bad Gateway"),
  /** The history server broke off after the response had begun; the client's connection was cut. */
  UPSTREAM_ABORTED(502, "Bad Gateway"),
  ACCESS_UNAVAILABLE(503, "Service Unavailable"),
  SERVER_FAILED(503, "Service Unavailable"),
  OVERLOADED(503, "Service Unavailable"),
  UPSTREAM_CONNECT_TIMEOUT(504, "Gateway Timeout"),
  UPSTREAM_TIMEOUT(504, "Gateway Timeout"),
  VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

  private final int status;
  private final String phrase;
  private final String label = name().toLowerCase(Locale.ROOT);

  Outcome(int status, String phrase) {
    this.status = status;
    this.phrase = phrase;
  }

  /** HTTP status of the gateway's local response. */
  public int status() {
    return status;
  }

  /** Reason phrase that goes with {@link #status()}. */
  public String phrase() {
    return phrase;
  }

  /** Name in metrics and in the access log, lower case. */
  public String label() {
    return label;
  }
}
