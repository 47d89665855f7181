package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.http.HeadParser.Progress;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class HeadParserTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/http/request-heads.csv", delimiter = '|', numLinesToSkip = 1)
  void readsRequestsByTheTable(String section, String what, String head, String expected) {
    assertThat(Feed.inAllWays(Wire.bytes(head), Reading.requests(Wire.PARSER)))
        .as("%s: %s", section, what)
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/http/response-heads.csv", delimiter = '|', numLinesToSkip = 1)
  void readsResponsesByTheTable(String section, String what, String head, String expected) {
    assertThat(Feed.inAllWays(Wire.bytes(head), Reading.responses(Wire.PARSER)))
        .as("%s: %s", section, what)
        .isEqualTo(expected);
  }

  @Test
  void takesAHeadOfExactlyTheLimitAndRefusesOneByteMore() {
    String head = "GET / HTTP/1.1¶Host: a¶X: 12¶¶";
    int length = Wire.bytes(head).length;

    assertThat(request(head, new HeadLimits(length, 100, 10))).startsWith("GET / ");
    assertThat(request(head, new HeadLimits(length - 1, 100, 10))).isEqualTo("refused TOO_LARGE");
  }

  @Test
  void doesNotWaitForTheEndOfAHeadThatIsTooLarge() {
    HeadLimits limits = new HeadLimits(20, 100, 10);

    assertThat(request("GET / HTTP/1.1¶Host: endless", limits)).isEqualTo("refused TOO_LARGE");
    assertThat(request("GET /aaaaaaaaaaaaaaaaaaaaaaaaaaa", limits))
        .isEqualTo("refused TARGET_TOO_LONG");
  }

  @Test
  void takesATargetOfExactlyTheLimitAndRefusesOneByteMore() {
    String head = "GET /12345 HTTP/1.1¶Host: a¶¶";

    assertThat(request(head, new HeadLimits(1000, 6, 10))).startsWith("GET /12345 ");
    assertThat(request(head, new HeadLimits(1000, 5, 10))).isEqualTo("refused TARGET_TOO_LONG");
  }

  @Test
  void takesAsManyFieldsAsTheLimitAndRefusesOneMore() {
    String head = "GET / HTTP/1.1¶Host: a¶X: 1¶Y: 2¶¶";

    assertThat(request(head, new HeadLimits(1000, 100, 3))).startsWith("GET / ");
    assertThat(request(head, new HeadLimits(1000, 100, 2))).isEqualTo("refused TOO_MANY_FIELDS");
  }

  @Test
  void findsThreeHundredFieldsWhereThatIsTheLimit() {
    StringBuilder head = new StringBuilder("GET / HTTP/1.1¶Host: a¶");
    for (int i = 1; i < 300; i++) {
      head.append("X").append(i).append(": ").append(i).append("¶");
    }
    Head read = new Head();

    new HeadParser(new HeadLimits(32_768, 100, 300), Wire.NAMES)
        .request(Wire.buffer(head + "¶"), read);

    assertThat(read.fields()).isEqualTo(300);
    assertThat(Octets.text(read.bytes(), read.nameFrom(299), read.valueTo(299)))
        .isEqualTo("X299: 299");
  }

  @Test
  void looksForFieldsThatConnectionNamesInThisHeadAlone() {
    Head read = new Head();
    for (int fields = 60; fields > 1; fields--) {
      String others = "X: 1¶".repeat(fields - 2) + "Connection: none¶";

      Wire.PARSER.request(Wire.buffer("GET / HTTP/1.1¶Host: a¶" + others + "¶"), read);

      assertThat(read.fields()).isEqualTo(fields);
      for (int i = 0; i < fields; i++) {
        assertThat(read.connectionNames(i)).isFalse();
      }
    }
  }

  @Test
  void consumesNothingOfAHeadThatIsNotComplete() {
    ByteBuf in = Wire.buffer("GET / HTTP/1.1¶Host: a¶");

    assertThat(Wire.PARSER.request(in, new Head())).isEqualTo(Progress.INCOMPLETE);
    assertThat(in.readerIndex()).isZero();
  }

  @Test
  void readsPipelinedRequestsWithOneHead() {
    ByteBuf in = Wire.buffer("GET /1 HTTP/1.1¶Host: a¶¶¶HEAD /2 HTTP/1.1¶Host: b¶X: y¶¶");
    Head head = new Head();
    Function<ByteBuf, String> reader = Reading.requests(Wire.PARSER, head);

    assertThat(reader.apply(in)).isEqualTo("GET /1 1.1 none open [Host=a]");
    assertThat(reader.apply(in)).isEqualTo("HEAD /2 1.1 none open [Host=b, X=y]");
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void readsARequestAfterOneThatCameInPieces() {
    ByteBuf in = Unpooled.buffer();
    Function<ByteBuf, String> reader = Reading.requests(Wire.PARSER, new Head());
    for (String path : List.of("/1", "/22", "/3")) {
      in.writeBytes(Wire.bytes("¶GET " + path + " HTTP/1.1¶Host: a"));
      assertThat(reader.apply(in)).isEqualTo(Feed.INCOMPLETE);
      in.writeBytes(Wire.bytes("¶¶"));
      assertThat(reader.apply(in)).isEqualTo("GET " + path + " 1.1 none open [Host=a]");
    }
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void readsAHeadThatAnotherBufferContinues() {
    ByteBuf in =
        Unpooled.wrappedBuffer(
            Wire.buffer("GET / HT"), Wire.buffer("TP/1.1¶Host: a¶"), Wire.buffer("¶rest"));

    assertThat(Reading.requests(Wire.PARSER).get().apply(in))
        .isEqualTo("GET / 1.1 none open [Host=a]");
    assertThat(Wire.text(in)).isEqualTo("rest");
  }

  private static String request(String head, HeadLimits limits) {
    return Feed.inAllWays(Wire.bytes(head), Reading.requests(new HeadParser(limits, Wire.NAMES)));
  }
}
