package io.sparkhistory.gateway.http;

import io.sparkhistory.gateway.configuration.HeadLimits;

/** {@code method SP request-target SP HTTP-version CRLF} (RFC 9112, section 3), nothing else. */
final class RequestLine {
  /** Longest method; the longest registered one has 16 letters. */
  private static final int METHOD_BYTES = 32;

  private static final String[] METHODS = {
    "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"
  };
  private static final byte[] CONNECT = Octets.bytes("CONNECT");

  private RequestLine() {}

  /** Where the first field line starts; -1 when the head is refused. */
  static int read(Head head, HeadLimits limits) {
    byte[] b = head.bytes();
    int methodTo = Octets.skip(Octets.TOKEN, b, 0, head.length());
    int targetTo = methodTo + 1;
    while (b[targetTo] > ' ' || b[targetTo] < 0) {
      targetTo++;
    }
    if (b[methodTo] != ' ' || b[targetTo] != ' ' || targetTo == methodTo + 1) {
      return refuse(head, HeadError.REQUEST_LINE);
    }
    int end = targetTo + 1 + Version.LENGTH;
    if (!Version.follows(b, targetTo + 1, head.length()) || !Octets.isLineEnd(b, end)) {
      return refuse(head, HeadError.REQUEST_LINE);
    }
    head.minorVersion = Version.minor(b, targetTo + 1);
    if (head.minorVersion < 0) {
      return refuse(head, HeadError.VERSION);
    }
    if (methodTo > METHOD_BYTES || Octets.equal(b, 0, methodTo, CONNECT)) {
      return refuse(head, HeadError.METHOD);
    }
    if (targetTo - methodTo - 1 > limits.targetBytes()) {
      return refuse(head, HeadError.TARGET_TOO_LONG);
    }
    head.method = method(b, methodTo);
    head.target().set(b, methodTo + 1, targetTo);
    return end + 2;
  }

  private static String method(byte[] b, int to) {
    for (String method : METHODS) {
      if (Octets.equal(b, 0, to, method)) {
        return method;
      }
    }
    return Octets.text(b, 0, to);
  }

  private static int refuse(Head head, HeadError why) {
    head.refuse(why);
    return -1;
  }
}
