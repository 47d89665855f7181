package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.http.HeadParser.Progress;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.gateway.routing.HeaderRules;
import java.util.List;
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
  void countsTheFieldsThatAreLeftOutBecauseTheyAreNotListed() {
    assertThat(leftOut("Accept: a¶Range: 1¶Cookie: c¶Authorization: a¶TE: trailers¶")).isZero();
    assertThat(leftOut("X-A: 1¶Accept: a¶X-A: 2¶Forwarded: for=x¶kubeflow_userid: m¶"))
        .isEqualTo(4);
    // what Connection names is meant for the gateway alone
    assertThat(leftOut("Accept: a¶Connection: accept¶")).isZero();
  }

  @Test
  void sendsOnWhatTheOperatorNamesUnlessConnectionNamesIt() {
    FieldNames names = new FieldNames("u", "g", List.of("X-Team", "Prefer"));
    HeadParser parser = new HeadParser(HeadLimits.DEFAULT, names);
    RequestHeadWriter allowing =
        new RequestHeadWriter(new HeaderRules(Set.of(), names.alsoForwarded()), "u");
    String head = "GET /p/x HTTP/1.1¶Host: h¶x-team: 1¶X_Team: 2¶Prefer: wait=1¶X-Other: 3¶";
    ByteBuf out = Unpooled.buffer();

    write(parser, allowing, head + "¶", "", out);
    assertThat(Wire.text(out)).endsWith("gateway¶x-team: 1¶Prefer: wait=1¶¶");

    write(parser, allowing, head + "Connection: X-Team¶¶", "", out.clear());
    assertThat(Wire.text(out)).endsWith("gateway¶Prefer: wait=1¶¶");
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
    ByteBuf out = Unpooled.buffer();
    write(Wire.PARSER, writer, received, user, out);
    return Wire.text(out);
  }

  private int leftOut(String fields) {
    String received = "GET /p/x HTTP/1.1¶Host: h¶" + fields + "¶";
    return write(Wire.PARSER, writer, received, "u", Unpooled.buffer());
  }

  private static int write(
      HeadParser parser, RequestHeadWriter writer, String received, String user, ByteBuf out) {
    Head head = new Head();
    assertThat(parser.request(Wire.buffer(received), head)).isEqualTo(Progress.COMPLETE);
    return writer.write(
        head,
        head.target().from() + TENANT_PREFIX.length(),
        Wire.bytes("Host: up¶"),
        Wire.bytes(user),
        Wire.bytes("::1"),
        out);
  }
}
