package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Which application's event log a history server has to read for a request: the {@code APP} of
 * {@code /history/APP…} (org.apache.spark.deploy.history.HistoryServer) and of {@code
 * /api/v1/applications/APP/…} (org.apache.spark.status.api.v1.ApiRootResource), apart from what the
 * listing alone answers: the application itself, an attempt itself, and the download of the log.
 */
final class ApplicationPath {
  private static final byte[] PAGES = "/history/".getBytes(US_ASCII);
  private static final byte[] API = "/api/v1/applications/".getBytes(US_ASCII);

  /** Longest name that is looked at, in bytes. */
  private static final int MAX_LENGTH = 256;

  private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");
  private static final Pattern LISTED = Pattern.compile("/?|/[0-9]+/?|(/[0-9]+)?/logs/?");

  private ApplicationPath() {}

  /**
   * The application; empty when the request reads no log, or has a name with other characters than
   * unreserved ones (RFC 3986, section 2.3).
   *
   * @param b holds the history server's path at {@code b[from..to)}
   */
  static String application(byte[] b, int from, int to) {
    if (startsWith(PAGES, b, from, to)) {
      int name = from + PAGES.length;
      return name(b, name, slash(b, name, to));
    }
    if (!startsWith(API, b, from, to)) {
      return "";
    }
    int name = from + API.length;
    int end = slash(b, name, to);
    return LISTED.matcher(new String(b, end, to - end, ISO_8859_1)).matches()
        ? ""
        : name(b, name, end);
  }

  /** The name in a segment {@code b[from..to)}; empty when it is none. */
  static String name(byte[] b, int from, int to) {
    if (to - from > MAX_LENGTH) {
      return "";
    }
    String segment = new String(b, from, to - from, ISO_8859_1);
    int parameter = segment.indexOf(';'); // which the history server does not look at
    String text = parameter < 0 ? segment : segment.substring(0, parameter);
    // each application has one name here, however it is written
    String name =
        text.indexOf('%') < 0
            ? text
            : ENCODED.matcher(text).replaceAll(hex -> decoded(hex.group(1)));
    return isUnreserved(name) ? name : "";
  }

  /** The name, where it is written without escapes and parameters; empty otherwise. */
  static String asItStands(byte[] b, int from, int to) {
    String name = name(b, from, to);
    return name.length() == to - from && ApplicationId.isValid(name) ? name : "";
  }

  private static String decoded(String hex) {
    String text = String.valueOf((char) Integer.parseInt(hex, 16));
    return isUnreserved(text) ? text : "%";
  }

  private static boolean isUnreserved(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && "._~-".indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean startsWith(byte[] start, byte[] b, int from, int to) {
    int end = from + start.length;
    return end <= to && Arrays.equals(b, from, end, start, 0, start.length);
  }

  /** Index of the next slash; {@code to} when there is none. */
  private static int slash(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] != '/') {
      i++;
    }
    return i;
  }
}
