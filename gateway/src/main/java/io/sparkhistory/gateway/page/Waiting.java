package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.page.Pages.Asked;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Waiting pages, which continue by themselves, and the status that they poll. */
final class Waiting {
  /** Tells {@code slow.js} that it has been given the slow page once more. */
  static final String MARK = "X-Spark-History-Page";

  /** For the foot of a page whose head says already whom and what it is about. */
  private static final Plan.Refuse NOBODY = Plan.Refuse.of(Outcome.WAITING, "", "");

  /**
   * Targets whose response is a file (org.apache.spark.status.api.v1.ApiRootResource): a browser
   * that reloads one of them stays on the page that it has.
   */
  private static final Pattern DOWNLOAD =
      Pattern.compile(
          "[^?]*/api/v1/applications/[^/?]+/(?:[^/?]+/)?logs/?(?:\\?.*)?", Pattern.DOTALL);

  private static final long RETRY_SECONDS = 5;
  private static final long MAX_RETRY_SECONDS = 30;

  private final Template waiting = Template.load("waiting.html");
  private final Template slow = Template.load("slow.html");
  private final Shell shell;
  private final Refusals refusals;
  private final Clock clock;

  Waiting(Shell shell, Refusals refusals, Clock clock) {
    this.shell = shell;
    this.refusals = refusals;
    this.clock = clock;
  }

  Page html(Plan.Wait plan, String target) {
    Map<String, Object> state = state(plan.namespace(), "", plan.backend());
    String running = plan.running() == 1 ? "1 application" : plan.running() + " applications";
    state.put("running", plan.running() == 0 ? "" : running);
    return page(state, plan.user(), target, refusals.facts(NOBODY, asked(target)))
        .with("Retry-After", Long.toString(retryAfter(state)));
  }

  /** The same page in its other half: it does not start, or does not open, because of this. */
  Page failed(Plan.Refuse plan, Asked asked) {
    Words said = refusals.words(plan);
    Plan.Refuse.Failure failure = plan.failure();
    Backend failed = new Backend.Failed(said.reason(), said.nextStep(), failure.cause());
    return page(
            state(plan.namespace(), failure.application(), failed),
            plan.user(),
            asked.target(),
            refusals.facts(plan, asked))
        .with("Retry-After", Long.toString(MAX_RETRY_SECONDS));
  }

  Page problem(Plan.Wait plan, String target) {
    Map<String, Object> state = state(plan.namespace(), "", plan.backend());
    state.values().removeIf(value -> value.toString().isEmpty());
    return refusals
        .problem(asRefusal(plan), asked(target), state)
        .with("Retry-After", Long.toString(retryAfter(state)));
  }

  Page status(Plan.Status plan) {
    Map<String, Object> state = state(plan.namespace(), plan.application(), plan.backend());
    return shell.json(200, Shell.JSON, state);
  }

  Page slow(String namespace, Duration elapsed, String target) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("namespace", namespace);
    values.put("elapsedSeconds", elapsed.toSeconds());
    values.put("times", Times.seconds(elapsed.toSeconds()) + " so far");
    values.put("facts", refusals.facts(NOBODY, asked(target)));
    return shell
        .html(
            Outcome.WAITING.status(),
            new Shell.Inside("Reading a big event log", "", slow, values, "slow.js", target))
        .with("Retry-After", Shell.REFRESH_SECONDS)
        .with(MARK, "slow");
  }

  private Page page(
      Map<String, Object> state, String user, String target, List<Map<String, Object>> facts) {
    boolean failed = state.containsValue(State.FAILED.code());
    long elapsed = (long) state.getOrDefault("elapsedSeconds", 0L);
    long usual = (long) state.getOrDefault("usualSeconds", 0L);
    Map<String, Object> values = new LinkedHashMap<>(state);
    values.put("failed", failed);
    values.putIfAbsent("running", "");
    values.put("download", DOWNLOAD.matcher(target).matches());
    values.put("progress", progress(elapsed, usual));
    values.put("times", times(elapsed, usual));
    values.put("facts", facts);
    Object application = state.getOrDefault("application", "");
    String trouble =
        application.equals("")
            ? "Does not start: " + state.get("namespace")
            : "Cannot be opened: " + application;
    String title = failed ? trouble : "Waking " + state.get("namespace");
    return shell.html(
        Outcome.WAITING.status(),
        new Shell.Inside(title, user, waiting, values, "waiting.js", failed ? "" : target));
  }

  /** Percent: nine tenths of the way at the usual time, and then ever slower. As in waiting.js. */
  private static Object progress(long elapsed, long usual) {
    if (usual == 0 || elapsed > 2 * usual) {
      return "";
    }
    double part = (double) elapsed / usual;
    double late = Math.max(0, part - 1);
    return Math.round(90 * Math.min(1, part) + 9 * (1 - Math.exp(-late)));
  }

  private static String times(long elapsed, long usual) {
    return Times.seconds(elapsed)
        + " so far"
        + (usual == 0 ? "" : " · usually " + Times.seconds(usual))
        + (usual > 0 && elapsed > 2 * usual ? " · longer than usual" : "");
  }

  /** When the server is likely to be there, if that is known. */
  private static long retryAfter(Map<String, Object> state) {
    long usual = (long) state.getOrDefault("usualSeconds", 0L);
    long left = usual - (long) state.getOrDefault("elapsedSeconds", 0L);
    return usual == 0 ? RETRY_SECONDS : Math.max(1, Math.min(MAX_RETRY_SECONDS, left));
  }

  private Map<String, Object> state(String namespace, String application, Backend backend) {
    return State.describe(namespace, application, backend, clock.instant());
  }

  private static Plan.Refuse asRefusal(Plan.Wait plan) {
    return new Plan.Refuse(
        Outcome.WAITING, "", "", "", plan.user(), plan.namespace(), plan.access());
  }

  private static Asked asked(String target) {
    return new Asked(target, "", "");
  }
}
