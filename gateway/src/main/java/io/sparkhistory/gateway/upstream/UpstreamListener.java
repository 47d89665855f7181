package io.sparkhistory.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.http.Head;

/**
 * Listener for the progress of one request to a history server. Everything is told on the event
 * loop to which the connection belongs, and nothing after {@link #responseComplete}, {@link
 * #responseFailed} or {@link #connectFailed}.
 */
public interface UpstreamListener {

  /** The request waits until one of the connections that others use becomes free. */
  void queued(ConnectionRequest request);

  /** A connection is being opened for the request, which may have been queued before. */
  void connecting(ConnectionRequest request);

  /** A connection is there: the request may be written to it. */
  void connected(UpstreamConnection connection);

  /** No connection could be opened; {@code why} is for the access log. */
  void connectFailed(ConnectFailure failure, String why);

  /** The head into which the response is read. */
  Head response();

  /** Whether the method is HEAD, so that the response has no body. */
  boolean isHead();

  /** Whether the whole request has been written. */
  boolean requestSent();

  /** The connection can be written again. */
  void writable();

  /** The head of an interim response (1xx) is in {@link #response}. */
  void interim();

  /** The head of the final response is in {@link #response}. */
  void responseBegins();

  /** A piece of the response's body; takes the buffer over. */
  void responseData(ByteBuf piece);

  /** Everything that was received has been told. */
  void flush();

  /**
   * The response is complete, and the connection may already carry somebody else's request.
   *
   * @param body the reader of its body, for the trailers
   */
  void responseComplete(BodyReader body);

  /** The connection ended, or became unusable, before the response was complete. */
  void responseFailed(UpstreamConnection connection, ResponseFailure failure, String why);
}
