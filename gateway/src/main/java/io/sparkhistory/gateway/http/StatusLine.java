package io.sparkhistory.gateway.http;

/** {@code HTTP-version SP status-code SP [ reason-phrase ] CRLF} (RFC 9112, section 4). */
final class StatusLine {
  private static final int CODE = Version.LENGTH + 1;
  private static final int REASON = CODE + 4;

  /** Answers an Upgrade, and none is ever sent (RFC 9110, section 15.2.2). */
  private static final int SWITCHING_PROTOCOLS = 101;

  private StatusLine() {}

  /** Where the first field line starts; -1 when the head is refused. */
  static int read(Head head) {
    byte[] b = head.bytes();
    int reasonTo = head.length() < REASON ? 0 : Octets.skip(Octets.VALUE, b, REASON, head.length());
    if (reasonTo == 0 || !Version.follows(b, 0, reasonTo) || !code(b)) {
      return refuse(head, HeadError.STATUS_LINE);
    }
    head.minorVersion = Version.minor(b, 0);
    if (head.minorVersion < 0) {
      return refuse(head, HeadError.VERSION);
    }
    head.status = 100 * (b[CODE] - '0') + 10 * (b[CODE + 1] - '0') + (b[CODE + 2] - '0');
    boolean known = head.status >= 100 && head.status <= 599 && head.status != SWITCHING_PROTOCOLS;
    if (!known || !Octets.isLineEnd(b, reasonTo)) {
      return refuse(head, HeadError.STATUS_LINE);
    }
    head.reason().set(b, REASON, reasonTo);
    return reasonTo + 2;
  }

  /** The space before the reason is there even when the reason is not. */
  private static boolean code(byte[] b) {
    return b[CODE - 1] == ' '
        && Octets.skip(Octets.DIGIT, b, CODE, CODE + 3) == CODE + 3
        && b[CODE + 3] == ' ';
  }

  private static int refuse(Head head, HeadError why) {
    head.refuse(why);
    return -1;
  }
}
