package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.fence.FenceLines;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.http.BodyWriter;
import io.sparkhistory.gateway.http.Documents;
import io.sparkhistory.gateway.http.Framing;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import io.sparkhistory.gateway.routing.LocationRewrite;
import io.sparkhistory.gateway.upstream.Buffers;
import io.sparkhistory.gateway.upstream.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Forwards the response of a history server to the client: rewrites the head, frames the body for
 * the client's version of HTTP. Small parts are gathered in one buffer.
 */
final class ForwardedResponse {
  /** Up to this size a copy into the buffer that goes out anyway is cheaper than a buffer more. */
  private static final int COPY_LIMIT = 8 * 1024;

  /** Room for the lines that are written in place of others or added to them. */
  private static final int EDITS = 1024;

  private static final int CHUNK_FRAMING = 64;
  private static final byte[] NOTHING = {};

  private final Downstream client;
  private final Writers writers;
  private final ProxyEvents events;
  private final Drain drain;
  private final ByteRange range = new ByteRange();

  private @Nullable ByteBuf pending;
  private Framing framing = Framing.NONE;

  ForwardedResponse(Downstream client, Writers writers, ProxyEvents events, Drain drain) {
    this.client = client;
    this.writers = writers;
    this.events = events;
    this.drain = drain;
  }

  /** Writes the head of an interim response (1xx), which HTTP/1.0 does not know. */
  void interim(Exchange exchange, Origin origin) {
    if (!exchange.request().http10()) {
      ByteBuf out = client.alloc().ioBuffer(exchange.response().length() + EDITS);
      var unused = writeHead(exchange, origin, -1, out);
      client.put(out);
    }
  }

  /** Writes the head, and decides by it whether the client's connection may stay. */
  void begin(Exchange exchange, Origin origin) {
    Head head = exchange.response();
    framing = framing(exchange);
    exchange.beginResponse(head.status());
    exchange.keepAliveOnlyIf(
        framing != Framing.CLOSE && exchange.request().body().done() && !drain.leaving());
    ByteBuf out = client.alloc().ioBuffer(head.length() + EDITS + smallBody(head));
    LocationRewrite.Kind kind = writeHead(exchange, origin, head.contentLength(), out);
    if (kind != LocationRewrite.Kind.ABSENT) {
      events.locationSeen(kind);
    }
    if (head.count(Field.SITE_WIDE) > 0) {
      events.siteWideFields(head.count(Field.SITE_WIDE));
    }
    pending = out;
  }

  /** Writes a piece of the body; takes the buffer over. */
  void data(Exchange exchange, ByteBuf piece) {
    int size = piece.readableBytes();
    exchange.record().responded(size);
    if (framing == Framing.CHUNKED) {
      BodyWriter.chunkHead(pending(), size);
    }
    if (pending != null && size <= COPY_LIMIT) {
      pending.writeBytes(piece);
      piece.release();
    } else {
      writePending();
      client.put(piece);
    }
    if (framing == Framing.CHUNKED) {
      BodyWriter.chunkTail(pending());
    }
  }

  /** Writes what says that the body is complete. */
  void end(Exchange exchange, BodyReader body) {
    if (framing == Framing.CHUNKED) {
      var unused =
          writers.responseBody().lastChunk(pending(), body.trailers(), exchange.response());
    }
  }

  /** Gives the channel what has been gathered. */
  void writePending() {
    ByteBuf ready = pending;
    if (ready != null) {
      pending = null;
      client.put(ready);
    }
  }

  /** Forgets what has not been written. */
  void clear() {
    framing = Framing.NONE;
    pending = Buffers.release(pending);
  }

  private LocationRewrite.Kind writeHead(
      Exchange exchange, Origin origin, long length, ByteBuf out) {
    Head head = exchange.response();
    boolean last = head.status() >= 200;
    boolean places =
        head.count(Field.LOCATION) + head.count(Field.CONTENT_LOCATION) + head.count(Field.REFRESH)
            > 0;
    return writers
        .response()
        .write(
            head,
            last ? framing : Framing.NONE,
            length,
            !last || exchange.keepsAlive(),
            exchange.request().http10(),
            origin.prefix(),
            places ? host(exchange).text() : "",
            origin.endpoint().authorities(),
            writers.date().now(),
            last ? policies(exchange, origin) : NOTHING,
            out);
  }

  /** The lines that confine what a history server has sent. */
  private byte[] policies(Exchange exchange, Origin origin) {
    FenceLines lines = writers.fence();
    return lines.any()
        ? lines.of(host(exchange), origin.prefix(), Documents.mayBe(exchange.response()))
        : NOTHING;
  }

  private ByteRange host(Exchange exchange) {
    return exchange.request().head().value(Field.HOST, range);
  }

  private static Framing framing(Exchange exchange) {
    Head head = exchange.response();
    if (exchange.request().isHead() || head.status() == 204 || head.status() == 304) {
      return Framing.NONE;
    }
    if (head.contentLength() >= 0) {
      return Framing.LENGTH;
    }
    return exchange.request().http10() ? Framing.CLOSE : Framing.CHUNKED;
  }

  private static int smallBody(Head head) {
    long length = head.contentLength();
    return length > 0 && length <= COPY_LIMIT ? (int) length : 0;
  }

  private ByteBuf pending() {
    if (pending == null) {
      pending = client.alloc().ioBuffer(CHUNK_FRAMING);
    }
    return pending;
  }
}
