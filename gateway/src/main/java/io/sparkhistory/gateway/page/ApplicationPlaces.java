package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.page.Pages.Asked;
import io.sparkhistory.gateway.page.Pages.Coverage;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.StartPages.Located;
import io.sparkhistory.gateway.routing.TenantAddresses;
import io.sparkhistory.gateway.search.Places;
import io.sparkhistory.gateway.search.Places.Doubt;
import io.sparkhistory.gateway.search.Row;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of an application: the way to it, a choice where several namespaces have it, and
 * otherwise where was looked and how old the lists are.
 *
 * <p>The page looks again by itself while a list may still come. How often it has looked is in its
 * address ({@code ?look=}), so that it ends without JavaScript, too.
 */
final class ApplicationPlaces {
  private static final int FOUND = 302;
  private static final int NOT_FOUND = 404;

  /** Namespaces that are listed. */
  private static final int MOST_NAMESPACES = 100;

  /** Looks of a page, some seconds apart: three minutes, longer than most starts take. */
  private static final int MOST_LOOKS = 60;

  /** Looks after which another replica of the gateway knows, too, that a server was woken. */
  private static final int LOOKS_UNTIL_WOKEN = 5;

  private static final Pattern LOOK = Pattern.compile("[^?]*\\?look=([1-9][0-9]?)");

  private final Template choice = Template.load("applications.html");
  private final Template nowhere = Template.load("nowhere.html");
  private final Shell shell;
  private final Refusals refusals;
  private final Clock clock;
  private final NamespaceRows namespaces;

  ApplicationPlaces(Shell shell, Refusals refusals, Clock clock) {
    this.shell = shell;
    this.refusals = refusals;
    this.clock = clock;
    this.namespaces = new NamespaceRows(clock);
  }

  /** Address of an application, wherever it is. */
  String address(String application) {
    return shell.prefix() + "/-/app/" + application;
  }

  /** The same for a page that looks again for the first time. */
  String again(String application) {
    return address(application) + "?look=1";
  }

  /**
   * What is there.
   *
   * @param target path and query that were asked for
   */
  Page page(
      Plan.FindApplication plan,
      Located located,
      TenantAddresses addresses,
      String target,
      boolean html) {
    ApplicationRows rows = new ApplicationRows(shell.prefix(), addresses);
    Optional<String> place = onlyPlace(plan, located, rows, html);
    if (place.isPresent()) {
      return shell.redirect(place.get(), FOUND);
    } else if (located.places().found().isEmpty()) {
      return html
          ? nowhere(plan, located, rows, looks(target))
          : problem(plan, located, rows, target);
    }
    return html ? choice(plan, located, rows) : choices(plan, located, rows);
  }

  /** Where it is, or the only place where it can be; a program is not sent on a guess. */
  private static Optional<String> onlyPlace(
      Plan.FindApplication plan, Located located, ApplicationRows rows, boolean html) {
    List<Row> found = located.places().found();
    List<Places.Other> others = located.places().others();
    boolean complete = located.visible().complete();
    if (found.size() == 1 && (complete || found.get(0).state() == Row.State.RUNNING)) {
      return Optional.of(rows.url(found.get(0)));
    }
    boolean guess = html && complete && found.isEmpty() && others.size() == 1;
    return guess && others.get(0).mayHave()
        ? Optional.of(rows.inHistory(others.get(0).entry().tenant(), plan.application(), ""))
        : Optional.empty();
  }

  private Page choice(Plan.FindApplication plan, Located located, ApplicationRows rows) {
    boolean complete = located.visible().complete();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("title", plan.application());
    values.put(
        "text",
        complete
            ? "Several of your namespaces have an application with this id. Choose one."
            : "Still looking for the namespaces that you may see…");
    values.put("namespace", "");
    values.put("rows", located.places().found().stream().map(row -> place(row, rows)).toList());
    String refresh = complete ? "" : address(plan.application());
    return shell.html(
        200, new Shell.Inside(plan.application(), plan.user(), choice, values, "", refresh));
  }

  private Map<String, Object> place(Row row, ApplicationRows rows) {
    List<String> note = new ArrayList<>();
    note.add(row.application().name());
    note.add(row.application().user());
    if (row.application().started() > 0) {
      Instant started = Instant.ofEpochSecond(row.application().started());
      note.add("started " + Times.ago(started, clock.instant()));
    }
    note.removeIf(String::isEmpty);
    Map<String, Object> place = new LinkedHashMap<>(NamespaceRows.EMPTY);
    place.put("url", rows.url(row));
    place.put("namespace", row.tenant().namespace());
    place.put("state", ApplicationRows.style(row.state()));
    place.put("stateText", ApplicationRows.text(row.state()));
    place.put("note", String.join(" · ", note));
    return place;
  }

  private Page choices(Plan.FindApplication plan, Located located, ApplicationRows rows) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("application", plan.application());
    members.put("places", located.places().found().stream().map(rows::members).toList());
    members.put("complete", located.visible().complete());
    return shell.json(200, Shell.JSON, members);
  }

  private Page nowhere(
      Plan.FindApplication plan, Located located, ApplicationRows rows, int looks) {
    Places places = located.places();
    int next = next(located, looks);
    String address = next == 0 ? "" : address(plan.application()) + "?look=" + next;
    int looked = places.others().size();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("application", plan.application());
    values.put("next", address);
    values.put("looked", looked == 0 ? "" : counted(looked, "namespace"));
    values.put("progress", progress(located, looks, next));
    values.put("wake", wake(places));
    values.put("why", why(places.count(Doubt.ASLEEP)));
    values.put(
        "rows",
        places.others().stream()
            .limit(MOST_NAMESPACES)
            .map(other -> other(other, plan.application(), rows))
            .toList());
    int others = looked - MOST_NAMESPACES;
    values.put("others", others <= 0 ? "" : "and " + others + " more.");
    return shell.html(
        NOT_FOUND,
        new Shell.Inside(
            "Not found: " + plan.application(),
            plan.user(),
            nowhere,
            values,
            "nowhere.js",
            address));
  }

  private Map<String, Object> other(Places.Other other, String application, ApplicationRows rows) {
    String url = rows.inHistory(other.entry().tenant(), application, "");
    Map<String, Object> values = namespaces.values(other.entry(), url);
    boolean telling = other.doubt() == Doubt.STARTING || other.doubt() == Doubt.DOWN;
    values.put("note", telling ? values.getOrDefault("note", "") : "");
    values.put("visitedAt", "");
    values.put("runningText", "");
    values.computeIfPresent("listed", (name, said) -> said.equals("") ? "List never read" : said);
    return values;
  }

  /** RFC 9457, with what the page says. */
  private Page problem(
      Plan.FindApplication plan, Located located, ApplicationRows rows, String target) {
    Plan.Refuse refusal =
        new Plan.Refuse(
            Outcome.NOT_FOUND,
            "No namespace that you may see is known to have this application.",
            "Ask the history servers at the places whose list is old or has no room for it: asking"
                + " wakes them.",
            "",
            plan.user(),
            "",
            "",
            new Plan.Refuse.Failure("", plan.application()));
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("looked", located.places().others().size());
    more.put(
        "places",
        located.places().others().stream()
            .limit(MOST_NAMESPACES)
            .map(other -> members(other, rows))
            .toList());
    Coverage coverage = Coverage.of(located.visible());
    more.put("complete", coverage != Coverage.CHECKING);
    more.put("unchecked", coverage == Coverage.UNCHECKED);
    Page page = refusals.problem(refusal, new Asked(target, "", ""), more);
    return coverage == Coverage.CHECKING ? page.with("Retry-After", Shell.REFRESH_SECONDS) : page;
  }

  private static Map<String, Object> members(Places.Other other, ApplicationRows rows) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("namespace", other.entry().tenant().namespace());
    members.put("state", State.of(other.entry().backend()).code());
    members.put("url", rows.base(other.entry().tenant()));
    members.put("applications", other.entry().listing().applications().size());
    other.entry().listing().asOf().ifPresent(time -> members.put("listedAt", time.toString()));
    members.put("listIsOld", other.isOld());
    return members;
  }

  private static int looks(String target) {
    Matcher look = LOOK.matcher(target);
    return look.matches() ? Integer.parseInt(look.group(1)) : 0;
  }

  /** The number of the next look; 0 when nothing new is to be expected, or it was the last. */
  private static int next(Located located, int looks) {
    Places places = located.places();
    boolean comes =
        !located.visible().complete()
            || places.count(Doubt.STARTING) > 0
            || (looks > 0 && places.count(Doubt.AWAKE) > 0)
            || (looks > 0 && looks <= LOOKS_UNTIL_WOKEN && places.count(Doubt.ASLEEP) > 0);
    return comes && looks < MOST_LOOKS ? looks + 1 : 0;
  }

  private static String progress(Located located, int looks, int next) {
    Coverage coverage = Coverage.of(located.visible());
    int starting = located.places().count(Doubt.STARTING);
    int awake = located.places().count(Doubt.AWAKE);
    if (coverage != Coverage.COMPLETE) {
      return StartPage.banner(coverage);
    } else if (next > 0) {
      String servers = starting > 0 ? counted(starting, "history server") + " starting. " : "";
      String lists = looks > 0 && awake > 0 ? counted(awake, "list") + " to be read. " : "";
      return servers + lists + "This page looks again by itself.";
    }
    String unread = awake > 0 ? " " + counted(awake, "list") + " stayed old." : "";
    return looks > 0 ? "Looked again: no list has it." + unread : "";
  }

  /** What is on the button; empty when there is nobody to wake. */
  private static String wake(Places places) {
    int woken = places.toWake().size();
    int all = places.count(Doubt.ASLEEP);
    String which = woken < all ? woken + " of " + counted(all, "namespace") : "";
    return woken == 0
        ? ""
        : "Wake " + (which.isEmpty() ? counted(all, "namespace") : which) + " and look again";
  }

  private static String why(int asleep) {
    return asleep == 1
        ? "One history server sleeps, and its list is old or was never read. It is read when the"
            + " server wakes, and this page looks again by itself."
        : asleep
            + " history servers sleep, and their lists are old or were never read. They are read"
            + " when the servers wake, and this page looks again by itself.";
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
