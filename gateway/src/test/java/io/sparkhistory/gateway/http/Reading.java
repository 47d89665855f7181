package io.sparkhistory.gateway.http;

import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import java.util.function.Supplier;

/** What our parser makes of a head, in the words of the tables, for {@link Feed}. */
final class Reading {
  private Reading() {}

  static Supplier<Function<ByteBuf, String>> requests(HeadParser parser) {
    return () -> requests(parser, new Head());
  }

  static Function<ByteBuf, String> requests(HeadParser parser, Head head) {
    return in ->
        switch (parser.request(in, head)) {
          case INCOMPLETE -> Feed.INCOMPLETE;
          case REFUSED -> Feed.REFUSED + " " + head.error();
          case COMPLETE ->
              "%s %s 1.%d %s"
                  .formatted(head.method(), head.target(), head.minorVersion(), rest(head));
        };
  }

  static Supplier<Function<ByteBuf, String>> responses(HeadParser parser) {
    return () -> {
      Head head = new Head();
      return in ->
          switch (parser.response(in, head)) {
            case INCOMPLETE -> Feed.INCOMPLETE;
            case REFUSED -> Feed.REFUSED + " " + head.error();
            case COMPLETE ->
                "1.%d %d '%s' %s"
                    .formatted(
                        head.minorVersion(),
                        head.status(),
                        Wire.text(head.reason().text()),
                        rest(head));
          };
    };
  }

  private static String rest(Head head) {
    String length = head.contentLength() < 0 ? "none" : Long.toString(head.contentLength());
    return (head.chunked() ? "chunked" : length)
        + (head.expectContinue() ? " continue" : "")
        + (head.keepAlive() ? " open " : " close ")
        + fields(head);
  }

  /** The fields; in parentheses those that Connection names. */
  private static String fields(Head head) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < head.fields(); i++) {
      String name = Octets.text(head.bytes(), head.nameFrom(i), head.nameTo(i));
      String value = Octets.text(head.bytes(), head.valueFrom(i), head.valueTo(i));
      fields.append(i == 0 ? "" : ", ");
      fields.append(head.connectionNames(i) ? "(" + name + ")" : name);
      fields.append('=').append(Wire.text(value));
    }
    return "[" + fields + "]";
  }
}
