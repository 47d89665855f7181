package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.StartPages;
import io.sparkhistory.gateway.request.VisibleTenants;
import io.sparkhistory.gateway.routing.TenantAddresses;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Every local response of the gateway. Browsers get HTML, everybody else JSON: {@link #wantsHtml}
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
    UNCHECKED;

    static Coverage of(VisibleTenants.Visible visible) {
      Coverage checked = visible.unchecked() > 0 ? UNCHECKED : COMPLETE;
      return visible.complete() ? checked : CHECKING;
    }
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

  private final Shell shell;
  private final Refusals refusals;
  private final Waiting waiting;
  private final StartPage start;
  private final Applications applications;
  private final ApplicationPlaces places;

  /**
   * Pages with unguessable nonces.
   *
   * @param prefix path of the gateway, such as {@code /sparkhistory}
   */
  public Pages(String prefix, Clock clock) {
    this(prefix, clock, nonces(new SecureRandom()));
  }

  /**
   * Pages with these nonces.
   *
   * @param nonces a fresh unguessable text of the Base64 alphabet for each HTML page
   */
  public Pages(String prefix, Clock clock, Supplier<String> nonces) {
    shell = new Shell(prefix.equals("/") ? "" : prefix, nonces);
    refusals = new Refusals(shell);
    waiting = new Waiting(shell, refusals, clock);
    start = new StartPage(shell, clock);
    applications = new Applications(shell, clock);
    places = new ApplicationPlaces(shell, refusals, clock);
  }

  /** Whether the sender of this {@code Accept} is a browser that shows pages to a person. */
  public static boolean wantsHtml(String accept) {
    return Accept.prefersHtml(accept);
  }

  /** As {@link #refused(Plan.Refuse, Asked, boolean)}, when nothing is known of the request. */
  public Page refused(Plan.Refuse plan, boolean html) {
    return refused(plan, Asked.UNKNOWN, html);
  }

  /** Says what is wrong and what to do next. */
  public Page refused(Plan.Refuse plan, Asked asked, boolean html) {
    if (!html) {
      return refusals.problem(plan, asked, Map.of());
    }
    boolean canBeWoken = plan.outcome() == Outcome.SERVER_FAILED && !plan.namespace().isEmpty();
    return canBeWoken ? waiting.failed(plan, asked) : refusals.html(plan, asked);
  }

  /**
   * Says how far a sleeping or starting server is and goes on when it is ready. It must be served
   * at the address that was asked for, because it goes on by reloading.
   *
   * @param target path and query that were asked for
   */
  public Page waiting(Plan.Wait plan, String target, boolean html) {
    return waiting(plan, target, html, "");
  }

  /**
   * As {@link #waiting(Plan.Wait, String, boolean)}.
   *
   * @param applied which preference of the client was followed (RFC 7240); empty for none
   */
  public Page waiting(Plan.Wait plan, String target, boolean html, String applied) {
    Page page = html ? waiting.html(plan, target) : waiting.problem(plan, target);
    return applied.isEmpty() ? page : page.with("Preference-Applied", applied);
  }

  /**
   * Says that the history server is reading a large event log. It asks for its own address until
   * the response is another page, which it knows by the header {@code X-Spark-History-Page}.
   *
   * @param elapsed since the page was asked for
   * @param target path and query that were asked for
   */
  public Page slow(String namespace, Duration elapsed, String target) {
    return waiting.slow(namespace, elapsed, target);
  }

  /** The state of a server, for the waiting page and for programs. */
  public Page status(Plan.Status plan) {
    return waiting.status(plan);
  }

  /**
   * The start page: the namespaces that the caller may see, and their applications.
   *
   * @param addresses where the caller finds the namespaces
   */
  public Page start(
      Caller caller, StartPages.Content content, TenantAddresses addresses, boolean html) {
    return html ? start.html(caller, content, addresses) : start.json(content, addresses);
  }

  /** The running applications of a namespace. */
  public Page running(Plan.Running plan, boolean html) {
    return html ? applications.html(plan) : applications.json(plan);
  }

  /** Path of {@link #located} for this application. */
  public String find(String application) {
    return places.address(application);
  }

  /** The same for a page that looks again by itself. */
  public String lookAgain(String application) {
    return places.again(application);
  }

  /**
   * Says that the links of an application's pages lead elsewhere, before the visitor sees them.
   *
   * @param base where they lead, as the driver says
   */
  public Page elsewhere(Plan.Live plan, String base) {
    return applications.elsewhere(plan, base);
  }

  /**
   * The way to an application, a choice, or where it was looked for (404).
   *
   * @param addresses where the caller finds the namespaces
   * @param target path and query that were asked for
   */
  public Page located(
      Plan.FindApplication plan,
      StartPages.Located located,
      TenantAddresses addresses,
      String target,
      boolean html) {
    return places.page(plan, located, addresses, target, html);
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
    return shell.redirect(location, status);
  }

  /** No content, for what is only noted. */
  public Page nothing() {
    return shell.nothing();
  }

  /** A file that the pages refer to; a 404 page when there is none of this name. */
  public Page asset(String name) {
    return name.equals("icon.svg")
        ? shell.icon()
        : refusals.problem(Plan.Refuse.of(Outcome.NOT_FOUND, "", ""), Asked.UNKNOWN, Map.of());
  }

  private static Supplier<String> nonces(SecureRandom random) {
    return () -> {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      return Base64.getEncoder().encodeToString(bytes);
    };
  }
}
