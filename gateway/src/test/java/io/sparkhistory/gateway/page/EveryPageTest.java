package io.sparkhistory.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.gateway.request.Outcome;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every HTML page. */
class EveryPageTest {
  private static final Pattern INLINE = Pattern.compile("<[^>]*\\s(style|on\\w+)\\s*=");
  private static final Pattern REMOTE =
      Pattern.compile("(src|href|action|content)=\"(https?:|//)|@import|url\\(");
  private static final Pattern TAG = Pattern.compile("<(script|style)\\b([^>]*)>");

  static Stream<Arguments> pages() {
    return PageSamples.html().entrySet().stream()
        .map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void onlyWhatCarriesTheNonceMayRun(String name, Page page) {
    assertThat(page.fields().get("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'nonce-bm9uY2U+/w=='; style-src 'nonce-bm9uY2U+/w==';"
                + " img-src 'self'; connect-src 'self'; frame-ancestors 'self'; base-uri 'none';"
                + " form-action 'self'");
    assertThat(TAG.matcher(page.text()).results())
        .isNotEmpty()
        .allSatisfy(tag -> assertThat(tag.group(2)).isEqualTo(" nonce=\"bm9uY2U+/w==\""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void oneMoreOriginMayBeAllowedToFrameIt(String name, Page page) {
    String before = page.fields().getOrDefault("Content-Security-Policy", "");
    Page framed = page.framedBy("hub.example.com:8443");

    assertThat(framed.fields().get("Content-Security-Policy"))
        .isEqualTo(before.replace("ancestors 'self';", "ancestors 'self' hub.example.com:8443;"))
        .isNotEqualTo(before);
    assertThat(framed.body()).isSameAs(page.body());
    assertThat(page.framedBy("")).isSameAs(page);
  }

  @Test
  void whatIsNoPageIsFramedByNobody() {
    Page status = PageSamples.PAGES.redirect("/sparkhistory/", 302);
    assertThat(status.framedBy("hub.example.com").fields().get("Content-Security-Policy"))
        .isEqualTo("default-src 'none'; frame-ancestors 'none'");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void nothingComesFromAnotherHostAndNothingIsInlineInAnAttribute(String name, Page page) {
    assertThat(REMOTE.matcher(page.text()).find()).isFalse();
    assertThat(INLINE.matcher(page.text()).find()).isFalse();
    assertThat(page.text()).doesNotContain("innerHTML").doesNotContain("{{");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void itIsNeitherStoredNorGuessedNorLeaked(String name, Page page) {
    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.fields())
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("Vary", "Accept")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("Referrer-Policy", "same-origin");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void itCanBeReadAloud(String name, Page page) {
    assertThat(page.text())
        .contains("<html lang=\"en\">")
        .containsPattern("<title>[^<]{3,} – Spark History</title>")
        .containsPattern("<main [^>]+>")
        .containsPattern("<h1[^>]*>[^<]{3,}");
  }

  @Test
  void everyPageHasANonceOfItsOwn() {
    Pages pages = new Pages("/sparkhistory", Clock.systemUTC());

    assertThat(pages.refused(PageSamples.refusal(Outcome.NOT_FOUND), true).fields())
        .isNotEqualTo(pages.refused(PageSamples.refusal(Outcome.NOT_FOUND), true).fields());
  }

  @Test
  void aFieldThatCouldSplitTheHeadIsRefused() {
    assertThatThrownBy(() -> PageSamples.PAGES.redirect("/a\r\nSet-Cookie: x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Page.of(200, "text/plain", Map.of("Allow", "é"), ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
