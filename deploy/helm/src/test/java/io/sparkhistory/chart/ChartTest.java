package io.sparkhistory.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What Helm says of the chart, and what the chart says of values. */
class ChartTest {
  @TempDir private static Path folder;
  private static Chart chart;

  @BeforeAll
  static void copy() throws IOException {
    chart = Chart.in(folder);
  }

  @Test
  void thereIsNothingToSayAboutTheChart() {
    assertThat(chart.lint().isFailed()).isFalse();
    assertThat(chart.lint().getMessages()).isEmpty();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/refused-values.csv", delimiter = '|', useHeadersInDisplayName = true)
  void itRefusesWithASentence(String values, String sentence) {
    assertThatThrownBy(() -> chart.render(Chart.values(values))).hasMessageContaining(sentence);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    assertThatThrownBy(
            () -> chart.render(Chart.values("{'environment': {'A': 'b'}, 'route': 'ingress'}")))
        .hasMessageContaining("environment is a value of the old chart")
        .hasMessageContaining("route: ingress needs mesh: none")
        .hasMessageContaining("publicUrl is needed");
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/taken-values.csv", delimiter = '|', useHeadersInDisplayName = true)
  void aValueOfTheOldChartIsTakenWhereItMeansTheSame(String old, String today) throws IOException {
    assertThat(chart.render(Chart.values(old))).isEqualTo(chart.render(Chart.values(today)));
  }
}
