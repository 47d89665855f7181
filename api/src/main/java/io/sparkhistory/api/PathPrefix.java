package io.sparkhistory.api;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Path below which the gateway serves all tenants: the one rule for it, of both programs. */
public final class PathPrefix {
  /**
   * Segments by which Spark's pages recognise their own addresses: {@code utils.js}, {@code
   * stagepage.js} and {@code environmentpage.js} look for the first one and ask outside of the
   * prefix when it stands there.
   */
  private static final Set<String> SPARKS_OWN = Set.of("history", "proxy");

  /** Segments of unreserved characters (RFC 3986, section 2.3), none of which is a dot segment. */
  private static final Pattern SEGMENTS = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

  /** Longest prefix, in characters: it is part of each request's target. */
  private static final int MAX_LENGTH = 200;

  private PathPrefix() {}

  /**
   * The path with a slash in front and none behind; either may be there or not. Throws {@link
   * IllegalArgumentException} with what is expected instead of a path that cannot be served.
   */
  public static String of(String text) {
    String withSlash = text.startsWith("/") ? text : "/" + text;
    String path =
        withSlash.endsWith("/") ? withSlash.substring(0, withSlash.length() - 1) : withSlash;
    if (path.length() > MAX_LENGTH || !SEGMENTS.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "a path such as /sparkhistory, of at most 200 letters, digits and '-', '_', '~', '.',"
              + " with no segment that is empty or begins with a dot");
    }
    for (String segment : path.substring(1).split("/", -1)) {
      if (SPARKS_OWN.contains(segment)) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "a path without the segment '%s', which Spark's pages take for their own so that"
                    + " they ask outside of it; choose another, such as /sparkhistory",
                segment));
      }
    }
    return path;
  }
}
