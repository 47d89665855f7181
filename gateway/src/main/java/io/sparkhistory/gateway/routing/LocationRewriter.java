package io.sparkhistory.gateway.routing;

import io.sparkhistory.gateway.routing.LocationRewrite.Kind;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Puts the tenant's prefix into the redirects of a history server, which never has it there:
 * Spark's {@code JettyUtils} echo the {@code Host} they were sent and the path that the gateway
 * stripped.
 *
 * <p>A value that points at another host is left alone, and so is one that is relative to the
 * current path, unless it leads up from there: how far up the prefix ends is not known here, and no
 * Spark sends one, so it is dropped. Everything else becomes path-absolute below the prefix, so
 * that the browser keeps its own scheme, host and port. Rewriting twice is rewriting once.
 */
public final class LocationRewriter {
  /** A dot segment as browsers know it (WHATWG URL): escaped too, and beside a backslash. */
  private static final Pattern DOT_SEGMENT =
      Pattern.compile("[/\\\\](?:\\.|%2[eE]){1,2}(?=[/\\\\?#]|\\z)");

  /** The dot segment that leads up, in all these spellings, at the start of a path too. */
  private static final Pattern LEADS_UP =
      Pattern.compile("(?:\\A|[/\\\\])(?:\\.|%2[eE]){2}(?=[/\\\\?#]|\\z)");

  /**
   * The value of a {@code Location} or {@code Content-Location} for the browser.
   *
   * @param tenantPrefix such as {@code /sparkhistory/ns-a}, without a slash at the end
   * @param externalAuthority host and port that the client asked; empty when not known
   * @param ownAuthorities where the gateway may have called this history server
   */
  public LocationRewrite rewrite(
      String value, String tenantPrefix, String externalAuthority, Set<String> ownAuthorities) {
    if (hasControls(value)) {
      return new LocationRewrite(Kind.DROPPED, "");
    }
    // browsers take the spaces around an address away
    String address = value.strip();
    int colon = schemeEnd(address);
    String scheme = colon < 0 ? "" : address.substring(0, colon).toLowerCase(Locale.ROOT);
    if (!scheme.isEmpty() && !scheme.equals("http") && !scheme.equals("https")) {
      return new LocationRewrite(Kind.UNCHANGED, value);
    }
    String rest = slashed(address.substring(colon + 1));
    if (rest.startsWith("//")) {
      int end = authorityEnd(rest);
      Authority named = Authority.of(rest.substring(2, end));
      if (!isOurs(named, scheme, externalAuthority, ownAuthorities)) {
        return new LocationRewrite(Kind.UNCHANGED, value);
      }
      rest = rest.substring(end);
      rest = rest.startsWith("/") ? rest : "/" + rest;
    }
    if (!rest.startsWith("/")) {
      return leadsUp(rest)
          ? new LocationRewrite(Kind.DROPPED, "")
          : new LocationRewrite(Kind.UNCHANGED, value);
    }
    String below = below(resolved(rest), tenantPrefix);
    return new LocationRewrite(below.equals(value) ? Kind.UNCHANGED : Kind.REWRITTEN, below);
  }

  /**
   * The value of a {@code Refresh} for the browser: seconds, a separator, {@code url=} and an
   * address that may be quoted (HTML, "shared declarative refresh steps"). The parameters are those
   * of {@link #rewrite}.
   */
  public LocationRewrite refresh(
      String value, String tenantPrefix, String externalAuthority, Set<String> ownAuthorities) {
    if (isUnsafe(value)) {
      return new LocationRewrite(Kind.DROPPED, "");
    }
    int from = refreshAddress(value);
    int to = value.length();
    if (from < to && (value.charAt(from) == '"' || value.charAt(from) == '\'')) {
      int closing = value.indexOf(value.charAt(from), from + 1);
      to = closing < 0 ? to : closing;
      from = Math.min(to, skip(value, from + 1, " \t"));
    }
    LocationRewrite address =
        rewrite(value.substring(from, to), tenantPrefix, externalAuthority, ownAuthorities);
    if (address.kind() == Kind.DROPPED) {
      return address;
    }
    return new LocationRewrite(
        address.kind(), value.substring(0, from) + address.value() + value.substring(to));
  }

  /** Whether the value holds a byte that ends a header line or a string: CR, LF, NUL. */
  static boolean isUnsafe(String value) {
    return value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0;
  }

  private static boolean leadsUp(String relative) {
    return LEADS_UP.matcher(relative).region(0, skipTo(relative, 0, "?#")).find();
  }

  /** Browsers take backslashes at the start for slashes (WHATWG URL, relative slash state). */
  private static String slashed(String rest) {
    int end = rest.startsWith("\\") ? skip(rest, 0, "/\\") : 0;
    return end == 0 ? rest : "/".repeat(end) + rest.substring(end);
  }

  /** No address holds a control character, and browsers read on as if a tab were not there. */
  private static boolean hasControls(String value) {
    return value.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }

  /**
   * The path without dot segments (RFC 3986, section 5.2.4), and what follows it. They would lead
   * out of the prefix that is put in front.
   */
  private static String resolved(String path) {
    int end = skipTo(path, 0, "?#");
    if (!DOT_SEGMENT.matcher(path).region(0, end).find()) {
      return path;
    }
    StringBuilder out = new StringBuilder();
    ArrayDeque<Integer> starts = new ArrayDeque<>();
    for (int at = 0; at < end; ) {
      int next = Math.min(end, skipTo(path, at + 1, "/\\"));
      int dots = dots(path, at + 1, next);
      if (dots == 2) {
        out.setLength(starts.isEmpty() ? 0 : starts.pop());
      }
      if (dots == 0) {
        starts.push(out.length());
        out.append(path, at, next);
      } else if (next == end) {
        out.append('/');
      }
      at = next;
    }
    out.setCharAt(0, '/');
    return out + path.substring(end);
  }

  /** How many dots the segment is, 1 or 2, written as they are or escaped; 0 for all others. */
  private static int dots(String path, int from, int to) {
    int dots = 0;
    for (int i = from; i < to && dots <= 2; dots++) {
      boolean escaped = i + 3 <= to && path.regionMatches(true, i, "%2e", 0, 3);
      if (!escaped && path.charAt(i) != '.') {
        return 0;
      }
      i += escaped ? 3 : 1;
    }
    return dots <= 2 ? dots : 0;
  }

  /** The path (and what follows it) exactly once below the prefix. */
  static String below(String path, String prefix) {
    int from = 0;
    while (isAtOrBelow(path, from, prefix) && isAtOrBelow(path, from + prefix.length(), prefix)) {
      from += prefix.length();
    }
    String once = path.substring(from);
    return isAtOrBelow(once, 0, prefix) ? once : prefix + once;
  }

  private static boolean isAtOrBelow(String path, int from, String prefix) {
    int to = from + prefix.length();
    return path.startsWith(prefix, from)
        && (path.length() == to || "/?#".indexOf(path.charAt(to)) >= 0);
  }

  /** An empty authority ({@code ///path}) names nobody else, so it is ours. */
  private static boolean isOurs(
      Authority named, String scheme, String external, Set<String> ownAuthorities) {
    if (named.host.isEmpty() || (!external.isEmpty() && named.is(external, scheme))) {
      return true;
    }
    for (String own : ownAuthorities) {
      if (named.is(own, scheme)) {
        return true;
      }
    }
    return false;
  }

  /** Index of the colon after a scheme (RFC 3986, section 3.1); -1 when there is none. */
  private static int schemeEnd(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (c == ':' && i > 0) {
        return i;
      }
      if (!letter && !(i > 0 && later)) {
        return -1;
      }
    }
    return -1;
  }

  /** Browsers end an authority at a backslash too (WHATWG URL), so it is never part of a host. */
  private static int authorityEnd(String rest) {
    return skipTo(rest, 2, "/?#\\");
  }

  /** Index of the first of these characters; the length when there is none. */
  private static int skipTo(String value, int from, String chars) {
    int i = from;
    while (i < value.length() && chars.indexOf(value.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  /** Index at which the address of a refresh begins; the length when there is none. */
  private static int refreshAddress(String value) {
    int number = skip(value, 0, " \t");
    int i = skip(value, number, "0123456789.");
    if (i == number || i == value.length() || ";, \t".indexOf(value.charAt(i)) < 0) {
      return value.length();
    }
    i = skip(value, i, " \t");
    if (i < value.length() && ";,".indexOf(value.charAt(i)) >= 0) {
      i = skip(value, i + 1, " \t");
    }
    if (!value.regionMatches(true, i, "url", 0, 3)) {
      return i;
    }
    int equals = skip(value, i + 3, " \t");
    if (equals == value.length() || value.charAt(equals) != '=') {
      return i;
    }
    return skip(value, equals + 1, " \t");
  }

  private static int skip(String value, int from, String chars) {
    int i = from;
    while (i < value.length() && chars.indexOf(value.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /**
   * Host and port without userinfo.
   *
   * @param port digits; empty for the default of whatever scheme applies
   */
  private record Authority(String host, String port) {

    static Authority of(String text) {
      String hostPort = text.substring(text.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
      int colon = hostPort.lastIndexOf(':');
      // the colons of an IPv6 address stand inside its brackets
      return colon > hostPort.lastIndexOf(']')
          ? new Authority(hostPort.substring(0, colon), hostPort.substring(colon + 1))
          : new Authority(hostPort, "");
    }

    /** Whether this, found with that scheme, and the other, of any scheme, are the same place. */
    boolean is(String other, String scheme) {
      Authority reference = of(other);
      return host.equals(reference.host)
          && (port.equals(reference.port)
              || (isDefault(port, scheme) && isDefault(reference.port, scheme)));
    }

    private static boolean isDefault(String port, String scheme) {
      return switch (port) {
        case "" -> true;
        case "80" -> !scheme.equals("https");
        case "443" -> !scheme.equals("http");
        default -> false;
      };
    }
  }
}
