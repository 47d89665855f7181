package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.http.HeadParser;

/**
 * One request and its response. A client connection borrows it from the first byte of a head until
 * the response has been written. An idle connection holds none, and a busy one allocates none.
 */
final class Exchange {
  private final ClientRequest request;
  private final Head response = new Head();
  private final Attempts attempts = new Attempts();
  private final ExchangeRecord record;
  private boolean responseBegun;
  private boolean keepAlive;

  Exchange(HeadParser parser) {
    request = new ClientRequest(parser);
    record = new ExchangeRecord(request);
  }

  /** What the client sends. */
  ClientRequest request() {
    return request;
  }

  /** The head of the history server's response. */
  Head response() {
    return response;
  }

  /** What has been tried to pass the request on. */
  Attempts attempts() {
    return attempts;
  }

  /** What the metrics and the access log will be told. */
  ExchangeRecord record() {
    return record;
  }

  /** Whether a part of the response may have been sent: then it cannot be another one any more. */
  boolean responseBegun() {
    return responseBegun;
  }

  void beginResponse(int status) {
    responseBegun = true;
    record.status(status);
  }

  /** Whether the client's connection goes on after the response. */
  boolean keepsAlive() {
    return keepAlive;
  }

  void keepAlive(boolean allowed) {
    keepAlive = allowed;
  }

  /** Ends the client's connection with the response unless this holds, too. */
  void keepAliveOnlyIf(boolean condition) {
    keepAlive &= condition;
  }

  /** Forgets everything that belongs to the request that has ended. */
  void clear() {
    request.clear();
    response.clear();
    attempts.clear();
    record.clear();
    responseBegun = false;
    keepAlive = false;
  }
}
