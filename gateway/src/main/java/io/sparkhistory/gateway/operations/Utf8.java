package io.sparkhistory.gateway.operations;

/** UTF-8 (RFC 3629) on arrays, without the garbage that the JDK's coders make. */
final class Utf8 {
  private Utf8() {}

  /** Length of the well-formed sequence that begins here, 1 to 4; 0 when there is none. */
  static int sequence(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xFF;
    int size = size(first);
    if (size < 2 || at + size > end) {
      return size < 2 ? size : 0;
    }
    int second = bytes[at + 1] & 0xFF;
    if (second < leastSecond(first) || second > mostSecond(first)) {
      return 0;
    }
    for (int i = at + 2; i < at + size; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return size;
  }

  /** The code point of a sequence that {@link #sequence} has found well-formed. */
  static int decode(byte[] bytes, int at, int size) {
    if (size == 1) {
      return bytes[at];
    }
    int point = bytes[at] & (0x7F >> size);
    for (int i = at + 1; i < at + size; i++) {
      point = point << 6 | (bytes[i] & 0x3F);
    }
    return point;
  }

  /** Writes a code point that is no surrogate and returns the index behind it. */
  static int encode(int point, byte[] to, int at) {
    if (point < 0x80) {
      to[at] = (byte) point;
      return at + 1;
    }
    int size = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    int rest = point;
    for (int i = at + size - 1; i > at; i--) {
      to[i] = (byte) (0x80 | (rest & 0x3F));
      rest >>= 6;
    }
    to[at] = (byte) (rest | (0xF00 >> size));
    return at + size;
  }

  private static int size(int first) {
    if (first < 0x80) {
      return 1;
    }
    if (first < 0xC2 || first > 0xF4) {
      return 0;
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  }

  /** Rules out overlong forms. */
  private static int leastSecond(int first) {
    return first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  }

  /** Rules out surrogates and what lies above U+10FFFF. */
  private static int mostSecond(int first) {
    return first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  }
}
