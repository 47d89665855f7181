package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.http.HeadParser;
import io.sparkhistory.gateway.request.Visit;
import io.sparkhistory.gateway.routing.ByteRange;

/** The request of an {@link Exchange} as far as it has been read. */
final class ClientRequest {
  private final Head head = new Head();
  private final BodyReader body;
  private final RequestVisit visit = new RequestVisit(head);
  private boolean headRead;

  ClientRequest(HeadParser parser) {
    body = new BodyReader(parser);
  }

  Head head() {
    return head;
  }

  BodyReader body() {
    return body;
  }

  /** What the gate is shown of it. */
  Visit visit() {
    return visit;
  }

  /** Whether the head is there and could be accepted. */
  boolean headRead() {
    return headRead;
  }

  void headComplete() {
    headRead = true;
  }

  /** Method, or {@code -} when the head could not be read. */
  String method() {
    return headRead ? head.method() : "-";
  }

  ByteRange target() {
    return head.target();
  }

  boolean isHead() {
    return headRead && head.method().equals("HEAD");
  }

  boolean http10() {
    return head.minorVersion() == 0;
  }

  /** Whether sending the request twice is the same as sending it once (RFC 9110, section 9.2.2). */
  boolean idempotent() {
    return switch (head.method()) {
      case "GET", "HEAD", "OPTIONS", "PUT", "DELETE" -> true;
      default -> false;
    };
  }

  void clear() {
    head.clear();
    body.none();
    headRead = false;
  }
}
