package io.sparkhistory.gateway.http;

import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Field;

/** The forms of a request target (RFC 9112, section 3.2), brought to the origin form. */
final class Target {
  private static final byte[] HTTP = Octets.bytes("http://");
  private static final byte[] HTTPS = Octets.bytes("https://");
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private Target() {}

  /** Leaves path and query in the head's target; false when the head is refused. */
  static boolean reduce(Head head) {
    ByteRange target = head.target();
    byte[] b = target.bytes();
    byte first = b[target.from()];
    if (first == '*' && target.length() == 1) {
      return head.method().equals("OPTIONS") || head.refuse(HeadError.TARGET);
    }
    if (first != '/') {
      return absolute(head, target);
    }
    return isSpelled(b, target.from(), target.to()) || head.refuse(HeadError.TARGET);
  }

  /** RFC 9112, section 3.2.2. */
  private static boolean absolute(Head head, ByteRange target) {
    byte[] b = target.bytes();
    boolean secure = begins(b, target, HTTPS);
    if (!secure && !begins(b, target, HTTP)) {
      return head.refuse(HeadError.TARGET);
    }
    int from = target.from() + (secure ? HTTPS.length : HTTP.length);
    int path = from;
    while (path < target.to() && b[path] != '/' && b[path] != '?') {
      path++;
    }
    if (!Authority.isValid(b, from, path) || !isSpelled(b, path, target.to())) {
      return head.refuse(HeadError.TARGET);
    }
    ByteRange host = head.value(Field.HOST);
    int port = secure ? HTTPS_PORT : HTTP_PORT;
    if (host.length() == 0 || !Authority.isSame(b, from, path, host.from(), host.to(), port)) {
      return head.refuse(HeadError.AUTHORITY);
    }
    target.set(b, path < target.to() && b[path] == '/' ? path : root(head, path), target.to());
    return true;
  }

  /**
   * Gives an empty path its first byte, in the place of the authority's last, which nobody needs
   * any more: {@code *} for OPTIONS without a query, otherwise a slash.
   */
  private static int root(Head head, int path) {
    boolean server = head.method().equals("OPTIONS") && path == head.target().to();
    head.bytes()[path - 1] = (byte) (server ? '*' : '/');
    return path - 1;
  }

  /** Whether path and query hold only what RFC 3986 allows there, escapes being whole. */
  private static boolean isSpelled(byte[] b, int from, int to) {
    int allowed = Octets.PATH;
    for (int i = from; i < to; i++) {
      byte c = b[i];
      if (c == '%') {
        // a target has a space behind it, which is no digit
        if (Octets.skip(Octets.HEX, b, i + 1, i + 3) != i + 3) {
          return false;
        }
        i += 2;
      } else if (c == '?') {
        allowed = Octets.QUERY;
      } else if (!Octets.is(allowed, c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean begins(byte[] b, ByteRange target, byte[] with) {
    int to = target.from() + with.length;
    return to <= target.to() && Octets.equalIgnoringCase(b, target.from(), to, with);
  }
}
