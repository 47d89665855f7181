package io.sparkhistory.gateway.page;

import static io.sparkhistory.gateway.page.PageSamples.ALICE;
import static io.sparkhistory.gateway.page.PageSamples.FAILED;
import static io.sparkhistory.gateway.page.PageSamples.NOW;
import static io.sparkhistory.gateway.page.PageSamples.PAGES;
import static io.sparkhistory.gateway.page.PageSamples.READY;
import static io.sparkhistory.gateway.page.PageSamples.STARTING;
import static io.sparkhistory.gateway.page.PageSamples.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingTest {
  private static final String TARGET = "/sparkhistory/ns-a/history/app-1/?a=1&b=2";

  @Test
  void itTellsTheStepTheDetailAndTheTimes() {
    Backend queued =
        new Backend.Starting(Step.QUEUED, "3 of 12", NOW.minusSeconds(17), Duration.ofSeconds(42));

    assertThat(PAGES.waiting(waiting(queued), TARGET, true).text())
        .contains(">Waiting for its turn</span>", ">3 of 12</span>")
        .contains("17 s so far · usually 42 s</p>", "value=\"36\"")
        .contains("role=\"status\" aria-live=\"polite\"");
  }

  @Test
  void itAsksForTheStateBelowThePrefix() {
    assertThat(PAGES.waiting(waiting(STARTING), TARGET, true).text())
        .contains("data-status=\"/sparkhistory/-/status/ns-a\"", "data-state=\"starting\"");
  }

  @Test
  void withoutJavaScriptItAsksForTheSameAddressAgain() {
    Page page = PAGES.waiting(waiting(STARTING), TARGET, true);

    assertThat(page.text())
        .contains(
            "<noscript><meta http-equiv=\"refresh\" content=\"3;"
                + " url=/sparkhistory/ns-a/history/app-1/?a=1&amp;b=2\"></noscript>");
    assertThat(page.fields()).containsKey("Retry-After");
  }

  @ParameterizedTest
  @CsvSource({
    "/sparkhistory/ns-a/api/v1/applications/app-1/logs, true",
    "/sparkhistory/ns-a//api/v1/applications/app-1/2/logs?x=/y, true",
    "/sparkhistory/ns-a/api/v1/applications/app-1/logs/, true",
    "/sparkhistory/ns-a/api/v1/applications/app-1/jobs, false",
    "/sparkhistory/ns-a/api/v1/applications/app-1/logs/x, false",
    "/sparkhistory/ns-a/?x=/api/v1/applications/app-1/logs, false",
    "/sparkhistory/ns-a/history/logs/jobs/, false"
  })
  void whoAsksForAFileIsToldOfADownloadAndLedBack(String target, boolean file) {
    String page = PAGES.waiting(waiting(STARTING), target, true).text();

    assertThat(page).contains("data-download=\"" + file + "\"");
    assertThat(page.contains("your download begins by itself")).isEqualTo(file);
    assertThat(page.contains("<h1 tabindex=\"-1\">Your download has started</h1>")).isEqualTo(file);
    assertThat(page.contains("<h1 tabindex=\"-1\">Your page is opening</h1>")).isEqualTo(!file);
    assertThat(page).contains("href=\"/sparkhistory/ns-a/\">Applications of ns-a</a>");
    assertThat(page.contains("When your browser has the file")).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.example/", "/\\evil.example/", "https://evil.example/", "/a#b"})
  void aTargetThatCouldLeadElsewhereIsNotRefreshedTo(String target) {
    assertThat(PAGES.waiting(waiting(STARTING), target, true).text())
        .contains("<meta http-equiv=\"refresh\" content=\"3\">");
  }

  @Test
  void anUnknownUsualTimeIsNotMadeUp() {
    assertThat(PAGES.waiting(waiting(new Backend.Asleep(Duration.ZERO)), TARGET, true).text())
        .contains("<progress id=\"progress\" max=\"100\" aria-label", "0 s so far</p>");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "300, 1", "2490, 2", "2900, 3", "61500, 62"})
  void theUsualTimeIsTheNearestSecond(long millis, int seconds) {
    Duration usual = Duration.ofMillis(millis);

    assertThat(status(new Backend.Asleep(usual)).get("usualSeconds")).isEqualTo(seconds);
    assertThat(status(new Backend.Starting(Step.QUEUED, "", NOW, usual)).get("usualSeconds"))
        .isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({"42, 17, 25", "42, 41, 1", "42, 500, 1", "600, 0, 30", "0, 9, 5"})
  void retryAfterIsTheTimeThatIsLikelyLeft(long usual, long elapsed, String retryAfter) {
    Backend starting =
        new Backend.Starting(
            Step.SCHEDULED, "", NOW.minusSeconds(elapsed), Duration.ofSeconds(usual));

    assertThat(PAGES.waiting(waiting(starting), TARGET, false).fields())
        .containsEntry("Retry-After", retryAfter);
    assertThat(PAGES.waiting(waiting(starting), TARGET, true).fields())
        .containsEntry("Retry-After", retryAfter);
  }

  @Test
  void programsGetAProblemThatTellsTheStateToo() {
    Page page = PAGES.waiting(waiting(STARTING), TARGET, false);
    Map<?, ?> problem = RefusalsTest.json(page);

    assertThat(page.status()).isEqualTo(503);
    assertThat(page.contentType()).isEqualTo("application/problem+json");
    assertThat(problem.get("outcome")).isEqualTo("waiting");
    assertThat(problem.get("state")).isEqualTo("starting");
    assertThat(problem.get("step")).isEqualTo("starting_spark");
    assertThat(problem.get("usualSeconds")).isEqualTo(42);
  }

  @Test
  void aFailureShowsTheReasonTheNextStepAndAWayToTryAgain() {
    assertThat(PAGES.waiting(waiting(FAILED), TARGET, true).text())
        .contains("<section id=\"starting\" hidden>", "<section id=\"failed\">")
        .contains("cannot be pulled: it was not found.", "Correct spec.image")
        .contains("method=\"post\" action=\"/sparkhistory/-/status/ns-a\"")
        .doesNotContain("http-equiv=\"refresh\"");
  }

  @Test
  void aServerThatDoesNotStartIsRefusedWithTheSamePage() {
    Plan.Refuse plan =
        new Plan.Refuse(Outcome.SERVER_FAILED, "No memory.", "Ask for more.", "", "u", "ns-a", "");

    Page page = PAGES.refused(plan, true);

    assertThat(page.status()).isEqualTo(503);
    assertThat(page.text())
        .contains("No memory.", "Ask for more.", "<section id=\"failed\">")
        .contains("<code>server_failed</code> (503)");
  }

  @Test
  void anApplicationThatCannotBeOpenedHasThePageToItself() {
    Plan.Refuse plan = tooLarge();

    Page page = PAGES.refused(plan, true);

    assertThat(page.status()).isEqualTo(503);
    assertThat(page.text())
        .contains("<title>Cannot be opened: app-1", "app-1</span> cannot be opened</h1>")
        .contains("The log of app-1 is too large.", "<section id=\"failed\">")
        .contains("method=\"post\" action=\"/sparkhistory/-/status/ns-a/app-1\"")
        .contains("data-status=\"/sparkhistory/-/status/ns-a/app-1\"")
        .contains("href=\"/sparkhistory/ns-a/\">Other applications</a>")
        .doesNotContain("does not start</h1>");
  }

  @Test
  void programsLearnWhichApplicationCannotBeOpenedAndWhy() {
    Map<?, ?> problem = RefusalsTest.json(PAGES.refused(tooLarge(), false));
    assertThat(problem.get("cause")).isEqualTo("OutOfMemory");
    assertThat(problem.get("application")).isEqualTo("app-1");
    assertThat(problem.get("namespace")).isEqualTo("ns-a");
    assertThat(problem.get("detail")).isEqualTo("The log of app-1 is too large.");

    Backend failed = new Backend.Failed("Too large.", "Raise it.", "OutOfMemory");
    Plan.Status plan = new Plan.Status(new Tenant("ns-a"), ALICE, "", failed, "app-1");
    Map<?, ?> status = RefusalsTest.json(PAGES.status(plan));
    assertThat(status.get("state")).isEqualTo("failed");
    assertThat(status.get("application")).isEqualTo("app-1");
    assertThat(status.get("cause")).isEqualTo("OutOfMemory");
    assertThat(status.get("reason")).isEqualTo("Too large.");
  }

  private static Plan.Refuse tooLarge() {
    return new Plan.Refuse(
        Outcome.SERVER_FAILED,
        "The log of app-1 is too large.",
        "Raise it.",
        "",
        "u",
        "ns-a",
        "",
        new Plan.Refuse.Failure("OutOfMemory", "app-1"));
  }

  @Test
  void aStartingServerHidesTheFailure() {
    assertThat(PAGES.waiting(waiting(STARTING), TARGET, true).text())
        .contains("<section id=\"starting\">", "<section id=\"failed\" hidden>");
  }

  @Test
  void theStatusHasAllMembersInEveryState() {
    for (Backend backend :
        new Backend[] {
          READY,
          STARTING,
          FAILED,
          new Backend.Asleep(Duration.ofSeconds(30)),
          new Backend.Absent("Apply it.", "yaml")
        }) {
      assertThat(status(backend).keySet())
          .extracting(Object::toString)
          .containsExactly(
              "namespace",
              "application",
              "state",
              "step",
              "stepText",
              "detail",
              "elapsedSeconds",
              "usualSeconds",
              "reason",
              "cause",
              "nextStep");
    }
  }

  @Test
  void theStatusNamesEachState() {
    assertThat(status(READY).get("state")).isEqualTo("ready");
    assertThat(status(STARTING).get("elapsedSeconds")).isEqualTo(17);
    assertThat(status(FAILED).get("reason")).asString().contains("cannot be pulled");
    assertThat(status(new Backend.Asleep(Duration.ofSeconds(30))).get("usualSeconds"))
        .isEqualTo(30);
    assertThat(status(new Backend.Absent("Apply it.", "yaml")).get("nextStep"))
        .isEqualTo("Apply it.");
  }

  @Test
  void aClockThatIsBehindGivesNoNegativeTime() {
    Backend starting = new Backend.Starting(Step.SCHEDULED, "", NOW.plusSeconds(5), Duration.ZERO);

    assertThat(status(starting).get("elapsedSeconds")).isEqualTo(0);
  }

  @Test
  void theSlowPageSaysSoAndIsRecognisedByItsScript() {
    Page page = PAGES.slow("ns-a", Duration.ofSeconds(75), TARGET);

    assertThat(page.status()).isEqualTo(503);
    assertThat(page.fields()).containsEntry("X-Spark-History-Page", "slow");
    assertThat(page.text())
        .contains("Reading a big event log", "1 min 15 s so far", "data-elapsed=\"75\"")
        .contains("answer.headers.get('X-Spark-History-Page') === 'slow'");
  }

  private static Map<?, ?> status(Backend backend) {
    Page page = PAGES.status(new Plan.Status(new Tenant("ns-a"), ALICE, "", backend, ""));
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.contentType()).isEqualTo("application/json");
    return RefusalsTest.json(page);
  }
}
