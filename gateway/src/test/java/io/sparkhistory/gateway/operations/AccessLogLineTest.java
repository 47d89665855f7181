package io.sparkhistory.gateway.operations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sparkhistory.gateway.request.Outcome;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class AccessLogLineTest {
  private static final long NOON = 1_767_268_800_007L;
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private final AccessLogLine line = new AccessLogLine();

  @Test
  void aLineHasEveryFieldInOrder() {
    assertThat(
            write(
                Finished.get("/sparkhistory/ns-a/jobs")
                    .traceparent("00-" + TRACE + "-b7ad6b7169203331-01")))
        .isEqualTo(
            "{\"time\":\"2026-01-01T12:00:00.007Z\",\"user\":\"alice\",\"namespace\":\"ns-a\","
                + "\"method\":\"GET\",\"path\":\"/sparkhistory/ns-a/jobs\",\"status\":200,"
                + "\"outcome\":\"forwarded\",\"access\":\"rbac\",\"bytesIn\":3,"
                + "\"bytesOut\":5000000000,\"ms\":1.234,\"upstreamMs\":0.001,"
                + "\"peer\":\"127.0.0.1\",\"trace\":\""
                + TRACE
                + "\",\"error\":\"\"}\n");
  }

  @Test
  void theQueryIsLeftOut() {
    assertThat(path("/a?token=secret?x")).isEqualTo("/a");
    assertThat(path("?token=secret")).isEmpty();
    assertThat(path("/" + "a".repeat(2047) + "?token=secret")).doesNotContain("…");
  }

  @ParameterizedTest
  @CsvSource({
    "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "00-0af7651916cd43dd8448eb211c80319c",
    "00-0af7651916cd43dd8448eb211c80319cb7ad6b7169203331-01-",
    "'00-0af7651916cd43dd8448eb211c80\"},-b7ad6b7169203331-01'",
    "''"
  })
  void aTraceThatIsNoneIsLeftEmpty(String traceparent) {
    assertThat(write(Finished.get("/").traceparent(traceparent))).contains("\"trace\":\"\"");
  }

  @Test
  void quotesAndControlCharactersAreEscaped() {
    String hostile = "a\"b\\c\nd\re\tf\0g\u001bh\u007fi\u0085j\u2028";

    assertThat(write(Finished.get("/").user(hostile)))
        .contains(
            "\"user\":\"a\\\"b\\\\c\\u000ad\\u000de\\u0009f\\u0000g\\u001bh\\u007fi\\u0085j\u2028\"");
  }

  @Test
  void aLoneSurrogateIsReplacedAndAPairIsKept() {
    assertThat(write(Finished.get("/").user("a\ud800b\ud83d\ude00\udc00")))
        .contains("\"user\":\"a\ufffdb\ud83d\ude00\ufffd\"");
  }

  @ParameterizedTest
  @CsvSource({
    "'C3 A9', é",
    "'E2 82 AC', €",
    "'F0 9F 98 80', 😀",
    "'80', \ufffd",
    "'C3', \ufffd",
    "'C0 AF', \ufffd\ufffd",
    "'E0 80 AF', \ufffd\ufffd\ufffd",
    "'ED A0 80', \ufffd\ufffd\ufffd",
    "'F4 90 80 80', \ufffd\ufffd\ufffd\ufffd",
    "'F5 80', \ufffd\ufffd",
    "'E2 82 41', \ufffd\ufffdA",
  })
  void pathsAreUtf8AndWhatIsNotIsReplaced(String hex, String expected) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);

    assertThat(path("/" + new String(bytes, ISO_8859_1))).isEqualTo("/" + expected);
  }

  @Test
  void whatIsTooLongIsCut() {
    String written = write(Finished.get("/" + "\1".repeat(9000)).user("\2".repeat(9000)));

    assertThat(written).contains("\\u0001…\",\"status\"").contains("\\u0002…\",\"namespace\"");
    assertThat(written.length()).isLessThan(20_000);
  }

  @Test
  void whateverComesItStaysOneLineOfWellFormedJson() {
    Random random = new Random(42);
    byte[] bytes = new byte[300];
    Load json = new Load(LoadSettings.builder().build());
    for (int i = 0; i < 2000; i++) {
      random.nextBytes(bytes);
      String text = new String(bytes, ISO_8859_1);
      String written = write(Finished.get(text).user(text).method(text));
      assertThat(written.indexOf('\n')).isEqualTo(written.length() - 1);
      assertThat(json.loadFromString(written)).isInstanceOf(Map.class);
    }
  }

  @Test
  void timesAreRightBeforeTheEpochAndAcrossSeconds() {
    line.write(Finished.get("/"), -1);
    assertThat(text()).startsWith("{\"time\":\"1969-12-31T23:59:59.999Z\"");
    line.write(Finished.get("/"), 0);
    assertThat(text()).startsWith("{\"time\":\"1970-01-01T00:00:00.000Z\"");
  }

  @Test
  void aLineMakesNoGarbage() {
    Finished finished = Finished.get("/sparkhistory/ns-a/jobs?x").outcome(Outcome.FORBIDDEN, 403);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 1000; i++) {
      line.write(finished, NOON);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      line.write(finished, NOON + i % 1000 / 2);
    }

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private String path(String target) {
    String written = write(Finished.get(target));
    int from = written.indexOf("\"path\":\"") + 8;
    return written.substring(from, written.indexOf("\",\"status\""));
  }

  private String write(Finished finished) {
    line.write(finished, NOON);
    return text();
  }

  /** Fails when it is not UTF-8. */
  private String text() {
    try {
      return UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(line.bytes(), 0, line.length()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("not UTF-8", e);
    }
  }
}
