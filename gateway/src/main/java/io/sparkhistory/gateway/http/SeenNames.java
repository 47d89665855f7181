package io.sparkhistory.gateway.http;

import io.sparkhistory.gateway.routing.Field;
import io.sparkhistory.gateway.routing.FieldNames;
import org.jspecify.annotations.Nullable;

/**
 * Cache of recent header-name classifications. Clients and servers spell theirs the same way every
 * time, so nearly every name is found here by comparing its bytes as a few longs; {@link
 * FieldNames} is asked about the others. A name is only ever taken for one with exactly the same
 * bytes, and one that is remembered was a token when it was first seen.
 *
 * <p>Bounded: each name has one place, and whoever comes last has it. Not thread-safe.
 */
final class SeenNames {
  private static final int PLACES = 256;
  private static final int LONGS = 4;

  /** Longer names are not remembered: four longs cover this many bytes. */
  private static final int LONGEST = LONGS * EightBytes.SIZE;

  private final FieldNames names;
  private final long[] spellings = new long[PLACES * LONGS];
  private final int[] lengths = new int[PLACES];
  private final @Nullable Field[] fields = new Field[PLACES];

  SeenNames(FieldNames names) {
    this.names = names;
  }

  /**
   * The field that the name {@code b[from..to)} belongs to; null when it is empty or no token. The
   * array must have {@link EightBytes#SIZE} more bytes.
   */
  @Nullable Field classify(byte[] b, int from, int to) {
    int length = to - from;
    if (length <= 0 || length > LONGEST) {
      return isToken(b, from, to) ? names.classify(b, from, to) : null;
    }
    boolean whole = length >= EightBytes.SIZE;
    long first = EightBytes.at(b, from) & (whole ? -1 : (1L << (length * Byte.SIZE)) - 1);
    long last = whole ? EightBytes.at(b, to - EightBytes.SIZE) : 0;
    boolean more = length > 2 * EightBytes.SIZE;
    long second = more ? EightBytes.at(b, from + EightBytes.SIZE) : 0;
    long third = more ? EightBytes.at(b, to - 2 * EightBytes.SIZE) : 0;
    int place = place(first, last, length);
    int at = place * LONGS;
    boolean same =
        lengths[place] == length
            && spellings[at] == first
            && spellings[at + 1] == last
            && spellings[at + 2] == second
            && spellings[at + 3] == third;
    if (same) {
      return fields[place];
    }
    if (!isToken(b, from, to)) {
      return null;
    }
    Field field = names.classify(b, from, to);
    lengths[place] = length;
    spellings[at] = first;
    spellings[at + 1] = last;
    spellings[at + 2] = second;
    spellings[at + 3] = third;
    fields[place] = field;
    return field;
  }

  private static boolean isToken(byte[] b, int from, int to) {
    return from < to && Octets.skip(Octets.TOKEN, b, from, to) == to;
  }

  /** Multiplied by odd numbers without a pattern, so that the upper bits depend on all of them. */
  private static int place(long first, long last, int length) {
    long mixed = (first + length) * 0x9E3779B97F4A7C15L ^ last * 0xC2B2AE3D27D4EB4FL;
    return (int) (mixed >>> (Long.SIZE - Integer.numberOfTrailingZeros(PLACES)));
  }
}
