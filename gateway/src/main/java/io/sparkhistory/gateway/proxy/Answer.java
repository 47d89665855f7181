package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.http.BodyWriter;
import io.sparkhistory.gateway.http.Framing;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;
import io.sparkhistory.gateway.routing.LocationRewrite;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a history server on its way to the client: its head is written anew, its body
 * framed as the client's version of HTTP knows it. What is small is gathered in one buffer.
 */
final class Answer {
  /** Up to this size a copy into the buffer that goes out anyway is cheaper than a buffer more. */
  private static final int COPY_LIMIT = 8 * 1024;

  /** Room for the lines that are written in place of others or added to them. */
  private static final int EDITS = 512;

  private static final int CHUNK_FRAMING = 64;

  private final Worker worker;
  private final ClientConnection client;
  private final ByteRange range = new ByteRange();

  private @Nullable BodyReader body;
  private @Nullable ByteBuf pending;
  private Framing framing = Framing.NONE;

  Answer(Worker worker, ClientConnection client) {
    this.worker = worker;
    this.client = client;
  }

  /** Writes the head of an interim answer (1xx), which HTTP/1.0 does not know. */
  void interim(Exchange exchange, UpstreamPool.Origin origin) {
    if (!exchange.http10()) {
      ByteBuf out = client.alloc().ioBuffer(exchange.response.length() + EDITS);
      var unused = writeHead(exchange, origin, -1, out);
      client.put(out);
    }
  }

  /** Writes the head, and decides by it whether the client's connection may stay. */
  void begin(Exchange exchange, UpstreamPool.Origin origin, BodyReader answerBody) {
    Head head = exchange.response;
    body = answerBody;
    framing = framing(exchange);
    exchange.answerBegun = true;
    exchange.status = head.status();
    exchange.keepAlive &=
        framing != Framing.CLOSE && exchange.requestBody.done() && !worker.draining();
    ByteBuf out = client.alloc().ioBuffer(head.length() + EDITS + smallBody(head));
    LocationRewrite.Kind kind = writeHead(exchange, origin, head.contentLength(), out);
    if (kind != LocationRewrite.Kind.ABSENT) {
      worker.parts.events().locationSeen(kind);
    }
    if (head.count(Field.SITE_WIDE) > 0) {
      worker.parts.events().siteWideFields(head.count(Field.SITE_WIDE));
    }
    pending = out;
  }

  /** Writes a piece of the body; takes the buffer over. */
  void data(Exchange exchange, ByteBuf piece) {
    int size = piece.readableBytes();
    exchange.bytesOut += size;
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
  void end(Exchange exchange) {
    if (framing == Framing.CHUNKED) {
      Head message = exchange.response;
      Head trailers = body == null ? message : body.trailers();
      worker.bodyWriter.lastChunk(pending(), trailers, message);
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
    body = null;
    framing = Framing.NONE;
    pending = Buffers.release(pending);
  }

  private LocationRewrite.Kind writeHead(
      Exchange exchange, UpstreamPool.Origin origin, long length, ByteBuf out) {
    Head head = exchange.response;
    boolean last = head.status() >= 200;
    boolean places =
        head.count(Field.LOCATION) + head.count(Field.CONTENT_LOCATION) + head.count(Field.REFRESH)
            > 0;
    return worker.responseWriter.write(
        head,
        last ? framing : Framing.NONE,
        length,
        !last || exchange.keepAlive,
        exchange.http10(),
        origin.prefix,
        places ? externalAuthority(exchange.request) : "",
        origin.endpoint.authorities(),
        worker.dateLine(),
        out);
  }

  private String externalAuthority(Head request) {
    Field field = request.count(Field.X_FORWARDED_HOST) > 0 ? Field.X_FORWARDED_HOST : Field.HOST;
    return request.value(field, range).text();
  }

  private static Framing framing(Exchange exchange) {
    Head head = exchange.response;
    if (exchange.isHead() || head.status() == 204 || head.status() == 304) {
      return Framing.NONE;
    }
    if (head.contentLength() >= 0) {
      return Framing.LENGTH;
    }
    return exchange.http10() ? Framing.CLOSE : Framing.CHUNKED;
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
