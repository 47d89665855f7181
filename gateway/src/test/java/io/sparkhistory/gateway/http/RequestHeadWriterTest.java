package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.http.HeadParser.Progress;
import io.sparkhistory.gateway.routing.HeaderRules;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadWriterTest {
  /** What stands for {@code <own>} in the table: the gateway's lines for a request for host h. */
  private static final String OWN =
      "Host: up¶kubeflow-userid: u¶X-Forwarded-For: ::1¶X-Forwarded-Proto: http¶"
          + "X-Forwarded-Host: h¶Via: 1.1 spark-history-gateway¶";

  private static final String TENANT_PREFIX = "/p";

  private final RequestHeadWriter writer =
      new RequestHeadWriter(new HeaderRules(Set.of("kept")), "kubeflow-userid");

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/http/request-edits.csv", delimiter = '|', numLinesToSkip = 1)
  void sendsRequestsOnByTheTable(String source, String what, String received, String sent) {
    String expected = sent.replace("<own>", OWN);

    assertThat(sent(received, "u")).as("%s: %s", source, what).isEqualTo(expected);
    assertThat(Wire.PARSER.request(Wire.buffer(expected), new Head()))
        .as("what is sent is itself strict")
        .isEqualTo(Progress.COMPLETE);
  }

  @Test
  void tellsTheServerItsHostAndItsPrefix() {
    byte[] lines = RequestHeadWriter.tenantLines("shs.ns-a.svc:18080", "/sparkhistory/ns-a");

    assertThat(Wire.text(Unpooled.wrappedBuffer(lines)))
        .isEqualTo(
            "Host: shs.ns-a.svc:18080¶X-Forwarded-Prefix: /sparkhistory/ns-a¶"
                + "X-Forwarded-Context: /sparkhistory/ns-a¶");
  }

  @Test
  void writesNoUserWhenThereIsNone() {
    assertThat(sent("GET /p/x HTTP/1.1¶Host: h¶kubeflow-userid: mallory¶¶", ""))
        .doesNotContain("kubeflow-userid", "mallory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX: y", "a\n", "\ra", "\0", "a\u007fb", "\u001b"})
  void writesNoLineWithAControlCharacterWhateverRuleMadeIt(String value) {
    ByteBuf out = Unpooled.buffer();
    Lines.edited(out, Wire.bytes("Name: "), value);
    assertThat(out.isReadable()).isFalse();

    Lines.edited(out, Wire.bytes("Name: "), "a\tb\u00e4");
    assertThat(Wire.text(out)).isEqualTo("Name: a\\x09b\\xe4¶");
  }

  private String sent(String received, String user) {
    Head head = new Head();
    assertThat(Wire.PARSER.request(Wire.buffer(received), head)).isEqualTo(Progress.COMPLETE);
    ByteBuf out = Unpooled.buffer();
    writer.write(
        head,
        head.target().from() + TENANT_PREFIX.length(),
        Wire.bytes("Host: up¶"),
        Wire.bytes(user),
        Wire.bytes("::1"),
        out);
    return Wire.text(out);
  }
}
