package io.sparkhistory.historyserver.archive;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens one page of each kind: follows links, and takes those for the same kind whose addresses
 * differ only in numbers, names of applications and the values of parameters. Of each application
 * it opens the first page, because that replays its log.
 */
final class PageWalk {
  private static final int MOST = 300;
  private static final Duration LISTING = Duration.ofMinutes(3);
  private static final Duration RESPONSE = Duration.ofMinutes(2);
  private static final String BASE = "/sparkhistory/training";

  private static final Pattern LINK = Pattern.compile("(?:href|src)=[\"']([^\"'#]+)[\"'#]");
  private static final Pattern ID = Pattern.compile("\"id\" : \"([^\"]+)\"");
  private static final String[] API = {
    "",
    "/jobs",
    "/stages?details=true",
    "/executors",
    "/allexecutors",
    "/environment",
    "/storage/rdd",
    "/sql",
    "/streaming/statistics",
    "/logs"
  };

  private final HttpClient http =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final URI server;
  private final Set<String> seen = new HashSet<>();
  private final Queue<String> open = new ArrayDeque<>();

  private PageWalk(URI server) {
    this.server = server;
  }

  /**
   * Opens them.
   *
   * @param logs how many logs it has to list first
   */
  static void all(URI server, int logs) throws IOException, InterruptedException {
    PageWalk walk = new PageWalk(server);
    Set<String> applications = walk.listing(logs);
    walk.add("/");
    walk.add("/?showIncomplete=true");
    walk.add("/api/v1/version");
    for (String application : applications) {
      walk.get("/history/" + application + "/jobs/");
      for (String part : API) {
        walk.add("/api/v1/applications/" + application + part);
      }
      walk.add("/history/" + application + "/");
    }
    walk.follow();
  }

  /** The applications, when as many are listed as there are logs, or no more of them come. */
  private Set<String> listing(int logs) throws IOException, InterruptedException {
    long end = System.nanoTime() + LISTING.toNanos();
    Set<String> found = new HashSet<>();
    while (found.size() < Math.max(1, logs / 2) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      Matcher id = ID.matcher(get("/api/v1/applications"));
      while (id.find()) {
        found.add(id.group(1));
      }
    }
    if (found.isEmpty() && logs > 0) {
      throw new IOException("the history server lists no application");
    }
    return found;
  }

  private void follow() throws IOException, InterruptedException {
    int opened = 0;
    for (String path = open.poll(); path != null && opened < MOST; path = open.poll()) {
      opened++;
      Matcher link = LINK.matcher(get(path));
      while (link.find()) {
        String target = link.group(1).replace("&amp;", "&");
        if (target.startsWith(BASE + "/")) {
          add(target.substring(BASE.length()));
        } else if (target.startsWith("?")) {
          add(path.replaceFirst("\\?.*", "") + target);
        }
      }
    }
  }

  private void add(String path) {
    if (seen.add(kind(path))) {
      open.add(path);
    }
  }

  /** What an address has in common with others that lead to the same kind of page. */
  static String kind(String path) {
    return path.replaceFirst("/(history|applications)/[^/?]+", "/$1/ID")
        .replaceAll("=[^&]*", "=")
        .replaceAll("[0-9]+", "0");
  }

  private String get(String path) throws IOException, InterruptedException {
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(URI.create(server + path)).timeout(RESPONSE).build();
    } catch (IllegalArgumentException e) {
      return ""; // an address that no client could ask for
    }
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 == 3) {
      String location = response.headers().firstValue("Location").orElse("");
      String redirected = location.replaceFirst("^http://[^/]+", "").replaceFirst("^" + BASE, "");
      return redirected.equals(path) ? "" : get(redirected);
    }
    return response.body();
  }
}
