package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.http.HeadParser.Progress;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.LocationRewrite.Kind;
import io.sparkhistory.gateway.routing.LocationRewriter;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ResponseHeadWriterTest {
  private final ResponseHeadWriter writer =
      new ResponseHeadWriter(new HeaderRules(Set.of()), new LocationRewriter());
  private final Head head = new Head();
  private final ByteBuf out = Unpooled.buffer();
  private byte[] policy = {};

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/http/response-edits.csv", delimiter = '|', numLinesToSkip = 1)
  void sendsResponsesOnByTheTable(
      String source,
      String what,
      String received,
      Framing framing,
      long contentLength,
      String connection,
      String sent) {
    read(received);

    write(framing, contentLength, connection);

    assertThat(Wire.text(out)).as("%s: %s", source, what).isEqualTo(sent);
    assertThat(Wire.PARSER.response(out, new Head()))
        .as("what is sent is itself strict")
        .isEqualTo(Progress.COMPLETE);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ABSENT",
    "Location: /history/app/¶, REWRITTEN",
    "Location: http://elsewhere/¶, UNCHANGED",
    "Content-Location: /x¶, ABSENT"
  })
  void saysWhatBecameOfLocation(String fields, Kind expected) {
    read("HTTP/1.1 302 Found¶" + fields + "¶");

    assertThat(write(Framing.NONE, -1, "open")).isEqualTo(expected);
  }

  @Test
  void sendsNoChunksToClientsThatDoNotKnowThem() {
    read("HTTP/1.1 200 OK¶¶");

    assertThatIllegalArgumentException().isThrownBy(() -> write(Framing.CHUNKED, -1, "open 1.0"));
  }

  private void read(String received) {
    assertThat(Wire.PARSER.response(Wire.buffer(received), head)).isEqualTo(Progress.COMPLETE);
  }

  /** Once for a final response, behind the fields that were received; never for an interim one. */
  @ParameterizedTest
  @CsvSource({"100, 0", "103, 0", "200, 1", "204, 1", "302, 1", "304, 1", "404, 1", "500, 1"})
  void aPolicyIsAddedToFinalResponses(int status, int times) {
    policy = Wire.bytes("Policy: p¶");
    read("HTTP/1.1 " + status + " x¶Policy: own¶¶");

    write(Framing.NONE, -1, "open");

    String sent = Wire.text(out);
    assertThat(sent.split("Policy: p¶", -1)).hasSize(times + 1);
    assertThat(sent).contains("Policy: own¶");
  }

  private Kind write(Framing framing, long contentLength, String connection) {
    return writer.write(
        head,
        framing,
        contentLength,
        connection.startsWith("open"),
        connection.endsWith("1.0"),
        "/p",
        "ext",
        Set.of("up:18080"),
        Wire.bytes("Date: now¶"),
        policy,
        out);
  }
}
