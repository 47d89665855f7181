package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.function.Function;

/** What our reader makes of a chunked body, in the words of the table, for {@link Feed}. */
final class Chunks {
  private Chunks() {}

  static Function<ByteBuf, String> reading(BodyReader reader) {
    StringBuilder data = new StringBuilder();
    return in -> {
      for (int n = reader.next(in); n > 0; n = reader.next(in)) {
        data.append(in.readCharSequence(n, ISO_8859_1));
      }
      if (reader.failed()) {
        return Feed.REFUSED + " '" + Wire.text(data.toString()) + "'";
      }
      return reader.done()
          ? "done '" + Wire.text(data.toString()) + "'" + trailers(reader.trailers())
          : Feed.INCOMPLETE;
    };
  }

  private static String trailers(Head trailers) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < trailers.fields(); i++) {
      fields.append(i == 0 ? " with " : ", ");
      fields.append(Octets.text(trailers.bytes(), trailers.nameFrom(i), trailers.nameTo(i)));
      fields.append('=');
      fields.append(Octets.text(trailers.bytes(), trailers.valueFrom(i), trailers.valueTo(i)));
    }
    return fields.toString();
  }
}
