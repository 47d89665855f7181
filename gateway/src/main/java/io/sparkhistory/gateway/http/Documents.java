package io.sparkhistory.gateway.http;

import io.sparkhistory.gateway.routing.Field;

/**
 * Tells which responses a browser could show as a document that runs script: all except a few media
 * types. HTML is not the only one (XHTML, SVG and other XML run script, too), and what has no type,
 * or none that can be read, is one when its first bytes look like it (WHATWG MIME Sniffing).
 */
public final class Documents {
  private static final byte[][] NEVER = {
    Octets.bytes("application/json"),
    Octets.bytes("text/css"),
    Octets.bytes("text/javascript"),
    Octets.bytes("application/javascript"),
    Octets.bytes("image/png"),
    Octets.bytes("image/gif"),
    Octets.bytes("image/jpeg"),
    Octets.bytes("image/webp"),
    Octets.bytes("image/x-icon"),
    Octets.bytes("image/vnd.microsoft.icon"),
    Octets.bytes("font/woff"),
    Octets.bytes("font/woff2"),
    Octets.bytes("application/zip")
  };

  private Documents() {}

  /**
   * Whether the response may become a document. Two Content-Type fields, one that the Connection
   * field names, and one with a comma are read in more than one way, so they may.
   */
  public static boolean mayBe(Head response) {
    if (response.count(Field.CONTENT_TYPE) != 1) {
      return true;
    }
    int i = response.first(Field.CONTENT_TYPE);
    return response.connectionNames(i)
        || !isNever(response.bytes(), response.valueFrom(i), response.valueTo(i));
  }

  private static boolean isNever(byte[] b, int from, int to) {
    int end = to;
    for (int i = to - 1; i >= from; i--) {
      if (b[i] == ',') {
        return false;
      }
      end = b[i] == ';' ? i : end;
    }
    while (end > from && Octets.is(Octets.BLANK, b[end - 1])) {
      end--;
    }
    for (byte[] type : NEVER) {
      if (Octets.equalIgnoringCase(b, from, end, type)) {
        return true;
      }
    }
    return false;
  }
}
