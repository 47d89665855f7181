package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.http.HeadParser.Progress;
import io.sparkhistory.gateway.routing.HeaderRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The head of a request: read in any pieces it is the same; it is accepted exactly when {@link
 * HeadBySpec} accepts it, with the same meaning; and what is sent on is a strict head in which
 * nothing is left that the client may not say.
 */
public final class RequestHeadFuzz {
  private static final HeaderRules RULES = new HeaderRules(Set.of("kept"));
  private static final RequestHeadWriter WRITER = new RequestHeadWriter(RULES, "kubeflow-userid");

  /** The gateway's own lines that every request gets, in their order. */
  private static final List<String> OWN =
      List.of("Host", "kubeflow-userid", "X-Forwarded-For", "X-Forwarded-Proto");

  private RequestHeadFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, ISO_8859_1);
    // as a method it would be taken for the word of a reader that refuses
    if (text.contains(Feed.REFUSED)) {
      return;
    }
    FieldsBySpec.agree(
        Feed.inSomeWays(data, Reading.requests(Wire.PARSER)),
        HeadBySpec.request(text, HeadLimits.DEFAULT));
    Head head = new Head();
    if (Wire.PARSER.request(Unpooled.wrappedBuffer(data), head) == Progress.COMPLETE) {
      sentOn(head);
    }
  }

  private static void sentOn(Head head) {
    ByteBuf out = Unpooled.buffer();
    WRITER.write(
        head,
        head.target().from(),
        Wire.bytes("Host: up¶"),
        Wire.bytes("u"),
        Wire.bytes("::1"),
        out);
    String wire = out.toString(ISO_8859_1);
    Head sent = new Head();
    assertThat(Wire.SENT.request(out, sent)).as(Wire.text(wire)).isEqualTo(Progress.COMPLETE);
    assertThat(out.isReadable()).as(Wire.text(wire)).isFalse();
    assertThat(HeadBySpec.request(wire, Wire.SENT_LIMITS)).isNotEqualTo(Feed.REFUSED);
    assertThat(sent.method()).isEqualTo(head.method());
    assertThat(sent.target().text()).isEqualTo(head.target().text());
    assertThat(sent.minorVersion()).isEqualTo(1);
    assertThat(sent.chunked()).isEqualTo(head.chunked());
    assertThat(sent.contentLength()).isEqualTo(head.contentLength());
    assertThat(sent.expectContinue()).isEqualTo(head.expectContinue());

    List<HeadBySpec.Line> expected = FieldsBySpec.kept(head, FieldsBySpec::mayBeAsked);
    List<HeadBySpec.Line> all = FieldsBySpec.lines(sent);
    for (int i = 0; i < OWN.size(); i++) {
      assertThat(all.get(i).name()).isEqualTo(OWN.get(i));
    }
    assertThat(all.get(1).value()).isEqualTo("u");
    // of whatever comes then: what may be, and nothing else that is not the gateway's own
    List<HeadBySpec.Line> received = new ArrayList<>(all.subList(OWN.size(), all.size()));
    received.removeIf(RequestHeadFuzz::isOwn);
    assertThat(received).as(Wire.text(wire)).isEqualTo(expected);
    for (HeadBySpec.Line line : all) {
      if (line.is("cookie")) {
        assertThat(line.value()).matches("kept=[^;]*(; kept=[^;]*)*");
      }
    }
    for (String once : List.of("host", "kubeflow-userid", "content-length", "transfer-encoding")) {
      assertThat(all.stream().filter(l -> l.is(once))).as(once).hasSizeLessThanOrEqualTo(1);
    }
  }

  /** Spelled as the gateway writes them; the client's would be among the received ones. */
  private static boolean isOwn(HeadBySpec.Line line) {
    return switch (line.name()) {
      case "X-Forwarded-Host", "Content-Length", "Transfer-Encoding", "Expect", "Via" -> true;
      case "Cookie" -> true;
      default -> false;
    };
  }
}
