package io.sparkhistory.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.routing.LocationRewrite.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationRewriterTest {
  private static final String PREFIX = "/sparkhistory/ns-a";
  private static final String EXTERNAL = "kubeflow.example.org";
  private static final Set<String> OWN =
      Set.of(
          "spark-history-server.ns-a.svc.cluster.local:18080",
          "10.1.2.3:18080",
          "[fd00::1]:18080",
          "history:80");

  private final LocationRewriter rewriter = new LocationRewriter();

  @ParameterizedTest
  @CsvFileSource(
      resources = "/routing/location-rewrites.csv",
      delimiter = '|',
      quoteCharacter = '\u0001')
  void aRedirectIsRewrittenAsTheTableSays(@Nullable String given, String expected) {
    String value = unescaped(given == null ? "" : given);

    LocationRewrite rewrite = rewrite(value);

    assertThat(rewrite)
        .isEqualTo(
            switch (expected) {
              case "=" -> new LocationRewrite(Kind.UNCHANGED, value);
              case "-" -> new LocationRewrite(Kind.DROPPED, "");
              default -> new LocationRewrite(Kind.REWRITTEN, expected);
            });
  }

  @ParameterizedTest
  @CsvFileSource(
      resources = "/routing/location-rewrites.csv",
      delimiter = '|',
      quoteCharacter = '\u0001')
  void rewritingTwiceIsRewritingOnce(@Nullable String given) {
    String once = rewrite(unescaped(given == null ? "" : given)).value();
    assertThat(rewrite(once)).isEqualTo(new LocationRewrite(Kind.UNCHANGED, once));
  }

  /**
   * It is the event loop of many tenants on which the answer of one is rewritten. Of this length it
   * takes hours in a time that grows with its square.
   */
  @ParameterizedTest
  @Timeout(60)
  @CsvSource({"/x,/..", "/sparkhistory/ns-a,/", "/x,\\%2e."})
  void whatALongRedirectTakesGrowsWithItsLengthAlone(String first, String second) {
    String value = first.repeat(2_000_000) + second.repeat(1_000_000);
    assertThat(rewrite(value).value()).startsWith(PREFIX + "/");
  }

  @Test
  void rewritingTwiceIsRewritingOnceForWhateverThesePiecesMakeUp() {
    String[] pieces = {
      "",
      "/",
      "//",
      "sparkhistory",
      "/sparkhistory/ns-a",
      "ns-a",
      "-b",
      "?",
      "#",
      "\\",
      "@",
      ":",
      ".",
      "http:",
      "https://",
      EXTERNAL,
      "history:80",
      "example.com",
      "x"
    };
    List<String> changing = new ArrayList<>();
    for (String a : pieces) {
      for (String b : pieces) {
        for (String c : pieces) {
          String once = rewrite(a + b + c).value();
          if (!rewrite(once).value().equals(once)) {
            changing.add(a + b + c);
          }
        }
      }
    }
    assertThat(changing).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://gw:8080/x | /sparkhistory/ns-a/x",
        "//gw:8080/x | /sparkhistory/ns-a/x",
        "http://gw/x | http://gw/x",
        "http://GW:8080 | /sparkhistory/ns-a/"
      })
  void theExternalAuthorityMayHaveAPort(String value, String expected) {
    assertThat(rewriter.rewrite(value, PREFIX, "gw:8080", OWN).value()).isEqualTo(expected);
  }

  @Test
  void anUnknownExternalAuthorityIsNobodysHost() {
    assertThat(rewriter.rewrite("http://gw/x", PREFIX, "", OWN).kind()).isEqualTo(Kind.UNCHANGED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "5 | 5",
        "0; url=/history/ | 0; url=/sparkhistory/ns-a/history/",
        "0;URL=http://10.1.2.3:18080/x | 0;URL=/sparkhistory/ns-a/x",
        "3 , url = '/x' | 3 , url = '/sparkhistory/ns-a/x'",
        "3; url=\"/x\"tail | 3; url=\"/sparkhistory/ns-a/x\"tail",
        "3; url='/x | 3; url='/sparkhistory/ns-a/x",
        "3; /x | 3; /sparkhistory/ns-a/x",
        "3 url=/x | 3 url=/sparkhistory/ns-a/x",
        "3 /x | 3 /sparkhistory/ns-a/x",
        "3; url=' /x' | 3; url=' /sparkhistory/ns-a/x'",
        "3; url=/../x | 3; url=/sparkhistory/ns-a/x",
        "; url=/x | ; url=/x",
        "3; url | 3; url",
        "3; url= | 3; url=",
        "3; url=https://example.com/x | 3; url=https://example.com/x",
        "3; url=jobs/ | 3; url=jobs/",
        "3; url=/sparkhistory/ns-a/x | 3; url=/sparkhistory/ns-a/x",
        "3; url='/..' | 3; url='/sparkhistory/ns-a/'",
        "3; url //x | 3; url //x",
        "5s; url=/x | 5s; url=/x",
        "/x | /x",
        "later; url=/x | later; url=/x"
      })
  void theAddressInARefreshIsRewritten(String value, String expected) {
    LocationRewrite rewrite = rewriter.refresh(value, PREFIX, EXTERNAL, OWN);

    assertThat(rewrite.value()).isEqualTo(expected);
    assertThat(rewrite.kind()).isEqualTo(value.equals(expected) ? Kind.UNCHANGED : Kind.REWRITTEN);
    assertThat(rewriter.refresh(expected, PREFIX, EXTERNAL, OWN).value()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0; url=/x\r\nX: y",
        "5\r; url=/x",
        "5\n; url=/x",
        "5\0; url=/x",
        "0; url='/x'\nX: y",
        "\r5",
        "\n5",
        "\0005"
      })
  void aRefreshWithALineBreakIsDropped(String value) {
    assertThat(rewriter.refresh(value, PREFIX, EXTERNAL, OWN))
        .isEqualTo(new LocationRewrite(Kind.DROPPED, ""));
  }

  @Test
  void spaceBehindTheSecondsOfARefreshIsNoAddress() {
    assertThat(rewriter.refresh("5 ", PREFIX, EXTERNAL, OWN))
        .isEqualTo(new LocationRewrite(Kind.UNCHANGED, "5 "));
  }

  @Test
  void aRefreshWithATabInItsAddressIsDropped() {
    assertThat(rewriter.refresh("0; url=/.\t./x", PREFIX, EXTERNAL, OWN))
        .isEqualTo(new LocationRewrite(Kind.DROPPED, ""));
  }

  @Test
  void aRefreshThatLeadsUpFromThePageIsDropped() {
    assertThat(rewriter.refresh("0; url=../../ns-b/", PREFIX, EXTERNAL, OWN))
        .isEqualTo(new LocationRewrite(Kind.DROPPED, ""));
  }

  private LocationRewrite rewrite(String value) {
    return rewriter.rewrite(value, PREFIX, EXTERNAL, OWN);
  }

  private static String unescaped(String text) {
    return text.replace("\\x0d", "\r")
        .replace("\\x0a", "\n")
        .replace("\\x00", "\0")
        .replace("\\x09", "\t")
        .replace("\\x20", " ")
        .replace("\\x7f", "\u007f");
  }
}
