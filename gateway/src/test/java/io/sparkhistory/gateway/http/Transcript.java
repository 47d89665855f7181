package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.sparkhistory.gateway.routing.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a reader makes of a stream of bytes: a line for each message that it accepts with its whole
 * body, in one form for our reader and for Netty's, so that they can be compared.
 */
final class Transcript {
  private static final int ROOM = 1 << 16;

  /** Netty forgets these where they come behind a body; we never pass them on from there. */
  private static final Set<Field> FORGOTTEN =
      Set.of(Field.CONTENT_LENGTH, Field.TRANSFER_ENCODING, Field.TRAILER);

  private final boolean requests;
  private final List<String> messages = new ArrayList<>();

  private Transcript(boolean requests) {
    this.requests = requests;
  }

  /** By our parser, up to the first message that is refused or not complete. */
  static List<String> ours(boolean requests, byte[] stream) {
    Transcript transcript = new Transcript(requests);
    ByteBuf in = Unpooled.wrappedBuffer(stream);
    Head head = new Head();
    BodyReader body = new BodyReader(Wire.PARSER);
    while (in.isReadable() && transcript.readOurs(in, head, body)) {
      // the next message
    }
    return transcript.messages;
  }

  private boolean readOurs(ByteBuf in, Head head, BodyReader body) {
    HeadParser.Progress progress =
        requests ? Wire.PARSER.request(in, head) : Wire.PARSER.response(in, head);
    if (progress != HeadParser.Progress.COMPLETE) {
      return false;
    }
    StringBuilder line = new StringBuilder();
    line.append(
        requests
            ? head.method() + " " + head.target()
            : head.status() + " " + head.reason().text().strip());
    line.append(" 1.").append(head.minorVersion()).append(fields(head, Set.of())).append(" body=");
    frame(head, body);
    for (int n = body.next(in); n > 0; n = body.next(in)) {
      line.append(in.readCharSequence(n, ISO_8859_1));
    }
    if (!body.done() && !body.endsAtClose()) {
      return false;
    }
    messages.add(Wire.text(line.append(fields(body.trailers(), FORGOTTEN)).toString()));
    return true;
  }

  private void frame(Head head, BodyReader body) {
    boolean bodiless = head.status() / 100 == 1 || head.status() == 204 || head.status() == 304;
    if (!requests && bodiless) {
      body.none();
    } else if (head.chunked()) {
      body.chunked();
    } else if (head.contentLength() >= 0) {
      body.length(head.contentLength());
    } else if (requests) {
      body.none();
    } else {
      body.untilClose();
    }
  }

  private static String fields(Head head, Set<Field> without) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < head.fields(); i++) {
      if (without.contains(head.field(i))) {
        continue;
      }
      // Netty takes the coding of a body that will not come out of a 304
      if (head.status() == 304 && head.field(i) == Field.TRANSFER_ENCODING) {
        continue;
      }
      fields.append(" [");
      fields.append(Octets.text(head.bytes(), head.nameFrom(i), head.nameTo(i))).append('=');
      fields.append(Octets.text(head.bytes(), head.valueFrom(i), head.valueTo(i))).append(']');
    }
    return fields.toString();
  }

  /** By Netty's codec, up to the first message with a decoder failure. */
  static List<String> netty(boolean requests, byte[] stream) {
    HttpDecoderConfig config =
        new HttpDecoderConfig().setMaxInitialLineLength(ROOM).setMaxHeaderSize(ROOM);
    EmbeddedChannel channel =
        new EmbeddedChannel(
            requests ? new HttpRequestDecoder(config) : new HttpResponseDecoder(config));
    channel.writeInbound(Unpooled.copiedBuffer(stream));
    channel.finish();
    Transcript transcript = new Transcript(requests);
    StringBuilder line = new StringBuilder();
    boolean failed = false;
    for (Object read = channel.readInbound(); read != null; read = channel.readInbound()) {
      // after a 101 bare bytes come, which are no message any more
      failed |= !(read instanceof HttpObject object) || object.decoderResult().isFailure();
      if (!failed) {
        transcript.readNetty(read, line);
      }
      ReferenceCountUtil.release(read);
    }
    return transcript.messages;
  }

  private void readNetty(Object read, StringBuilder line) {
    if (read instanceof HttpMessage message) {
      line.setLength(0);
      line.append(
          message instanceof HttpRequest request
              ? request.method().name() + " " + originForm(request)
              : status((HttpResponse) message));
      line.append(" 1.").append(message.protocolVersion().minorVersion());
      line.append(fields(message.headers())).append(" body=");
    }
    if (read instanceof HttpContent content) {
      line.append(content.content().toString(ISO_8859_1));
    }
    if (read instanceof LastHttpContent last) {
      messages.add(Wire.text(line.append(fields(last.trailingHeaders())).toString()));
    }
  }

  /** Netty takes the white space around a reason away. */
  private static String status(HttpResponse response) {
    return response.status().code() + " " + response.status().reasonPhrase().strip();
  }

  /** Netty leaves an absolute form as it came; both stand for the same path and query. */
  private static String originForm(HttpRequest request) {
    String uri = request.uri();
    int authority = uri.indexOf("://");
    if (uri.startsWith("/") || authority < 0) {
      return uri;
    }
    String rest = uri.substring(authority + 3).replaceFirst("^[^/?]*", "");
    if (rest.isEmpty() && request.method().name().equals("OPTIONS")) {
      return "*";
    }
    return rest.startsWith("/") ? rest : "/" + rest;
  }

  private static String fields(HttpHeaders headers) {
    StringBuilder fields = new StringBuilder();
    for (Map.Entry<String, String> field : headers) {
      fields.append(" [").append(field.getKey()).append('=').append(field.getValue()).append(']');
    }
    return fields.toString();
  }
}
