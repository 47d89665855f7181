package io.sparkhistory.gateway.http;

import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.routing.Field;

/** {@code *( field-name ":" OWS field-value OWS CRLF )} (RFC 9112, section 5). */
final class FieldLines {
  private FieldLines() {}

  /** Reads the field lines from {@code from} to the empty line; false when the head is refused. */
  static boolean read(Head head, int from, HeadLimits limits, SeenNames names) {
    byte[] b = head.bytes();
    int end = head.length() - 2;
    int at = from;
    while (at < end) {
      int colon = EightBytes.indexOf(EightBytes.COLON, b, at, end);
      Field field = colon < end ? names.classify(b, at, colon) : null;
      if (field == null) {
        boolean folded = Octets.is(Octets.BLANK, b[at]);
        return head.refuse(folded ? HeadError.FOLDED : HeadError.FIELD_NAME);
      }
      int valueFrom = Octets.skip(Octets.BLANK, b, colon + 1, end);
      int stop = EightBytes.valueEnd(b, valueFrom, end);
      if (!Octets.isLineEnd(b, stop)) {
        return head.refuse(b[stop] == '\r' ? HeadError.LINE_END : HeadError.FIELD_VALUE);
      }
      if (head.fields() == limits.fields()) {
        return head.refuse(HeadError.TOO_MANY_FIELDS);
      }
      int valueTo = stop;
      while (valueTo > valueFrom && Octets.is(Octets.BLANK, b[valueTo - 1])) {
        valueTo--;
      }
      head.add(field, at, colon, valueFrom, valueTo);
      at = stop + 2;
    }
    return true;
  }
}
