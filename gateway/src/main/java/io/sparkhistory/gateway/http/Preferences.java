package io.sparkhistory.gateway.http;

import io.sparkhistory.gateway.routing.Field;

/** The preferences of {@code Prefer} (RFC 7240, section 2) that the gateway supports. */
public final class Preferences {
  /** There is no such preference, or none that can be understood. */
  public static final int NONE = -1;

  private static final byte[] WAIT = Octets.bytes("wait");

  /** More digits are more seconds than anything here waits. */
  private static final int MAX_DIGITS = 9;

  private Preferences() {}

  /**
   * Seconds that the client is prepared to wait for a response, counted from the arrival of its
   * request (RFC 7240, section 4.3); {@link #NONE} when it does not say. The first one counts
   * (section 2), and when that is malformed none does.
   */
  public static int waitSeconds(Head head) {
    int lines = head.count(Field.PREFER);
    for (int i = lines == 0 ? 0 : head.first(Field.PREFER); lines > 0; i++) {
      if (head.field(i) != Field.PREFER) {
        continue;
      }
      lines--;
      int to = head.valueTo(i);
      for (int from = head.valueFrom(i); from < to; ) {
        int end = itemEnd(head.bytes(), from, to);
        int name = Octets.skip(Octets.BLANK, head.bytes(), from, end);
        int behind = Octets.skip(Octets.TOKEN, head.bytes(), name, end);
        if (Octets.equalIgnoringCase(head.bytes(), name, behind, WAIT)) {
          return seconds(head.bytes(), behind, end);
        }
        from = end + 1;
      }
    }
    return NONE;
  }

  /** Index of the comma behind the item that starts at {@code from}; {@code to} for the last. */
  private static int itemEnd(byte[] b, int from, int to) {
    boolean quoted = false;
    for (int i = from; i < to; i++) {
      if (b[i] == '"') {
        quoted = !quoted;
      } else if (b[i] == '\\' && quoted) {
        i++;
      } else if (b[i] == ',' && !quoted) {
        return i;
      }
    }
    return to;
  }

  /** {@code BWS "=" BWS delta-seconds}, quoted or not, up to a parameter or the end of the item. */
  private static int seconds(byte[] b, int from, int to) {
    int equals = Octets.skip(Octets.BLANK, b, from, to);
    if (equals == to || b[equals] != '=') {
      return NONE;
    }
    int value = Octets.skip(Octets.BLANK, b, equals + 1, to);
    boolean quoted = value < to && b[value] == '"';
    int digits = quoted ? value + 1 : value;
    int digitsTo = Octets.skip(Octets.DIGIT, b, digits, to);
    boolean closed = !quoted || (digitsTo < to && b[digitsTo] == '"');
    int end = Octets.skip(Octets.BLANK, b, quoted && closed ? digitsTo + 1 : digitsTo, to);
    boolean wellFormed = closed && digits < digitsTo && (end == to || b[end] == ';');
    return wellFormed && digitsTo - digits <= MAX_DIGITS
        ? Integer.parseInt(Octets.text(b, digits, digitsTo))
        : NONE;
  }
}
