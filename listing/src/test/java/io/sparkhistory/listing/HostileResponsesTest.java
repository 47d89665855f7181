package io.sparkhistory.listing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sparkhistory.api.ListedApplication;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant's server could answer. */
class HostileResponsesTest {
  private static final String ENTRY =
      """
      {"id": "app-1", "name": "job", "attempts": [{"attemptId": "2", "startTimeEpoch": 1767225600999,
       "endTimeEpoch": 1767225661000, "sparkUser": "alice", "completed": true, "appSparkVersion": "4.0.1"}]}
      """;

  @Test
  void anEntryIsReadByItsNewestAttempt() throws NoListException {
    assertThat(read("[" + ENTRY + "]").newest())
        .containsExactly(
            new ListedApplication(
                "app-1",
                "job",
                "2",
                "alice",
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:01:01Z",
                "4.0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "null",
        "[",
        "[] []",
        "[{\"id\": \"a\"",
        "[{\"id\": \"a\", \"id\": \"b\"}]",
        "[{\"attempts\": [{\"completed\": true, \"completed\": false}]}]",
        "[1e99999999999999999999999999999999999999999999999999999999999999999999999]",
        "<html>",
      })
  void whatIsNoListIsNotBelieved(String response) {
    assertThatThrownBy(() -> read(response)).isInstanceOf(NoListException.class);
  }

  @Test
  void depthLengthAndSizeAreBounded() {
    for (String response :
        new String[] {
          "[".repeat(100_000),
          "[{\"x\":" + "[".repeat(30) + "]".repeat(30) + "}]",
          "[{\"name\": \"" + "x".repeat(100_000) + "\"}]",
          "[" + " ".repeat(ApplicationList.MOST_BYTES) + "]"
        }) {
      assertThatThrownBy(() -> read(response)).isInstanceOf(NoListException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "[]",
        "{}",
        "{\"id\": \"a\"}",
        "{\"id\": \"a\", \"attempts\": 3}",
        "{\"id\": 7, \"attempts\": [{}]}",
        "{\"id\": {\"id\": \"a\"}, \"attempts\": [{}]}",
        "{\"id\": \"\", \"attempts\": [{}]}",
        "{\"id\": \"..\", \"attempts\": [{}]}",
        "{\"id\": \"a/b\", \"attempts\": [{}]}",
        "{\"id\": \"<b>\", \"attempts\": [{}]}",
        "{\"id\": \"a\\nb\", \"attempts\": [{}]}",
        "{\"id\": \"\\u00e4\", \"attempts\": [{}]}"
      })
  void anEntryWithoutAProperIdIsLeftOutAndTheOthersStay(String entry) throws NoListException {
    assertThat(read("[" + entry + "," + ENTRY + "]").newest())
        .extracting(ListedApplication::id)
        .containsExactly("app-1");
  }

  @Test
  void anIdThatIsTooLongIsLeftOut() throws NoListException {
    assertThat(read("[" + entry("x".repeat(129), "n", "1", "2") + "]").newest()).isEmpty();
    assertThat(read("[" + entry("x".repeat(128), "n", "1", "2") + "]").newest()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "1767225600000, 1767225661000, 2026-01-01T00:00:00Z, 2026-01-01T00:01:01Z",
    "1767225600000, -1, 2026-01-01T00:00:00Z, ",
    "1767225600000, 1, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
    "-1, 1767225661000, , 2026-01-01T00:01:01Z",
    "0, 0, , ",
    "9223372036854775807, 99999999999999999999999, , ",
    "1.5, 1e3, , ",
    "null, [1], , ",
    "'{\"x\": 1}', true, , ",
    "253402300799000, 253402300799001, 9999-12-31T23:59:59Z, "
  })
  void aTimeIsOneOfThisEraOrUnknown(String start, String end, String started, String ended)
      throws NoListException {
    assertThat(read("[" + entry("a", "n", start, end) + "]").newest())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.started()).isEqualTo(started);
              assertThat(row.ended()).isEqualTo(ended);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "'job', 'job'",
    "'  a \\t\\n  b ', 'a b'",
    "'a\\u0000b\\u001b[31mc\\u007f\\u009b', 'ab[31mc'",
    "'a\\u202eb\\u2066c\\u200bd\\ufeff', 'abcd'",
    "'a\\ud800b\\udc00c', 'abc'",
    "'\\ue000\\uffff', ",
    "'a\\u2028b\\u2029c\\u00a0d', 'a b c d'",
    "'<script>alert(1)</script>', '<script>alert(1)</script>'",
    "'\\ud83d\\ude80 Übung 任务', '\uD83D\uDE80 Übung 任务'"
  })
  void aNameIsOneLineOfVisibleText(String name, String shown) throws NoListException {
    assertThat(read("[" + entry("a", name, "1", "2") + "]").newest().get(0).name())
        .isEqualTo(shown);
  }

  @Test
  void textIsCutAtItsBoundInCharacters() throws NoListException {
    String rocket = "\uD83D\uDE80";
    for (String unit : new String[] {"x", rocket, "x "}) {
      String name = name("[" + entry("a", unit.repeat(300), "1", "2") + "]");
      assertThat(name).endsWith("…");
      assertThat(name.codePointCount(0, name.length())).isLessThanOrEqualTo(128).isGreaterThan(126);
    }
    assertThat(name("[" + entry("a", rocket.repeat(128), "1", "2") + "]"))
        .isEqualTo(rocket.repeat(128));
  }

  @Test
  void theNewestAreKeptAndEachIdOnce() throws NoListException {
    String many =
        IntStream.range(0, 200)
            .mapToObj(i -> entry("app-" + i % 150, "n" + i, "1000", "" + (i + 10) * 1000))
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(read(many).newest())
        .hasSize(ApplicationList.MOST)
        .extracting(ListedApplication::id)
        .doesNotHaveDuplicates()
        .startsWith("app-149", "app-148")
        .endsWith("app-100");
  }

  @Test
  void versionsAreThoseOfAllAttemptsAndBounded() throws NoListException {
    String attempts =
        IntStream.range(0, 500)
            .mapToObj(i -> "{\"appSparkVersion\": \"4.0." + i + "\"}")
            .collect(Collectors.joining(","));

    assertThat(read("[{\"attempts\": [" + attempts + "]}]").sparkVersions())
        .hasSize(ApplicationList.MOST_VERSIONS);
    assertThat(read("[{\"attempts\": [{\"appSparkVersion\": \"<b>\"}]}]").sparkVersions())
        .isEmpty();
  }

  @Test
  void incompleteOnesAreJoinedByTheTimeOfTheirStart() throws NoListException {
    ApplicationList ended =
        read("[" + entry("a", "n", "1000", "5000") + "," + entry("b", "n", "1000", "2000") + "]");
    ApplicationList running =
        read("[{\"id\": \"c\", \"attempts\": [{\"startTimeEpoch\": 3000, \"endTimeEpoch\": -1}]}]");

    assertThat(ended.and(running).newest())
        .extracting(ListedApplication::id)
        .containsExactly("a", "c", "b");
    assertThat(ended.and(ended)).isEqualTo(ended);
  }

  /** Whatever is made of a real response, it is read within the bounds or refused. */
  @Test
  void aMangledResponseIsReadWithinTheBoundsOrRefused() {
    Random random = new Random(20260101);
    for (int round = 0; round < 20_000; round++) {
      byte[] response = ("[" + ENTRY + "," + ENTRY.replace("app-1", "app-2") + "]").getBytes(UTF_8);
      for (int i = random.nextInt(4); i >= 0; i--) {
        response[random.nextInt(response.length)] = (byte) random.nextInt(256);
      }
      Throwable failure =
          catchThrowable(
              () ->
                  ApplicationList.of(response)
                      .newest()
                      .forEach(row -> assertThat(row.id()).matches("[A-Za-z0-9._~-]{1,128}")));
      if (failure != null) {
        assertThat(failure).isInstanceOf(NoListException.class);
      }
    }
  }

  private static String entry(String id, String name, String start, String end) {
    return """
        {"id": "%s", "name": "%s", "attempts": [{"startTimeEpoch": %s, "endTimeEpoch": %s,
         "completed": true}]}"""
        .formatted(id, name, start, end);
  }

  private static String name(String response) throws NoListException {
    return Objects.requireNonNullElse(read(response).newest().get(0).name(), "");
  }

  private static ApplicationList read(String response) throws NoListException {
    return ApplicationList.of(response.getBytes(UTF_8));
  }
}
