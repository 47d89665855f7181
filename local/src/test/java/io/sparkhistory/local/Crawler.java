package io.sparkhistory.local;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Follows every link and redirect of one namespace's pages, and notes what leaves the namespace or
 * does not work. Links that scripts make are not seen: they are given to it.
 */
final class Crawler {
  /** More are not followed, and that is noted. */
  private static final int MOST = 2_000;

  private static final Pattern LINK =
      Pattern.compile("(?:href|src)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')");
  private static final Pattern STYLE = Pattern.compile("url\\([\"']?([^\"')]+)[\"']?\\)");

  /** Not requests: places on the same page, scripts, contents. */
  private static final Pattern INSIDE = Pattern.compile("(?:#|javascript:|data:|mailto:).*|");

  private final GatewayProcess gateway;
  private final String prefix;
  private final Deque<Link> open = new ArrayDeque<>();
  private final Set<String> seen = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private int redirects;

  /**
   * Where a link leads.
   *
   * @param from address of the page that has it
   * @param target path and query
   */
  private record Link(String from, String target) {}

  Crawler(GatewayProcess gateway, String namespace) {
    this.gateway = gateway;
    prefix = GatewayProcess.PREFIX + namespace + "/";
  }

  /** Begins here, too. */
  void open(String targetBelowPrefix) {
    add("the test", prefix + targetBelowPrefix);
  }

  /** Follows until there is nothing more. */
  void run() {
    while (!open.isEmpty()) {
      Link link = open.remove();
      HttpResponse<String> response = gateway.get(link.target());
      if (link.target().startsWith(prefix + "logPage")) {
        // Spark links to its own log, which needs the right to change the server: nobody's here
        if (response.statusCode() != 403) {
          problems.add("open to everybody with " + response.statusCode() + ": " + link);
        }
      } else if (response.statusCode() >= 400) {
        problems.add(response.statusCode() + " " + link);
      } else if (response.statusCode() >= 300) {
        redirects++;
        redirect(link, response.headers().firstValue("Location").orElse(""));
      } else {
        read(link, response);
      }
    }
  }

  int requests() {
    return seen.size();
  }

  int redirects() {
    return redirects;
  }

  /** Sentences; empty when every link is as it should be. */
  List<String> problems() {
    return problems;
  }

  /** Of the rule for Location in front of the browser: no scheme and no authority, ever. */
  private void redirect(Link link, String location) {
    if (location.startsWith(prefix)) {
      add(link.target(), location);
    } else {
      problems.add("redirected to '" + location + "': " + link);
    }
  }

  private void read(Link link, HttpResponse<String> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (type.startsWith("text/html")) {
      LINK.matcher(response.body()).results().forEach(found -> follow(link, first(found)));
    } else if (type.startsWith("text/css")) {
      STYLE.matcher(response.body()).results().forEach(found -> follow(link, found.group(1)));
    }
  }

  private static String first(MatchResult found) {
    return found.group(1) == null ? found.group(2) : found.group(1);
  }

  private void follow(Link page, String attribute) {
    String reference = attribute.strip().replace("&amp;", "&");
    if (INSIDE.matcher(reference).matches() || isSparksOwnMistake(page, reference)) {
      return;
    }
    URI base = gateway.address().resolve(page.target());
    URI found = base.resolve(reference.replace(" ", "%20"));
    String query = found.getRawQuery() == null ? "" : "?" + found.getRawQuery();
    String target = found.getRawPath() + query;
    if (!found.toString().startsWith(gateway.address() + "/") || !target.startsWith(prefix)) {
      problems.add("link to " + reference + " on " + page.target());
    } else {
      add(page.target(), target);
    }
  }

  /**
   * The page of the server's log (since Spark 4) leads back to {@code /}, whatever
   * spark.ui.proxyBase is.
   */
  private static boolean isSparksOwnMistake(Link page, String reference) {
    return reference.equals("/") && page.target().contains("/logPage/");
  }

  private void add(String from, String target) {
    if (!seen.add(kind(target))) {
      return;
    }
    if (seen.size() > MOST) {
      throw new AssertionError("More than " + MOST + " links, the last one " + target);
    }
    open.add(new Link(from, target));
  }

  /** A table is the same thing in whatever order it is shown: otherwise there is no end. */
  private static String kind(String target) {
    int query = target.indexOf('?');
    if (query < 0 || !target.contains(".sort=")) {
      return target;
    }
    Matcher names = Pattern.compile("([^&=?]+)=").matcher(target.substring(query));
    Stream<String> sorted = names.results().map(name -> name.group(1)).sorted();
    return target.substring(0, query) + sorted.collect(Collectors.joining("&", "?", ""));
  }
}
