package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Every answer of the gateway's own. Browsers get HTML, everybody else JSON: {@link #wantsHtml}
 * tells which. Safe to use from all event loops.
 */
public final class Pages {
  /** How much of the list of namespaces is known. */
  public enum Coverage {
    /** All of it. */
    COMPLETE,
    /** More may come: ask again. */
    CHECKING,
    /** Some namespaces could not be checked, so they are left out. */
    UNCHECKED
  }

  /**
   * What is known of the request that is refused; each part may be empty.
   *
   * @param target path and query, as they were sent
   * @param traceId 32 hex digits (W3C Trace Context)
   * @param allow methods that would have been allowed, for 405
   */
  public record Asked(String target, String traceId, String allow) {
    public static final Asked UNKNOWN = new Asked("", "", "");
  }

  private final String prefix;

  /**
   * @param prefix path of the gateway, such as {@code /sparkhistory}
   */
  public Pages(String prefix, Clock clock) {
    this(prefix, clock, nonces(new SecureRandom()));
  }

  /**
   * @param nonces a fresh unguessable text of the Base64 alphabet for each HTML page
   */
  public Pages(String prefix, Clock clock, Supplier<String> nonces) {
    this.prefix = prefix;
  }

  /** Whether the sender of this {@code Accept} is a browser that shows pages to a person. */
  public static boolean wantsHtml(String accept) {
    return Accept.prefersHtml(accept);
  }

  public Page refused(Plan.Refuse plan, boolean html) {
    return refused(plan, Asked.UNKNOWN, html);
  }

  /** Says what is wrong and what to do next. */
  public Page refused(Plan.Refuse plan, Asked asked, boolean html) {
    return problem(plan.outcome(), plan.reason(), plan.nextStep());
  }

  /**
   * Says how far a sleeping or starting server is and goes on when it is ready.
   *
   * @param target path and query that were asked for
   */
  public Page waiting(Plan.Wait plan, String target, boolean html) {
    return problem(Outcome.WAITING, "The history server is starting.", "Ask again.")
        .with("Retry-After", "5");
  }

  /**
   * Says that the history server is reading a large event log.
   *
   * @param elapsed since the page was asked for
   * @param target path and query that were asked for
   */
  public Page slow(String namespace, Duration elapsed, String target) {
    return problem(Outcome.WAITING, "The history server reads a big event log.", "Ask again.")
        .with("Retry-After", "2");
  }

  /** The state of a server, for the waiting page and for programs. */
  public Page status(Plan.Status plan) {
    return json(Map.of("namespace", plan.namespace()));
  }

  public Page landing(Caller caller, List<Backends.Entry> visible, boolean html) {
    return landing(caller, visible, Coverage.COMPLETE, html);
  }

  /** The namespaces that the caller may see. */
  public Page landing(
      Caller caller, List<Backends.Entry> visible, Coverage coverage, boolean html) {
    return json(
        Map.of(
            "namespaces",
            visible.stream()
                .map(
                    e ->
                        Map.of(
                            "namespace",
                            e.tenant().namespace(),
                            "url",
                            prefix + "/" + e.tenant().namespace() + "/"))
                .toList()));
  }

  /** The same thing under its proper path, for good. */
  public Page redirect(String location) {
    return redirect(location, 308);
  }

  /**
   * The thing that was asked for is elsewhere.
   *
   * @param status 302, 303, 307 or 308
   */
  public Page redirect(String location, int status) {
    return Page.of(status, "", Map.of("Location", location, "Cache-Control", "no-store"), "");
  }

  /** A file that the pages refer to; a 404 page when there is none of this name. */
  public Page asset(String name) {
    return problem(Outcome.NOT_FOUND, "There is no such file.", "Check the address.");
  }

  private static Page json(Map<String, Object> object) {
    return Page.of(200, "application/json", Map.of("Cache-Control", "no-store"), Json.text(object));
  }

  private static Page problem(Outcome outcome, String detail, String nextStep) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("type", "about:blank");
    members.put("title", outcome.phrase());
    members.put("status", outcome.status());
    members.put("detail", detail);
    members.put("outcome", outcome.label());
    members.put("nextStep", nextStep);
    return Page.of(
        outcome.status(),
        "application/problem+json",
        Map.of("Cache-Control", "no-store"),
        Json.text(members));
  }

  private static Supplier<String> nonces(SecureRandom random) {
    return () -> {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      return Base64.getEncoder().encodeToString(bytes);
    };
  }
}
