package io.sparkhistory.gateway.http;

import io.sparkhistory.gateway.routing.Field;

/** The options that the Connection fields of a head list (RFC 9110, section 7.6.1). */
final class ConnectionOptions {
  private static final byte[] CLOSE = Octets.bytes("close");
  private static final byte[] KEEP_ALIVE = Octets.bytes("keep-alive");

  private ConnectionOptions() {}

  /**
   * Says by the options whether the connection stays open (RFC 9112, section 9.3). False when a
   * Connection field is no list of names: what cannot be read cannot be obeyed.
   */
  static boolean read(Head head) {
    boolean close = false;
    boolean keepAlive = false;
    byte[] bytes = head.bytes();
    int lines = head.count(Field.CONNECTION);
    for (int i = lines == 0 ? head.fields() : head.first(Field.CONNECTION); lines > 0; i++) {
      if (head.field(i) != Field.CONNECTION) {
        continue;
      }
      lines--;
      int end = head.valueTo(i);
      for (int at = option(bytes, head.valueFrom(i), end); at < end; ) {
        int stop = Octets.skip(Octets.TOKEN, bytes, at, end);
        int next = Octets.skip(Octets.BLANK, bytes, stop, end);
        if (stop == at || (next < end && bytes[next] != ',')) {
          return false;
        }
        boolean stays = Octets.equalIgnoringCase(bytes, at, stop, KEEP_ALIVE);
        keepAlive |= stays;
        close |= Octets.equalIgnoringCase(bytes, at, stop, CLOSE);
        head.connectionNamesFields |= !stays;
        at = option(bytes, next, end);
      }
    }
    head.keepAlive = !close && (keepAlive || head.minorVersion == 1);
    return true;
  }

  /** Whether the head's Connection fields list {@code b[from..to)}, in any case of letters. */
  static boolean list(Head head, byte[] b, int from, int to) {
    byte[] bytes = head.bytes();
    for (int i = head.first(Field.CONNECTION); i < head.fields(); i++) {
      if (head.field(i) != Field.CONNECTION) {
        continue;
      }
      int end = head.valueTo(i);
      for (int at = option(bytes, head.valueFrom(i), end); at < end; ) {
        int stop = Octets.skip(Octets.TOKEN, bytes, at, end);
        if (Octets.equalIgnoringCase(bytes, at, stop, b, from, to)) {
          return true;
        }
        at = option(bytes, stop, end);
      }
    }
    return false;
  }

  /** Start of the next option: past blanks, commas and the empty elements that they make. */
  private static int option(byte[] b, int from, int to) {
    int at = from;
    while (at < to && (b[at] == ',' || b[at] == ' ' || b[at] == '\t')) {
      at++;
    }
    return at;
  }
}
