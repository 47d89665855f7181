package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** Character classes of RFC 9110 and RFC 3986 as a table, and the checks that use it. */
final class Octets {
  /** tchar (RFC 9110, section 5.6.2). */
  static final int TOKEN = 1;

  /** field-vchar, SP and HTAB (RFC 9110, section 5.5): anything but control characters. */
  static final int VALUE = 1 << 1;

  /** SP and HTAB. */
  static final int BLANK = 1 << 2;

  static final int DIGIT = 1 << 3;
  static final int HEX = 1 << 4;

  /**
   * What a path is made of: pchar and slash (RFC 3986, section 3.3), and braces, because the
   * Kubeflow dashboard asks for {@code {ns}} when no namespace is chosen.
   */
  static final int PATH = 1 << 5;

  /**
   * What a query is made of (RFC 3986, section 3.4), and what browsers do not encode there (WHATWG
   * URL, query percent-encode set), such as the search of a table in Spark's pages.
   */
  static final int QUERY = 1 << 6;

  /** What names and addresses of hosts are made of: unreserved (RFC 3986, section 2.3). */
  static final int HOST = 1 << 7;

  /** What an IPv6 address is made of (RFC 3986, section 3.2.2). */
  static final int ADDRESS = 1 << 8;

  /** A line end, as the two bytes of a short. */
  static final int CR_LF = '\r' << 8 | '\n';

  private static final String ALPHA = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";
  private static final String UNRESERVED = ALPHA + DIGITS + "-._~";
  private static final String PCHAR = UNRESERVED + "%!$&'()*+,;=:@";
  private static final short[] CLASSES = classes();

  private Octets() {}

  /** Whether the byte is in one of the classes. */
  static boolean is(int classes, byte b) {
    return (CLASSES[b & 0xff] & classes) != 0;
  }

  /** The first index in {@code b[from..to)} whose byte is in none of the classes. */
  static int skip(int classes, byte[] b, int from, int to) {
    int at = from;
    while (at < to && (CLASSES[b[at] & 0xff] & classes) != 0) {
      at++;
    }
    return at;
  }

  /** Whether both ranges say the same, letters of both cases being equal. */
  static boolean equalIgnoringCase(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
    int length = aTo - aFrom;
    if (length != bTo - bFrom) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (lower(a[aFrom + i]) != lower(b[bFrom + i])) {
        return false;
      }
    }
    return true;
  }

  static boolean equalIgnoringCase(byte[] a, int from, int to, byte[] b) {
    return equalIgnoringCase(a, from, to, b, 0, b.length);
  }

  static boolean equal(byte[] a, int from, int to, byte[] b) {
    return Arrays.equals(a, from, to, b, 0, b.length);
  }

  static boolean equal(byte[] a, int from, int to, String text) {
    int i = to - from == text.length() ? 0 : -1;
    while (i >= 0 && i < text.length()) {
      i = a[from + i] == text.charAt(i) ? i + 1 : -1;
    }
    return i >= 0;
  }

  /** Whether CR LF stands at {@code at}; there is always a byte behind a head's last CR. */
  static boolean isLineEnd(byte[] b, int at) {
    return b[at] == '\r' && b[at + 1] == '\n';
  }

  /** One char for each byte. */
  static String text(byte[] b, int from, int to) {
    return new String(b, from, to - from, ISO_8859_1);
  }

  /** One byte for each char. */
  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
  }

  private static short[] classes() {
    short[] table = new short[256];
    mark(table, TOKEN, ALPHA + DIGITS + "!#$%&'*+-.^_`|~");
    mark(table, BLANK, " \t");
    mark(table, DIGIT, DIGITS);
    mark(table, HEX, DIGITS + "abcdefABCDEF");
    mark(table, PATH, PCHAR + "/{}");
    mark(table, QUERY, PCHAR + "/?[]{}|^`");
    mark(table, HOST, UNRESERVED);
    mark(table, ADDRESS, DIGITS + "abcdefABCDEF:.");
    mark(table, VALUE, "\t");
    for (int b = ' '; b < table.length; b++) {
      if (b != 0x7f) {
        table[b] |= VALUE;
      }
    }
    return table;
  }

  private static void mark(short[] table, int type, String members) {
    for (int i = 0; i < members.length(); i++) {
      table[members.charAt(i)] |= (short) type;
    }
  }
}
