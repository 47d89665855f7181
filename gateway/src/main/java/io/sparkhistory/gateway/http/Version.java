package io.sparkhistory.gateway.http;

/** {@code HTTP-version} (RFC 9112, section 2.3): eight bytes, letters in upper case. */
final class Version {
  static final int LENGTH = 8;

  private static final byte[] NAME = Octets.bytes("HTTP/");

  private Version() {}

  /** Whether a version, of whatever number, stands at {@code at}. */
  static boolean follows(byte[] b, int at, int to) {
    return at + LENGTH <= to
        && Octets.equal(b, at, at + NAME.length, NAME)
        && Octets.is(Octets.DIGIT, b[at + 5])
        && b[at + 6] == '.'
        && Octets.is(Octets.DIGIT, b[at + 7]);
  }

  /** 0 for HTTP/1.0, 1 for HTTP/1.1, -1 for others. */
  static int minor(byte[] b, int at) {
    int minor = b[at + 7] - '0';
    return b[at + 5] == '1' && minor <= 1 ? minor : -1;
  }
}
