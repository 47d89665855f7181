package io.sparkhistory.gateway.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches arrays eight bytes at a time, as one long. Each array must have {@link #SIZE} more bytes
 * than are searched; what is in them does not matter.
 */
final class EightBytes {
  static final int SIZE = Long.BYTES;

  /** What {@link #indexOf} can look for. */
  static final long LF = repeated('\n');

  static final long COLON = repeated(':');

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = repeated(1);
  private static final long HIGH_BITS = repeated(0x80);
  private static final long SPACES = repeated(' ');
  private static final long DELETES = repeated(0x7f);

  private EightBytes() {}

  /** {@code b[at..at+8)}, the first one lowest. */
  static long at(byte[] b, int at) {
    return (long) LONGS.get(b, at);
  }

  /** Index of the first such byte in {@code b[from..to)}; {@code to} when there is none. */
  static int indexOf(long wanted, byte[] b, int from, int to) {
    for (int at = from; at < to; at += SIZE) {
      long found = zeros(at(b, at) ^ wanted);
      if (found != 0) {
        return Math.min(to, at + lowest(found));
      }
    }
    return to;
  }

  /**
   * The first index in {@code b[from..to)} whose byte is neither field-vchar nor SP nor HTAB (RFC
   * 9110, section 5.5), as {@link Octets#VALUE} has them.
   */
  static int valueEnd(byte[] b, int from, int to) {
    int at = from;
    while (at < to) {
      long eight = at(b, at);
      long controls = ((eight - SPACES) & ~eight & HIGH_BITS) | zeros(eight ^ DELETES);
      if (controls == 0) {
        at += SIZE;
        continue;
      }
      at += lowest(controls);
      if (at >= to || b[at] != '\t') {
        break;
      }
      at++;
    }
    return Math.min(at, to);
  }

  /**
   * A bit for each byte that is zero. A borrow can set bits above the lowest one, which is always
   * right.
   */
  private static long zeros(long eight) {
    return (eight - ONES) & ~eight & HIGH_BITS;
  }

  private static int lowest(long found) {
    return Long.numberOfTrailingZeros(found) / Byte.SIZE;
  }

  private static long repeated(int b) {
    return 0x0101010101010101L * b;
  }
}
