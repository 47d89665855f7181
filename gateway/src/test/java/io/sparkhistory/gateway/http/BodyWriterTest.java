package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.gateway.routing.HeaderRules;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyWriterTest {
  private static final HeaderRules RULES = new HeaderRules(Set.of());

  private final BodyWriter writer = new BodyWriter(RULES::responseTrailer);
  private final ByteBuf out = Unpooled.buffer();

  @ParameterizedTest
  @CsvSource({"1, 1", "9, 9", "10, a", "15, f", "16, 10", "4096, 1000", "2147483647, 7fffffff"})
  void writesSizesInHexadecimalWithoutLeadingZeros(int size, String digits) {
    BodyWriter.chunkHead(out, size);

    assertThat(Wire.text(out)).isEqualTo(digits + "¶");
    assertThat(out.readableBytes()).isLessThanOrEqualTo(BodyWriter.CHUNK_HEAD_BYTES);
  }

  @Test
  void writesNoChunkThatWouldEndTheBody() {
    assertThatIllegalArgumentException().isThrownBy(() -> BodyWriter.chunkHead(out, 0));
  }

  @Test
  void endsAChunkWithALineEnd() {
    BodyWriter.chunkTail(out);

    assertThat(Wire.text(out)).isEqualTo("¶");
  }

  @Test
  void endsABodyWithoutTrailers() {
    writer.lastChunk(out, new Head(), head(""));

    assertThat(Wire.text(out)).isEqualTo("0¶¶");
  }

  @Test
  void passesTrailersOfAResponseOnThatAreNeitherFramingNorCredentialsNorNamedByConnection() {
    Head trailers = trailers("X: 1¶Content-Length: 5¶Authorization: me¶Y: 2¶Z: 3¶");

    writer.lastChunk(out, trailers, head("Connection: y¶"));

    assertThat(Wire.text(out)).isEqualTo("0¶X: 1¶Z: 3¶¶");
  }

  @Test
  void passesTrailersOfARequestOnThatTheOperatorNamesAndCountsTheOthers() {
    HeadParser parser =
        new HeadParser(HeadLimits.DEFAULT, new FieldNames("u", "g", List.of("X-Sum", "X-Hop")));
    Head trailers = new Head();
    parser.trailers(
        Wire.buffer("X-Sum: 1¶X-Anything: 2¶X-Hop: 3¶Accept: 4¶Content-Length: 5¶¶"), trailers);

    int dropped =
        new BodyWriter(RULES::requestTrailer).lastChunk(out, trailers, head("Connection: x-hop¶"));

    assertThat(Wire.text(out)).isEqualTo("0¶X-Sum: 1¶¶");
    assertThat(dropped).isEqualTo(3);
  }

  @Test
  void writesWhatTheReaderReads() {
    BodyWriter.chunkHead(out, 3);
    out.writeBytes(Wire.bytes("abc"));
    BodyWriter.chunkTail(out);
    writer.lastChunk(out, trailers("X: 1¶"), head(""));
    BodyReader reader = new BodyReader(Wire.PARSER);
    reader.chunked();

    assertThat(reader.next(out)).isEqualTo(3);
    out.skipBytes(3);
    assertThat(reader.next(out)).isZero();
    assertThat(reader.done()).isTrue();
    assertThat(reader.trailers().fields()).isEqualTo(1);
  }

  private static Head head(String fields) {
    Head head = new Head();
    Wire.PARSER.response(Wire.buffer("HTTP/1.1 200 OK¶" + fields + "¶"), head);
    return head;
  }

  private static Head trailers(String fields) {
    Head trailers = new Head();
    Wire.PARSER.trailers(Wire.buffer(fields + "¶"), trailers);
    return trailers;
  }
}
