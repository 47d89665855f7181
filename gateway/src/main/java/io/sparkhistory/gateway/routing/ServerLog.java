package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Whether a request is for the log of the history server itself: {@code /logPage}
 * (org.apache.spark.deploy.history.LogPage, Spark 4.0 and newer). It tells of everybody's
 * applications, paths and failures, and is there for those who run the server.
 */
final class ServerLog {
  private static final String PAGE = "logpage";

  /** Longest segment that can be the page's name with every letter encoded three times. */
  private static final int MAX_LENGTH = 256;

  private static final Pattern ENCODED = Pattern.compile("%([0-9A-Fa-f]{2})");

  private ServerLog() {}

  /**
   * Reads the first segment as any server could: decoded once or more often, without parameters, in
   * any letter case. Allocates only when its first letter can be the page's.
   *
   * @param b holds the history server's path at {@code b[from..to)}, which {@link StrictPath} found
   *     nothing wrong with
   */
  static boolean isAskedFor(byte[] b, int from, int to) {
    int name = from + 1;
    if (name >= to || ((b[name] | 0x20) != 'l' && b[name] != '%')) {
      return false;
    }
    int end = name;
    while (end < to && b[end] != '/') {
      end++;
    }
    String segment = new String(b, name, Math.min(end - name, MAX_LENGTH), ISO_8859_1);
    String before;
    do {
      if (segment.replaceFirst(";.*", "").equalsIgnoreCase(PAGE)) {
        return true;
      }
      before = segment;
      segment = ENCODED.matcher(before).replaceAll(ServerLog::decoded);
    } while (!segment.equals(before));
    return false;
  }

  private static String decoded(MatchResult escape) {
    char c = (char) Integer.parseInt(escape.group(1), 16);
    return c == '\\' || c == '$' ? "\\" + c : Character.toString(c);
  }
}
