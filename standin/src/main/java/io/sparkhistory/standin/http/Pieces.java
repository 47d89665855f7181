package io.sparkhistory.standin.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts what a watch sends as networks and proxies may: inside every second character of several
 * bytes, in the middle of a long line, and before the end of a line. The characters between stay
 * whole, because clients make other mistakes with those.
 */
final class Pieces {
  private static final int LONGEST = 4000;

  /** Enough to show it; a text in Chinese need not be sent byte by byte. */
  private static final int CHARACTERS = 50;

  private Pieces() {}

  /** All of the bytes, in order, in pieces of which none is empty. */
  static List<byte[]> of(byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    int characters = 0;
    for (int i = 1; i < bytes.length; i++) {
      characters += (bytes[i] & 0xc0) == 0xc0 ? 1 : 0;
      boolean inside = (bytes[i] & 0xc0) == 0x80;
      boolean cut = inside && characters % 2 == 1 && characters < CHARACTERS;
      if (cut || i - from == LONGEST || i == bytes.length - 1) {
        pieces.add(Arrays.copyOfRange(bytes, from, i));
        from = i;
      }
    }
    pieces.add(Arrays.copyOfRange(bytes, from, bytes.length));
    return pieces;
  }
}
