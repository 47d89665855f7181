package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sparkhistory.gateway.configuration.HeadLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class BodyReaderTest {
  private final BodyReader body = new BodyReader(Wire.PARSER);

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/http/chunked.csv", delimiter = '|', numLinesToSkip = 1)
  void readsChunkedBodiesByTheTable(String section, String what, String bytes, String expected) {
    String result =
        Feed.inAllWays(
            Wire.bytes(bytes),
            () -> {
              BodyReader reader = new BodyReader(Wire.PARSER);
              reader.chunked();
              return Chunks.reading(reader);
            });

    assertThat(result).as("%s: %s", section, what).isEqualTo(expected);
  }

  @Test
  void handsOutNoMoreThanTheLength() {
    body.length(5);
    ByteBuf in = Wire.buffer("1234567");

    assertThat(body.next(in)).isEqualTo(5);
    in.skipBytes(5);

    assertThat(body.done()).isTrue();
    assertThat(body.next(in)).isZero();
  }

  @Test
  void isNotDoneBeforeTheLengthWasSeen() {
    body.length(5);
    ByteBuf in = Wire.buffer("123");

    assertThat(body.next(in)).isEqualTo(3);
    in.skipBytes(3);

    assertThat(body.done()).isFalse();
    assertThat(body.next(in)).isZero();
    assertThat(body.failed()).isFalse();
  }

  @Test
  void countsLengthsThatNoIntHolds() {
    body.length(3L << 32);
    ByteBuf in = Wire.buffer("123");

    assertThat(body.next(in)).isEqualTo(3);
    assertThat(body.done()).isFalse();
  }

  @Test
  void isDoneAtOnceWithoutABody() {
    body.none();
    assertThat(body.done()).isTrue();
    assertThat(body.next(Wire.buffer("x"))).isZero();

    body.length(0);
    assertThat(body.done()).isTrue();
  }

  @Test
  void takesEverythingUntilTheConnectionCloses() {
    body.untilClose();

    assertThat(body.next(Wire.buffer("12345"))).isEqualTo(5);
    assertThat(body.endsAtClose()).isTrue();
    assertThat(body.done()).isFalse();
    assertThat(body.next(Unpooled.EMPTY_BUFFER)).isZero();
  }

  @Test
  void staysFailedWhateverComesThen() {
    body.chunked();
    body.next(Wire.buffer("x"));

    assertThat(body.next(Wire.buffer("1¶a¶0¶¶"))).isZero();
    assertThat(body.failed()).isTrue();
    assertThat(body.done()).isFalse();
  }

  @Test
  void forgetsAFailureAndTrailersWithTheNextMessage() {
    body.chunked();
    assertThat(Chunks.reading(body).apply(Wire.buffer("0¶X: y¶¶"))).startsWith("done");
    assertThat(body.trailers().fields()).isEqualTo(1);

    body.chunked();
    assertThat(body.trailers().fields()).isZero();
    assertThat(Chunks.reading(body).apply(Wire.buffer("x"))).startsWith(Feed.REFUSED);
    assertThat(body.failed()).isTrue();

    body.length(1);
    assertThat(body.failed()).isFalse();
    assertThat(body.next(Wire.buffer("y"))).isEqualTo(1);
  }

  @Test
  void readsOneChunkedBodyAfterAnother() {
    ByteBuf in = Wire.buffer("1;x=y¶a¶0¶¶2¶bc¶0;z¶¶");

    body.chunked();
    assertThat(Chunks.reading(body).apply(in)).isEqualTo("done 'a'");
    body.chunked();
    assertThat(Chunks.reading(body).apply(in)).isEqualTo("done 'bc'");
  }

  @Test
  void boundsOneLineOfExtensions() {
    String name = "x".repeat(ChunkLine.LINE_BYTES - 2);

    assertThat(read("1;" + name + "¶a¶0¶¶")).isEqualTo("done 'a'");
    assertThat(read("1;x" + name + "¶a¶0¶¶")).isEqualTo("refused ''");
  }

  @Test
  void boundsAllExtensionsOfABody() {
    int each = ChunkLine.LINE_BYTES;
    String chunk = "1;" + "x".repeat(each - 2) + "¶a¶";
    int fits = ChunkLine.EXTENSION_BYTES / (each - 1);

    String last = "0;" + "x".repeat(ChunkLine.EXTENSION_BYTES - fits * (each - 1) - 1);

    assertThat(read(chunk.repeat(fits) + last + "¶¶")).isEqualTo("done '" + "a".repeat(fits) + "'");
    assertThat(read(chunk.repeat(fits) + last + "x¶¶")).startsWith(Feed.REFUSED);
    assertThat(read(chunk.repeat(fits + 1) + "0¶¶")).startsWith(Feed.REFUSED);
  }

  @Test
  void boundsTrailersLikeHeads() {
    HeadParser parser = new HeadParser(new HeadLimits(100, 100, 2), Wire.NAMES);

    assertThat(read("0¶A: 1¶B: 2¶¶", parser)).startsWith("done");
    assertThat(read("0¶A: 1¶B: 2¶C: 3¶¶", parser)).startsWith(Feed.REFUSED);
    assertThat(read("0¶A: " + "x".repeat(100), parser)).startsWith(Feed.REFUSED);
  }

  private static String read(String bytes) {
    return read(bytes, Wire.PARSER);
  }

  private static String read(String bytes, HeadParser parser) {
    BodyReader reader = new BodyReader(parser);
    reader.chunked();
    return Chunks.reading(reader).apply(Wire.buffer(bytes));
  }
}
