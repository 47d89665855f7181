package io.sparkhistory.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.search.StartQuery.Reading.Bad;
import io.sparkhistory.gateway.search.StartQuery.Reading.Good;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartQueryTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "/x/, '', '', 50, -",
        "/x/?, '', '', 50, -",
        "/x/?q=nightly, nightly, '', 50, -",
        "/x/?q=a+b%20c, a b c, '', 50, -",
        "/x/?q=%C3%9Cbung, Übung, '', 50, -",
        "/x/?q=+%20x%09, x, '', 50, -",
        "/x/?q=%zz%2, %zz%2, '', 50, -",
        "/x/?q=a&q=b, a, '', 50, -",
        "/x/?Q=a&other=1&=&&, '', '', 50, -",
        "/x/?q=a=b, a=b, '', 50, -",
        "/x/?q=a?b, a?b, '', 50, -",
        "/x/?namespace=team-a&limit=200, '', team-a, 200, -",
        "/x/?limit=1&after=1.1767225661.team-a.app-1.x, '', '', 1, 1.1767225661.team-a.app-1.x",
        "/x/?after=0.0.a.b&q=, '', '', 50, 0.0.a.b",
      })
  void parametersAreRead(String target, String text, String namespace, int limit, String after) {
    assertThat(StartQuery.read(target))
        .isInstanceOfSatisfying(
            Good.class,
            good -> {
              assertThat(good.query().text()).isEqualTo(text);
              assertThat(good.query().namespace()).isEqualTo(namespace);
              assertThat(good.query().limit()).isEqualTo(limit);
              assertThat(good.query().after().map(Cursor::text).orElse(null)).isEqualTo(after);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=201",
        "?limit=-1",
        "?limit=x",
        "?limit=99999999999",
        "?namespace=A",
        "?namespace=a/b",
        "?namespace=%3Cb%3E",
        "?after=x",
        "?after=2.1.a.b",
        "?after=1.-1.a.b",
        "?after=1.1.a.",
        "?after=1.9999999999999.a.b",
      })
  void whatIsNotUnderstoodIsRefusedWithoutAnyPartOfIt(String query) {
    assertThat(StartQuery.read("/x/" + query))
        .isInstanceOfSatisfying(
            Bad.class,
            bad ->
                assertThat(bad.reason())
                    .endsWith(".")
                    .doesNotContain(query.substring(query.indexOf('=')), "<"));
  }

  @Test
  void theTextIsBounded() {
    assertThat(StartQuery.read("/?q=" + "x".repeat(201))).isInstanceOf(Bad.class);
    assertThat(StartQuery.read("/?q=" + "%C3%BC".repeat(200))).isInstanceOf(Good.class);
  }
}
