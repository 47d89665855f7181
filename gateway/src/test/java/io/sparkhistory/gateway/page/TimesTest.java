package io.sparkhistory.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
  private static final Instant NOW = Instant.parse("2026-05-07T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "-PT5M, just now",
    "PT59S, just now",
    "PT1M, 1 minute ago",
    "PT59M59S, 59 minutes ago",
    "PT1H, 1 hour ago",
    "PT23H59M, 23 hours ago",
    "PT24H, 1 day ago",
    "PT960H, 40 days ago"
  })
  void thePastIsToldInItsLargestUnit(Duration past, String text) {
    assertThat(Times.ago(NOW.minus(past), NOW)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min 0 s", "125, 2 min 5 s"})
  void aDurationIsToldInMinutesAndSeconds(long seconds, String text) {
    assertThat(Times.seconds(seconds)).isEqualTo(text);
  }

  @Test
  void aDateNamesItsZone() {
    assertThat(Times.date(NOW)).isEqualTo("7 May 2026, 12:00 UTC");
  }
}
