package io.sparkhistory.listing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.ListedApplication;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of real history servers that list the event logs of {@code examples}. */
class RealResponsesTest {
  private static final String INCOMPLETE = "spark-a06b2d9e8c7f4153b1f4d5e60c9a8b72";

  @ParameterizedTest
  @ValueSource(strings = {"3.2.1", "3.5.9", "4.0.4", "4.1.3", "4.2.0"})
  void everySparksListIsReadAlike(String spark) throws IOException {
    ApplicationList list = ApplicationList.of(respond("applications-" + spark + ".json"));

    assertThat(list.newest())
        .extracting(ListedApplication::name)
        .containsExactly(
            "backfill-features",
            "click-stream-sessions",
            "daily-revenue-by-country",
            "monthly-close",
            "train-transaction-model",
            "train-item-similarity",
            "score-transactions",
            "invoice-run");
    assertThat(list.newest().get(7))
        .isEqualTo(
            new ListedApplication(
                "application_1769904000000_0001",
                "invoice-run",
                "2",
                "bob",
                "2026-02-01T01:04:47Z",
                "2026-02-01T01:05:02Z",
                "3.5.9"));
    assertThat(list.newest().stream().filter(row -> Objects.isNull(row.ended())))
        .extracting(ListedApplication::id)
        .containsExactly(INCOMPLETE);
    assertThat(list.sparkVersions()).containsExactlyInAnyOrder("3.5.9", "4.2.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.2.1", "4.2.0"})
  void incompleteLogsAreListedApart(String spark) throws IOException {
    assertThat(ApplicationList.of(respond("running-" + spark + ".json")).newest())
        .extracting(ListedApplication::id)
        .containsExactly(INCOMPLETE);
  }

  private static byte[] respond(String name) throws IOException {
    try (InputStream in = requireNonNull(RealResponsesTest.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }
}
