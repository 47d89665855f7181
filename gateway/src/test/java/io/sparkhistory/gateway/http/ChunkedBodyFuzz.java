package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.routing.HeaderRules;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A chunked body: read in any pieces it is the same; it is accepted exactly when the grammar of RFC
 * 9112, section 7.1, as a regular expression accepts it, with the same content and trailers; and
 * what is written is read as the same content again.
 */
public final class ChunkedBodyFuzz {
  private static final String TOKEN = HeadBySpec.TOKEN;
  private static final String QUOTED =
      "\"(?:[\\t\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\t\\x20-\\x7e])*+\"";
  private static final Pattern LINE =
      Pattern.compile(
          "([0-9A-Fa-f]{1,16})((?:[ \\t]*;[ \\t]*%s(?:[ \\t]*=[ \\t]*(?:%s|%s))?)*+)\r\n"
              .formatted(TOKEN, TOKEN, QUOTED));
  private static final BodyWriter WRITER =
      new BodyWriter(new HeaderRules(Set.of())::responseTrailer);

  private ChunkedBodyFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String ours =
        Feed.inSomeWays(
            data,
            () -> {
              BodyReader reader = new BodyReader(Wire.PARSER);
              reader.chunked();
              return Chunks.reading(reader);
            });
    String spec = spec(new String(data, ISO_8859_1));
    if (ours.startsWith("done") || spec.startsWith("done")) {
      assertThat(ours).isEqualTo(spec);
    }
    written(data);
  }

  private static String spec(String body) {
    StringBuilder content = new StringBuilder();
    Matcher line = LINE.matcher(body);
    int at = 0;
    int extensions = 0;
    while (line.region(at, body.length()).lookingAt()) {
      BigInteger size = new BigInteger(line.group(1), 16);
      extensions += line.group(2).length();
      at = line.end();
      if (line.end() - line.start() > ChunkLine.LINE_BYTES + 2
          || extensions > ChunkLine.EXTENSION_BYTES
          || size.bitLength() > 63) {
        return Feed.REFUSED;
      }
      if (size.signum() == 0) {
        return trailers(content, body.substring(at));
      }
      long end = at + Math.min(size.longValue(), body.length());
      if (end + 2 > body.length() || !body.startsWith("\r\n", (int) end)) {
        return Feed.INCOMPLETE;
      }
      content.append(body, at, (int) end);
      at = (int) end + 2;
    }
    return Feed.INCOMPLETE;
  }

  private static String trailers(StringBuilder content, String section) {
    int end = section.startsWith("\r\n") ? -2 : section.indexOf("\r\n\r\n");
    if (end == -1) {
      return Feed.INCOMPLETE;
    }
    StringBuilder done = new StringBuilder("done '" + Wire.text(content.toString()) + "'");
    if (end >= 0) {
      List<HeadBySpec.Line> lines =
          HeadBySpec.lines(
              List.of(section.substring(0, end).split("\r\n", -1)), HeadLimits.DEFAULT);
      if (lines.stream().anyMatch(l -> l.name().isEmpty())) {
        return Feed.REFUSED;
      }
      done.append(" with ");
      done.append(
          lines.stream().map(l -> l.name() + "=" + l.value()).collect(Collectors.joining(", ")));
    }
    String rest = section.substring(end + 4);
    return rest.isEmpty() ? done.toString() : done + " then " + Wire.text(rest);
  }

  /** In chunks of one byte, two, three… */
  private static void written(byte[] data) {
    ByteBuf out = Unpooled.buffer();
    int size = 1;
    for (int at = 0; at < data.length; at += size, size++) {
      size = Math.min(size, data.length - at);
      BodyWriter.chunkHead(out, size);
      out.writeBytes(data, at, size);
      BodyWriter.chunkTail(out);
    }
    WRITER.lastChunk(out, new Head(), new Head());
    BodyReader reader = new BodyReader(Wire.PARSER);
    reader.chunked();
    Function<ByteBuf, String> read = Chunks.reading(reader);
    assertThat(read.apply(out)).isEqualTo("done '" + Wire.text(new String(data, ISO_8859_1)) + "'");
    assertThat(out.isReadable()).isFalse();
  }
}
