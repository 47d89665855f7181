package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.BodyWriter;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.upstream.Origin;
import io.sparkhistory.gateway.upstream.UpstreamConnection;

/**
 * Forwards a client's request to the history server: rewrites the head, keeps the framing of the
 * body. The way back is {@link ForwardedResponse}.
 */
final class ForwardedRequest {
  /** Room for the lines that are added to the head. */
  private static final int EDITS = 512;

  private final Downstream client;
  private final Writers writers;
  private final ProxyEvents events;

  private String lastUser = "";
  private byte[] lastUserBytes = {};

  ForwardedRequest(Downstream client, Writers writers, ProxyEvents events) {
    this.client = client;
    this.writers = writers;
    this.events = events;
  }

  void head(Exchange exchange, Plan.Upstream plan, Origin origin, UpstreamConnection connection) {
    Head head = exchange.request().head();
    ByteBuf out = client.alloc().ioBuffer(head.length() + EDITS);
    int dropped =
        writers
            .request()
            .write(head, plan.rest(), origin.tenantLines(), user(plan), client.address(), out);
    connection.write(out);
    count(dropped);
  }

  /** Passes a piece of the body on; takes the buffer over. */
  void data(Exchange exchange, ByteBuf piece, UpstreamConnection to) {
    if (exchange.request().head().chunked()) {
      ByteBuf head = client.alloc().ioBuffer(24);
      BodyWriter.chunkHead(head, piece.readableBytes());
      to.write(head);
      to.write(piece);
      ByteBuf tail = client.alloc().ioBuffer(2);
      BodyWriter.chunkTail(tail);
      to.write(tail);
    } else {
      to.write(piece);
    }
    if (!to.writable()) {
      to.flush();
    }
    if (!to.writable()) {
      client.read(false);
    }
  }

  /** The whole request has been passed on. */
  void end(Exchange exchange, UpstreamConnection to) {
    if (exchange.request().head().chunked()) {
      ByteBuf last = client.alloc().ioBuffer(64);
      ClientRequest request = exchange.request();
      int dropped =
          writers.requestBody().lastChunk(last, request.body().trailers(), request.head());
      to.write(last);
      count(dropped);
    }
    to.flush();
    to.awaitResponse();
  }

  private void count(int dropped) {
    if (dropped > 0) {
      events.requestFields(dropped);
    }
  }

  private byte[] user(Plan.Upstream plan) {
    String user = plan.user();
    if (!user.equals(lastUser)) {
      lastUser = user;
      lastUserBytes = user.getBytes(UTF_8);
    }
    return lastUserBytes;
  }
}
