package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The route of a target is the one that the rules give when they are said a second time, with
 * strings; and a path that leads to a tenant's server means the same below it to every server that
 * is careless in a way of its own. Where each namespace has a host of its own, no host serves the
 * documents of another, and no address leads to another site.
 */
public final class RoutesFuzz {
  private static final Routes ROUTES = new Routes("/sparkhistory");
  private static final Routes WITH_HOSTS =
      new Routes("/sparkhistory", new TenantHosts("spark.example", "hub.example"));
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
  private static final Pattern TENANT = Pattern.compile("/(" + LABEL + ")(/.*)?", Pattern.DOTALL);

  private static final String ID = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,252}";
  private static final Pattern LIVE = Pattern.compile("/-/live(/([^/]*)(/.*)?)?", Pattern.DOTALL);

  private static final Pattern OWN_STATUS =
      Pattern.compile("/-/status/(" + LABEL + ")(?:/.*)?", Pattern.DOTALL);
  private static final Pattern STATUS =
      Pattern.compile("/-/status/(" + LABEL + ")(?:/([^/;]{0,256})(?:;[^/]*)?)?", Pattern.DOTALL);

  private RoutesFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String target = new String(data, ISO_8859_1);
    // in the middle of other bytes, as in a head
    byte[] head = ("GET " + target + " HTTP/1.1").getBytes(ISO_8859_1);
    Route route = ROUTES.find(head, 4, 4 + data.length);
    String said = said(route, head, 4 + data.length);
    assertThat(said).as(target).isEqualTo(spec(target));
    for (String host : List.of("hub.example", "ns-a.spark.example", "x.ns-a.spark.example")) {
      hosts(host, route, new ByteRange().set(head, 4, 4 + data.length));
    }
    int rest =
        route instanceof Route.ToTenant tenant
            ? tenant.rest()
            : route instanceof Route.ToDriver driver ? driver.rest() : 0;
    if (rest > 0) {
      String path = new String(head, rest, 4 + data.length - rest, ISO_8859_1);
      List<String> readings = readings(path.replaceFirst("(?s)\\?.*", ""));
      if (route instanceof Route.ToDriver driver) {
        lookIsNoMore(driver, readings);
      }
      for (String careless : readings) {
        assertThat(careless).as(target).doesNotMatch("(?s).*[\\x00-\\x1f\\x7f\\\\].*");
        assertThat(("/" + careless + "/")).as(target).doesNotContain("/../", "/./", "/..;", "/.;");
      }
    }
  }

  /** No driver takes for a kill or a dump what is only a look, however careless it is. */
  private static void lookIsNoMore(Route.ToDriver to, List<String> readings) {
    if (to.use() == DriverUse.LOOK) {
      assertThat(readings)
          .allSatisfy(
              path ->
                  assertThat(path.toLowerCase(Locale.ROOT) + "/")
                      .doesNotMatch(
                          "/(?!static/|metrics/)(.*/)?(kill|threaddump|heaphistogram|threads)/.*"));
    }
  }

  private static void hosts(String host, Route route, ByteRange target) {
    byte[] b = host.getBytes(ISO_8859_1);
    HostRoute found = WITH_HOSTS.at(route, target, new ByteRange().set(b, 0, b.length), true);
    if (found instanceof HostRoute.Elsewhere other) {
      assertThat(other.address()).matches("https://(hub|" + LABEL + ".spark).example/[!-~]*");
    } else if (found instanceof HostRoute.Misdirected wrong) {
      assertThat(wrong.address()).matches("https://(hub|" + LABEL + ".spark).example[/*!-~]*");
      assertThat(host).as(target.text()).isNotEqualTo("hub.example");
    } else if (route instanceof Route.ToTenant to) {
      String path = target.text().substring(to.rest() - target.from());
      assertThat(host + " " + to.tenant().namespace() + path)
          .as("%s serves %s", host, target)
          .matches("(?s)ns-a[.]spark[.]example ns-a/.*|hub[.]example [^/]*/api/v1/.*");
    } else if (route instanceof Route.ToDriver to) {
      String path = target.text().substring(to.rest() - target.from());
      assertThat(host + " " + to.tenant().namespace() + path)
          .as("%s serves %s", host, target)
          .matches("(?s)ns-a[.]spark[.]example ns-a/.*|hub[.]example [^/]*/api/v1/.*");
    }
  }

  private static String said(Route route, byte[] head, int end) {
    if (route instanceof Route.ToTenant to) {
      String path = new String(head, to.rest(), end - to.rest(), ISO_8859_1);
      return to.tenant().namespace() + " " + path;
    } else if (route instanceof Route.ToDriver to) {
      String path = new String(head, to.rest(), end - to.rest(), ISO_8859_1);
      return "live " + to.tenant().namespace() + " " + to.application() + " " + path;
    } else if (route instanceof Route.Running running) {
      return "running " + running.tenant().namespace();
    } else if (route instanceof Route.FindApplication find) {
      return "app " + find.application();
    } else if (route instanceof Route.Elsewhere there) {
      assertThat(there.location()).matches("/sparkhistory/[\\x21-\\x7e]*");
      return there.permanent() ? "308" : "302";
    } else if (route instanceof Route.Status status) {
      return "status " + status.tenant().namespace() + " " + status.application();
    } else if (route instanceof Route.Asset asset) {
      return "asset " + asset.name();
    } else if (route instanceof Route.Reserved reserved) {
      return "reserved " + reserved.tenant().namespace();
    }
    // those that say no more than what they are
    return route.getClass().getSimpleName();
  }

  private static String spec(String target) {
    String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    if (path.equals("/sparkhistory")) {
      return "308";
    }
    if (!path.startsWith("/sparkhistory/")) {
      return "NotFound";
    }
    String below = path.substring("/sparkhistory".length());
    String base = below.replaceFirst("^(/" + LABEL + ")//api/", "$1/api/");
    if (!base.equals(below)) {
      return spec("/sparkhistory" + base + target.substring(path.length()));
    }
    if (isAmbiguous(below)) {
      return "Ambiguous";
    }
    Matcher tenant = TENANT.matcher(below);
    if (tenant.matches()) {
      String name = tenant.group(1);
      String rest = target.substring("/sparkhistory/".length() + name.length());
      Matcher live = LIVE.matcher(tenant.group(2) == null ? "" : tenant.group(2));
      if (live.matches() && !Tenant.RESERVED.contains(name)) {
        return live(name, live, target.substring(path.length()));
      }
      return Tenant.RESERVED.contains(name)
          ? "reserved " + name
          : tenant.group(2) == null ? "308" : name + " " + rest;
    }
    Matcher own = OWN_STATUS.matcher(below);
    if (own.matches() && Tenant.RESERVED.contains(own.group(1))) {
      return "reserved " + own.group(1); // whatever follows
    }
    Matcher status = STATUS.matcher(below);
    if (status.matches()) {
      String segment = status.group(2) == null ? "" : status.group(2);
      String application = decoded(segment);
      boolean none = status.group(2) != null && !application.matches("[A-Za-z0-9._~-]+");
      return none ? "NotFound" : "status " + status.group(1) + " " + application;
    }
    if (below.matches("/-/app/" + ID)) {
      return "app " + below.substring("/-/app/".length());
    }
    if (below.matches("/-/assets/[a-z0-9][a-z0-9._-]*")) {
      return "asset " + below.substring("/-/assets/".length());
    }
    if (below.equals("/-/fence-reports")) {
      return "FenceReport";
    }
    boolean placeholder = below.matches("(?s)/(\\{|%7[Bb])ns(}|%7[Dd])(/.*)?");
    return below.equals("/") ? "Landing" : placeholder ? "302" : "NotFound";
  }

  /**
   * @param path the list, the application without its slash, its own path
   */
  private static String live(String namespace, Matcher path, String query) {
    if (path.group(1) == null) {
      return "308";
    }
    String application = path.group(2);
    return application.isEmpty()
        ? "running " + namespace
        : !application.matches(ID)
            ? "NotFound"
            : path.group(3) == null
                ? "308"
                : "live " + namespace + " " + application + " " + path.group(3) + query;
  }

  private static boolean isAmbiguous(String path) {
    if (path.matches("(?s).*[\\x80-\\xff#].*")
        || ESCAPE.matcher(path).replaceAll("").contains("%")) {
      return true;
    }
    String round = path;
    for (int i = 0; i <= 8; i++) {
      String decoded = i == 0 ? path : decoded(round);
      if (i > 0 && decoded.equals(round)) {
        return false;
      }
      if (looksAmbiguous(decoded) || slashes(decoded) != slashes(path) || !isUtf8(decoded)) {
        return true;
      }
      round = decoded;
    }
    return true;
  }

  private static boolean looksAmbiguous(String path) {
    if (path.matches("(?s).*[\\x00-\\x1f\\x7f\\\\].*")) {
      return true;
    }
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String name = segments[i].replaceFirst("(?s);.*", "");
      boolean end = i == segments.length - 1 && segments[i].isEmpty();
      if (name.equals(".") || name.equals("..") || (name.isEmpty() && !end)) {
        return true;
      }
    }
    return segments[0].contains(";");
  }

  /** What servers make of a path that decode it up to ten times, each in two ways. */
  private static List<String> readings(String path) {
    List<String> readings = new ArrayList<>();
    String decoded = path;
    for (int i = 0; i < 10; i++) {
      readings.add(decoded);
      readings.add(decoded.replaceAll(";[^/]*", ""));
      decoded = decoded(decoded);
    }
    return readings;
  }

  private static String decoded(String path) {
    return ESCAPE
        .matcher(path)
        .replaceAll(
            e ->
                Matcher.quoteReplacement(
                    Character.toString((char) Integer.parseInt(e.group(1), 16))));
  }

  private static long slashes(String path) {
    return path.chars().filter(c -> c == '/').count();
  }

  private static boolean isUtf8(String bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
