package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.routing.ByteRange;

/** A request that has ended, as metrics and the access log see it. Valid only during the call. */
public interface Completion {

  Outcome outcome();

  /** HTTP status that the client was sent; 0 when nothing was sent. */
  int status();

  /** Method, or {@code -} when the head could not be read. */
  String method();

  /** Path and query as the client sent them; empty when the head could not be read. */
  ByteRange target();

  String user();

  String namespace();

  /** Why access was given or refused; empty when nobody was asked. */
  String access();

  /** Address of the client's end of the connection. */
  String peer();

  /** Value of the {@code traceparent} header (W3C Trace Context); empty when there is none. */
  ByteRange traceparent();

  /** Bytes of body that were received from the client. */
  long bytesIn();

  /** Bytes of body that were sent to the client. */
  long bytesOut();

  /** From the first byte of the head to the last byte of the response. */
  long totalNanos();

  /** From sending the request on to the last byte of its response; 0 when it was not sent on. */
  long upstreamNanos();

  /** What went wrong, for the access log; empty when nothing did. Holds nothing that was sent. */
  String error();
}
