package io.sparkhistory.gateway.request;

import java.util.Locale;

/**
 * Whether a request was made by a page below a path, so that no other site, no other page of this
 * host and no prefetch can change something in the visitor's name. A browser says which page it is
 * in {@code Referer}, and in {@code Sec-Fetch-Site} (W3C Fetch Metadata) and {@code Origin} (RFC
 * 6454) that it is of the same origin, where it sends these; no script can set any of them.
 */
final class OwnPage {
  private static final String SAME_ORIGIN = "same-origin";

  private OwnPage() {}

  /**
   * Every field that is there has to say so, and {@code Referer} has to be there. A field that is
   * there twice says nothing.
   *
   * @param prefix path of the pages, without a slash at the end
   */
  static boolean asked(Visit visit, String prefix) {
    String host = visit.host().text().toLowerCase(Locale.ROOT);
    String site = visit.only("sec-fetch-site");
    String origin = visit.only("origin");
    return !host.isEmpty()
        && !visit.prefetch()
        && (site.equals(Visit.NONE) || site.equals(SAME_ORIGIN))
        && (origin.equals(Visit.NONE) || isAt(origin, host, ""))
        && isAt(visit.only("referer"), host, prefix + "/");
  }

  private static boolean isAt(String address, String host, String path) {
    for (String scheme : new String[] {"https://", "http://"}) {
      if (address.startsWith(scheme)) {
        int end = scheme.length() + host.length();
        return address.regionMatches(true, scheme.length(), host, 0, host.length())
            && (path.isEmpty() ? address.length() == end : address.startsWith(path, end));
      }
    }
    return false;
  }
}
