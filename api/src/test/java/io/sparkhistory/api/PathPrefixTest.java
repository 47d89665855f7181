package io.sparkhistory.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPrefixTest {

  @ParameterizedTest
  @CsvSource({
    "sparkhistory, /sparkhistory",
    "/sparkhistory, /sparkhistory",
    "sparkhistory/, /sparkhistory",
    "/a/b/, /a/b",
    "a/b.c/d_e~f-g, /a/b.c/d_e~f-g",
    "/spark-history, /spark-history",
    "/histories/proxies/History/PROXY, /histories/proxies/History/PROXY",
    "/static/api, /static/api"
  })
  void slashesAtEitherEndMayBeThereOrNot(String given, String prefix) {
    assertThat(PathPrefix.of(given)).isEqualTo(prefix);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "//a",
        "a//b",
        "a//",
        "/a/../b",
        "/..",
        ".",
        "..",
        "/a/.b",
        "/.x",
        "a b",
        "ä",
        "%61",
        "/a%2fb",
        "a?b",
        "/a#b",
        "a;b",
        "a\\b",
        "/a\n",
        "http://host/a",
        "/{ns}",
        "/a:b"
      })
  void whatIsNoPathIsRefused(String given) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PathPrefix.of(given))
        .withMessageStartingWith("a path such as /sparkhistory, ");
  }

  @ParameterizedTest
  @CsvSource({
    "/history, history",
    "history/, history",
    "/proxy, proxy",
    "/apps/proxy, proxy",
    "/history/spark, history",
    "/a/proxy/b, proxy"
  })
  void soIsASegmentThatSparksPagesLookFor(String given, String segment) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PathPrefix.of(given))
        .withMessageStartingWith("a path without the segment '" + segment + "'")
        .withMessageEndingWith("choose another, such as /sparkhistory");
  }

  @Test
  void thereIsALongestOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> PathPrefix.of("a".repeat(200)));
    assertThat(PathPrefix.of("a".repeat(199))).hasSize(200);
  }
}
