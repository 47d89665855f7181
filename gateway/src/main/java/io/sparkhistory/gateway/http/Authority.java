package io.sparkhistory.gateway.http;

/**
 * {@code uri-host [ ":" port ]} (RFC 9110, section 7.2), without userinfo. Of the characters that
 * RFC 3986 allows in a registered name only the unreserved ones are taken: no resolver knows the
 * others, and a comma in a name would make two of it in {@code X-Forwarded-Host}.
 */
final class Authority {
  private static final int MAX_PORT = 65_535;

  private Authority() {}

  static boolean isValid(byte[] b, int from, int to) {
    int hostTo = hostTo(b, from, to);
    return hostTo > from && (hostTo == to || (b[hostTo] == ':' && port(b, hostTo + 1, to, 0) >= 0));
  }

  /**
   * Whether two valid authorities are one place, when {@code defaultPort} is that of the scheme.
   */
  static boolean isSame(byte[] b, int from, int to, int otherFrom, int otherTo, int defaultPort) {
    int hostTo = hostTo(b, from, to);
    int otherHostTo = hostTo(b, otherFrom, otherTo);
    return Octets.equalIgnoringCase(b, from, hostTo, b, otherFrom, otherHostTo)
        && port(b, hostTo + 1, to, defaultPort) == port(b, otherHostTo + 1, otherTo, defaultPort);
  }

  /** End of the host; {@code from} when there is none. */
  private static int hostTo(byte[] b, int from, int to) {
    if (from == to || b[from] != '[') {
      return Octets.skip(Octets.HOST, b, from, to);
    }
    int close = Octets.skip(Octets.ADDRESS, b, from + 1, to);
    return close < to && b[close] == ']' && close > from + 2 ? close + 1 : from;
  }

  /** The port; the default when there are no digits, -1 when it is none. */
  private static int port(byte[] b, int from, int to, int defaultPort) {
    if (from >= to) {
      return defaultPort;
    }
    int port = 0;
    for (int i = from; i < to; i++) {
      if (!Octets.is(Octets.DIGIT, b[i])) {
        return -1;
      }
      port = port * 10 + (b[i] - '0');
      if (port > MAX_PORT) {
        return -1;
      }
    }
    return port;
  }
}
