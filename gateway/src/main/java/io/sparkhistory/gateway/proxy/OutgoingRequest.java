package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.BodyWriter;
import io.sparkhistory.gateway.request.Plan;

/**
 * A client's request on its way to the history server: its head is written anew, its body framed as
 * it came. The way back is {@link Answer}.
 */
final class OutgoingRequest {
  /** Room for the lines that are added to the head. */
  private static final int EDITS = 512;

  private final Worker worker;
  private final ClientConnection client;

  private String lastUser = "";
  private byte[] lastUserBytes = {};

  OutgoingRequest(Worker worker, ClientConnection client) {
    this.worker = worker;
    this.client = client;
  }

  void head(
      Exchange exchange,
      Plan.Forward plan,
      UpstreamPool.Origin origin,
      UpstreamConnection connection) {
    ByteBuf out = client.alloc().ioBuffer(exchange.request.length() + EDITS);
    worker.requestWriter.write(
        exchange.request, plan.rest(), origin.tenantLines, user(plan), client.peerBytes(), out);
    connection.write(out);
  }

  /** Passes a piece of the body on; takes the buffer over. */
  void data(Exchange exchange, ByteBuf piece, UpstreamConnection to) {
    if (exchange.request.chunked()) {
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
    if (exchange.request.chunked()) {
      ByteBuf last = client.alloc().ioBuffer(64);
      worker.bodyWriter.lastChunk(last, exchange.requestBody.trailers(), exchange.request);
      to.write(last);
    }
    to.flush();
    to.awaitAnswer();
  }

  private byte[] user(Plan.Forward plan) {
    String user = plan.user();
    if (!user.equals(lastUser)) {
      lastUser = user;
      lastUserBytes = user.getBytes(UTF_8);
    }
    return lastUserBytes;
  }
}
