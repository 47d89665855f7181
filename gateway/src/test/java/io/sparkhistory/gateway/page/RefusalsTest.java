package io.sparkhistory.gateway.page;

import static io.sparkhistory.gateway.page.PageSamples.ASKED;
import static io.sparkhistory.gateway.page.PageSamples.PAGES;
import static io.sparkhistory.gateway.page.PageSamples.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.page.Pages.Asked;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class RefusalsTest {
  private static final String HOSTILE =
      "\"'><script>alert(1)</script><img src=x onerror=alert(2)>\u2028\0{{nonce}}";

  @ParameterizedTest
  @EnumSource
  void everyOutcomeSaysWhatIsWrongAndWhatToDo(Outcome outcome) {
    Map<?, ?> problem = json(PAGES.refused(refusal(outcome), false));

    assertThat(problem.get("type")).isEqualTo("about:blank");
    assertThat(problem.get("title")).isEqualTo(outcome.phrase());
    assertThat(problem.get("status")).isEqualTo(outcome.status());
    assertThat(problem.get("outcome")).isEqualTo(outcome.label());
    assertThat(problem.get("detail")).asString().endsWith(".").doesNotContain("{");
    assertThat(problem.get("nextStep")).asString().endsWith(".").doesNotContain("{");
  }

  @ParameterizedTest
  @EnumSource
  void everyOutcomeHasItsStatusForBrowsersAndPrograms(Outcome outcome) {
    assertThat(PAGES.refused(refusal(outcome), false).status()).isEqualTo(outcome.status());
    Page page = PAGES.refused(refusal(outcome), true);
    assertThat(page.status()).isEqualTo(outcome.status());
  }

  @ParameterizedTest
  @EnumSource
  void whatPassesByItselfSaysWhenToComeBack(Outcome outcome) {
    for (boolean html : new boolean[] {true, false}) {
      assertThat(PAGES.refused(refusal(outcome), html).fields().containsKey("Retry-After"))
          .isEqualTo(outcome.status() == 503);
    }
  }

  @Test
  void programsGetProblemDetails() {
    Page page = PAGES.refused(refusal(Outcome.FORBIDDEN), ASKED, false);

    assertThat(page.contentType()).isEqualTo("application/problem+json");
    assertThat(page.fields()).containsEntry("X-Content-Type-Options", "nosniff");
    assertThat(json(page).keySet())
        .extracting(Object::toString)
        .containsExactly(
            "type",
            "title",
            "status",
            "detail",
            "outcome",
            "nextStep",
            "namespace",
            "user",
            "traceId");
  }

  @Test
  void theRefusalsOwnWordsComeFirst() {
    Plan.Refuse plan = Plan.Refuse.of(Outcome.BAD_REQUEST, "Two hosts.", "Send one.");

    assertThat(json(PAGES.refused(plan, false)).toString()).contains("Two hosts.", "Send one.");
    assertThat(PAGES.refused(plan, true).text()).contains("<p>Two hosts.</p>", "<p>Send one.</p>");
  }

  @Test
  void aForbiddenPageNamesTheUserAndTheNamespaceAndWhoCanHelp() {
    assertThat(PAGES.refused(refusal(Outcome.FORBIDDEN), true).text())
        .contains(
            "alice@example.com", "You may not open this page of ns-a", "add you as a contributor");
  }

  @Test
  void aMissingIdentityTellsAdministratorsWhatToCheckAndChallenges() {
    Page page = PAGES.refused(Plan.Refuse.of(Outcome.UNAUTHENTICATED, "", ""), true);

    assertThat(page.text()).contains("identity", "kubeflow-userid", "Administrators: check");
    assertThat(page.fields()).containsKey("WWW-Authenticate");
  }

  @Test
  void aRefusedMethodIsToldWhichOnesAreAllowed() {
    Plan.Refuse plan = refusal(Outcome.METHOD_NOT_ALLOWED);

    assertThat(PAGES.refused(plan, false).fields()).containsEntry("Allow", "GET, HEAD");
    assertThat(PAGES.refused(plan, new Asked("", "", "GET, HEAD, POST"), true).fields())
        .containsEntry("Allow", "GET, HEAD, POST");
  }

  @Test
  void theExampleCanBeCopied() {
    Plan.Refuse plan =
        new Plan.Refuse(Outcome.ABSENT, "", "Apply:", PageSamples.EXAMPLE, "u", "ns-a", "");
    String text = PAGES.refused(plan, true).text();

    assertThat(text).contains("id=\"copy\"", "navigator.clipboard", "kind: SparkHistoryServer\n");
    assertThat(PAGES.refused(refusal(Outcome.ABSENT), true).text()).doesNotContain("id=\"copy\"");
  }

  @Test
  void outcomeAndTraceAreShownForTheAdministrators() {
    assertThat(PAGES.refused(refusal(Outcome.UPSTREAM_CLOSED), ASKED, true).text())
        .contains("<code>upstream_closed</code> (502)")
        .contains("<code>4bf92f3577b34da6a3ce929d0e0e4736</code>");
  }

  @ParameterizedTest
  @EnumSource
  void nothingHostileGetsIntoThePage(Outcome outcome) {
    Plan.Refuse plan = new Plan.Refuse(outcome, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "ns-a", "");
    Page page = PAGES.refused(plan, new Asked("/" + HOSTILE, HOSTILE, ""), true);

    assertThat(page.text())
        .doesNotContain("<script>")
        .doesNotContain("<img")
        .doesNotContain("\0")
        .contains("&quot;&#39;&gt;&lt;script&gt;alert(1)")
        .contains("{{nonce}}");
  }

  @Test
  void nothingHostileBreaksTheJson() {
    Plan.Refuse plan =
        new Plan.Refuse(Outcome.ABSENT, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "ns-a", "");

    assertThat(json(PAGES.refused(plan, new Asked("/", HOSTILE, ""), false)).values())
        .filteredOn(HOSTILE::equals)
        .hasSize(5);
  }

  @Test
  void aVeryLongTargetIsCut() {
    Asked asked = new Asked("/" + "x".repeat(8000), "", "");

    assertThat(PAGES.refused(refusal(Outcome.NOT_FOUND), asked, true).text())
        .contains("x".repeat(299) + "…")
        .doesNotContain("x".repeat(300));
  }

  @Test
  void theMarkIsAnAssetAndNothingElseIs() {
    assertThat(PAGES.asset("icon.svg").contentType()).isEqualTo("image/svg+xml");
    assertThat(PAGES.asset("../outcomes.properties").status()).isEqualTo(404);
    assertThat(PAGES.asset("style.css").status()).isEqualTo(404);
  }

  @Test
  void aRedirectKeepsItsStatusAndHasNoBody() {
    assertThat(PAGES.redirect("/a/").status()).isEqualTo(308);
    Page found = PAGES.redirect("/a/?b=%2F", 302);
    assertThat(found.status()).isEqualTo(302);
    assertThat(found.fields()).containsEntry("Location", "/a/?b=%2F");
    assertThat(found.body()).isEmpty();
  }

  static Map<?, ?> json(Page page) {
    return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(page.text());
  }
}
