package io.sparkhistory.gateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a browser goes for an address, by the WHATWG URL standard's parser for http and https:
 * white space that it ignores, backslashes that it takes for slashes, dot segments in all
 * spellings.
 *
 * @param host empty for the one that the page came from
 * @param path with dot segments resolved; empty when the address is relative to the page's own
 */
record Browser(String host, String path) {
  private static final Pattern SCHEME = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]*):(.*)");
  private static final String OTHER = "another scheme";

  /** Seen from a page that came by {@code scheme}. */
  static Browser goesTo(String address, String scheme) {
    String text = address.replaceAll("^[\\x00-\\x20]+|[\\x00-\\x20]+$", "");
    text = text.replaceAll("[\\t\\r\\n]", "");
    Matcher named = SCHEME.matcher(text);
    boolean relative = true;
    if (named.matches()) {
      String asked = named.group(1).toLowerCase(Locale.ROOT);
      if (!asked.equals("http") && !asked.equals("https")) {
        return new Browser(OTHER, "");
      }
      relative = asked.equals(scheme);
      text = named.group(2);
    }
    text = text.replaceFirst("(?s)[?#].*", "").replace('\\', '/');
    if (text.startsWith("//") || !relative) {
      String rest = text.replaceFirst("^/*", "");
      int slash = (rest + "/").indexOf('/');
      return new Browser(rest.substring(0, slash), resolved(rest.substring(slash)));
    }
    return new Browser("", text.startsWith("/") ? resolved(text) : "");
  }

  private static String resolved(String path) {
    List<String> out = new ArrayList<>();
    String[] segments = (path.isEmpty() ? "/" : path).substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String plain = segments[i].replaceAll("(?i)%2e", ".");
      boolean last = i == segments.length - 1;
      if (plain.equals("..") && !out.isEmpty()) {
        out.remove(out.size() - 1);
      }
      if (!plain.equals("..") && !plain.equals(".")) {
        out.add(segments[i]);
      } else if (last) {
        out.add("");
      }
    }
    return "/" + String.join("/", out);
  }
}
