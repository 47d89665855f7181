package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.page.Pages.Asked;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.ApplicationId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says no: what is wrong, what to do next, something to copy where there is something. */
final class Refusals {
  /** Longest part of a target that is shown; a target may be thousands of characters long. */
  private static final int MAX_SHOWN = 300;

  private final Map<Outcome, Words> words = Words.load();
  private final Template error = Template.load("error.html");
  private final Shell shell;

  Refusals(Shell shell) {
    this.shell = shell;
  }

  Page html(Plan.Refuse plan, Asked asked) {
    Words said = words(plan);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", said.title());
    values.put("reason", said.reason());
    values.put("nextStep", said.nextStep());
    values.put("example", plan.example().strip());
    values.put("history", history(plan));
    values.put("again", plan.outcome().status() >= 500 && plan.outcome().status() != 505);
    values.put("facts", facts(plan, asked));
    Page page =
        shell.html(
            plan.outcome().status(),
            new Shell.Inside(
                said.title(), "", error, values, plan.example().isBlank() ? "" : "error.js", ""));
    return withFields(page, plan, asked);
  }

  /** The page of a running application in the history; empty when the page is about none. */
  private String history(Plan.Refuse plan) {
    boolean live =
        switch (plan.outcome()) {
          case LIVE_FAILED, LIVE_TIMEOUT, LIVE_STARTING -> true;
          default -> false;
        };
    String application = plan.failure().application();
    return live && !application.isEmpty()
        ? shell.prefix() + "/" + plan.namespace() + ApplicationId.inHistory(application, "")
        : "";
  }

  /** RFC 9457. The type stays about:blank, so the title is the status phrase. */
  Page problem(Plan.Refuse plan, Asked asked, Map<String, ?> more) {
    Words said = words(plan);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", plan.outcome().phrase());
    members.put("status", plan.outcome().status());
    members.put("detail", said.reason());
    members.put("outcome", plan.outcome().label());
    members.put("nextStep", said.nextStep());
    members.put("cause", plan.failure().cause());
    members.put("namespace", plan.namespace());
    members.put("application", plan.failure().application());
    members.put("user", plan.user());
    members.put("traceId", asked.traceId());
    members.put("example", plan.example());
    members.values().removeIf(value -> value.toString().isEmpty());
    more.forEach(members::putIfAbsent);
    Page page = shell.json(plan.outcome().status(), Shell.PROBLEM, members);
    return withFields(page, plan, asked);
  }

  /**
   * The lines at the foot of a page that an administrator asks for, as values of {@code
   * facts.html}; none when there is nothing to say.
   */
  List<Map<String, Object>> facts(Plan.Refuse plan, Asked asked) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("namespace", plan.namespace());
    values.put("user", plan.user());
    values.put("target", shown(asked.target()));
    values.put("outcome", plan.outcome() == Outcome.WAITING ? "" : plan.outcome().label());
    values.put("status", plan.outcome().status());
    values.put("traceId", asked.traceId());
    boolean any =
        values.entrySet().stream()
            .anyMatch(e -> !e.getKey().equals("status") && !e.getValue().toString().isEmpty());
    return any ? List.of(values) : List.of();
  }

  /** The refusal's own words where it has some. */
  Words words(Plan.Refuse plan) {
    Words general =
        words
            .getOrDefault(plan.outcome(), new Words("", "", "", ""))
            .about(plan.user(), plan.namespace());
    return new Words(
        general.title(),
        plan.reason().isBlank() ? general.reason() : plan.reason(),
        plan.nextStep().isBlank() ? general.nextStep() : plan.nextStep(),
        general.retryAfter());
  }

  private Page withFields(Page page, Plan.Refuse plan, Asked asked) {
    String retryAfter = words(plan).retryAfter();
    Page response = retryAfter.isEmpty() ? page : page.with("Retry-After", retryAfter);
    if (plan.outcome() == Outcome.METHOD_NOT_ALLOWED) {
      response = response.with("Allow", asked.allow().isEmpty() ? "GET, HEAD" : asked.allow());
    } else if (plan.outcome() == Outcome.UNAUTHENTICATED) {
      // RFC 9110, section 15.5.2, demands a challenge; no browser asks for a password at this one
      response = response.with("WWW-Authenticate", "Ingress realm=\"Spark History\"");
    }
    return response;
  }

  private static String shown(String target) {
    return target.length() <= MAX_SHOWN ? target : target.substring(0, MAX_SHOWN) + "…";
  }
}
