package io.sparkhistory.gateway.routing;

import java.util.Arrays;

/**
 * Refuses a path that the gateway and a history server could read differently. Servers resolve dot
 * segments, decode escapes once or more often, merge slashes, take a backslash for a slash, cut off
 * path parameters, each in an order of its own; a path that means the same in all of them cannot
 * carry a request from one tenant to another.
 *
 * <p>What is left after these rules holds, however often it is decoded, no segment that is empty
 * (but for the last), {@code .} or {@code ..}, with or without parameters; no slash that was not
 * there before decoding; no backslash; no control byte; nothing that is not UTF-8 (RFC 3629, so no
 * overlong form). Every method returns a sentence for the client, empty when all is well.
 */
final class StrictPath {
  /** Rounds of decoding after which a path that still changes is refused. */
  private static final int ROUNDS = 8;

  private static final String FINE = "";
  private static final String EMPTY_SEGMENT = "The path has an empty segment.";
  private static final String DOT_SEGMENT = "The path has a dot segment.";
  private static final String BACKSLASH = "The path has a backslash.";
  private static final String ENCODED_SLASH = "The path has an encoded slash.";
  private static final String CONTROL = "The path has a control character.";
  private static final String RAW = "The path has a character that must be percent-encoded.";
  private static final String ESCAPE = "The path has a percent sign without two hex digits.";
  private static final String NOT_UTF_8 = "The path has bytes that are not UTF-8.";
  private static final String PARAMETER = "The namespace has a path parameter.";
  private static final String DEPTH = "The path is percent-encoded too many times.";

  private StrictPath() {}

  /**
   * Looks at the path {@code b[from..to)}, without query, that begins with the slash after which
   * the namespace stands. Allocates only when there is a percent sign in it.
   */
  static String problem(byte[] b, int from, int to) {
    boolean escaped = false;
    for (int i = from; i < to; i++) {
      int c = b[i];
      if (c < 0 || c == '#') { // sign bit: not ASCII
        return RAW;
      }
      if (c == '%') {
        if (!isEscape(b, i, to)) {
          return ESCAPE;
        }
        escaped = true;
      }
    }
    String problem = look(b, from, to);
    return problem.isEmpty() && escaped ? decoded(b, from, to) : problem;
  }

  private static String decoded(byte[] b, int from, int to) {
    byte[] path = Arrays.copyOfRange(b, from, to);
    int length = path.length;
    int slashes = slashes(path, length);
    for (int round = 0; round < ROUNDS; round++) {
      int before = length;
      length = decode(path, length);
      if (length == before) {
        return FINE;
      }
      if (slashes(path, length) != slashes) {
        return ENCODED_SLASH;
      }
      String problem = look(path, 0, length);
      if (!problem.isEmpty()) {
        return problem;
      }
      if (!isUtf8(path, length)) {
        return NOT_UTF_8;
      }
    }
    return DEPTH;
  }

  /** What is wrong with the path as it stands. */
  private static String look(byte[] b, int from, int to) {
    int segment = from + 1;
    boolean namespace = true;
    for (int i = from + 1; i <= to; i++) {
      int c = i < to ? b[i] : '/';
      if (c == '/') {
        String problem = segment(b, segment, i, i == to);
        if (!problem.isEmpty()) {
          return problem;
        }
        segment = i + 1;
        namespace = false;
      } else if (c == '\\') {
        return BACKSLASH;
      } else if ((c >= 0 && c < ' ') || c == 0x7f) {
        return CONTROL;
      } else if (c == ';' && namespace) {
        return PARAMETER;
      }
    }
    return FINE;
  }

  private static String segment(byte[] b, int from, int to, boolean last) {
    int end = from;
    while (end < to && b[end] != ';' && end - from < 3) {
      end++;
    }
    boolean parameters = end < to && b[end] == ';';
    return switch (end - from) {
      case 0 -> last && !parameters ? FINE : EMPTY_SEGMENT;
      case 1 -> b[from] == '.' ? DOT_SEGMENT : FINE;
      case 2 -> b[from] == '.' && b[from + 1] == '.' ? DOT_SEGMENT : FINE;
      default -> FINE;
    };
  }

  private static int slashes(byte[] path, int length) {
    int slashes = 0;
    for (int i = 0; i < length; i++) {
      slashes += path[i] == '/' ? 1 : 0;
    }
    return slashes;
  }

  /**
   * Decodes once, in place, and returns the new length. What is no escape stays: after the first
   * round {@code %} may stand for itself.
   */
  private static int decode(byte[] path, int length) {
    int to = 0;
    for (int from = 0; from < length; to++) {
      if (path[from] == '%' && isEscape(path, from, length)) {
        path[to] = (byte) (hex(path[from + 1]) << 4 | hex(path[from + 2]));
        from += 3;
      } else {
        path[to] = path[from++];
      }
    }
    return to;
  }

  private static boolean isEscape(byte[] b, int i, int to) {
    return i + 2 < to && hex(b[i + 1]) >= 0 && hex(b[i + 2]) >= 0;
  }

  private static int hex(byte b) {
    return b < 0 ? -1 : Character.digit(b, 16);
  }

  /** By table 3-7 of the Unicode standard: no overlong form, no surrogate, not above U+10FFFF. */
  private static boolean isUtf8(byte[] path, int length) {
    int i = 0;
    while (i < length) {
      int lead = path[i++] & 0xff;
      if (lead < 0x80) {
        continue;
      }
      int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
      if (lead < 0xc2 || lead > 0xf4 || i + more > length) {
        return false;
      }
      int second = path[i] & 0xff;
      int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
      int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
      if (second < least || second > most) {
        return false;
      }
      for (int k = 1; k < more; k++) {
        if ((path[i + k] & 0xc0) != 0x80) {
          return false;
        }
      }
      i += more;
    }
    return true;
  }
}
