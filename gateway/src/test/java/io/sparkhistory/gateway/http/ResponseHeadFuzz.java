package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.http.HeadParser.Progress;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.LocationRewriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The head of a response, as {@link RequestHeadFuzz}: what a history server says reaches the client
 * as one strict head, framed as the gateway means it, without a word to the proxies in between.
 */
public final class ResponseHeadFuzz {
  private static final ResponseHeadWriter WRITER =
      new ResponseHeadWriter(new HeaderRules(Set.of()), new LocationRewriter());

  private ResponseHeadFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String ours = Feed.inSomeWays(data, Reading.responses(Wire.PARSER));
    FieldsBySpec.agree(ours, HeadBySpec.response(new String(data, ISO_8859_1), HeadLimits.DEFAULT));
    for (Framing framing : Framing.values()) {
      Head head = new Head();
      if (Wire.PARSER.response(Unpooled.wrappedBuffer(data), head) == Progress.COMPLETE) {
        sentOn(head, framing);
      }
    }
  }

  private static void sentOn(Head head, Framing asked) {
    boolean bodiless = head.status() < 200 || head.status() == 204 || head.status() == 304;
    Framing framing = bodiless ? Framing.NONE : asked;
    List<HeadBySpec.Line> expected = FieldsBySpec.kept(head, FieldsBySpec::mayBeAnswered);
    ByteBuf out = Unpooled.buffer();
    WRITER.write(
        head,
        framing,
        7,
        true,
        false,
        "/p",
        "ext",
        Set.of("up:1"),
        Wire.bytes("Date: x¶"),
        new byte[0],
        out);
    String wire = out.toString(ISO_8859_1);
    Head sent = new Head();
    assertThat(Wire.SENT.response(out, sent)).as(Wire.text(wire)).isEqualTo(Progress.COMPLETE);
    assertThat(out.isReadable()).as(Wire.text(wire)).isFalse();
    assertThat(HeadBySpec.response(wire, Wire.SENT_LIMITS)).isNotEqualTo(Feed.REFUSED);
    assertThat(sent.status()).isEqualTo(head.status());
    assertThat(sent.reason().text()).isEqualTo(head.reason().text());
    assertThat(sent.minorVersion()).isEqualTo(1);
    assertThat(sent.chunked()).isEqualTo(framing == Framing.CHUNKED);
    assertThat(sent.keepAlive()).isEqualTo(framing != Framing.CLOSE);

    List<HeadBySpec.Line> received = new ArrayList<>();
    boolean dated = false;
    for (HeadBySpec.Line line : FieldsBySpec.lines(sent)) {
      dated |= line.is("date");
      if (!isOwn(line)) {
        received.add(line);
      }
      boolean address = line.is("location") || line.is("content-location");
      if (address && line.value().matches("/(?!/).*")) {
        assertThat(line.value()).matches("/p([/?#].*)?");
      }
      if (line.is("set-cookie")) {
        assertThat(line.value()).containsPattern("; Path=/p/[^;]*$");
      }
    }
    assertThat(dated || head.status() < 200).isTrue();
    List<HeadBySpec.Line> expectedOnWire = new ArrayList<>(expected);
    if (received.size() == expected.size() + 1) {
      expectedOnWire.add(new HeadBySpec.Line("Date", "x"));
    }
    assertThat(received).as(Wire.text(wire)).isEqualTo(expectedOnWire);
  }

  /** Written anew on the way back. */
  private static boolean isOwn(HeadBySpec.Line line) {
    return FieldsBySpec.isRedirect(line.name())
        || line.is("set-cookie")
        || line.is("content-length")
        || line.is("transfer-encoding")
        || line.is("connection");
  }
}
