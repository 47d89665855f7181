package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A hash table of known names, which are looked up by their letters and digits alone: letter case
 * and separators make no difference. Nothing is allocated by a look-up.
 */
final class NameTable {
  /** Lower-case letter or digit for each byte; 0 for everything else. */
  private static final byte[] LETTERS = new byte[256];

  /** A power of two, four times what is in it, so that a look-up rarely meets another name. */
  private static final int SLOTS = 1024;

  static {
    for (int c = 'a'; c <= 'z'; c++) {
      LETTERS[c] = (byte) c;
      LETTERS[c - 'a' + 'A'] = (byte) c;
    }
    for (int c = '0'; c <= '9'; c++) {
      LETTERS[c] = (byte) c;
    }
  }

  private final @Nullable Name[] table = new Name[SLOTS];

  /** Lower case for a letter or a digit, 0 for every other byte. */
  static byte letter(byte b) {
    return LETTERS[b & 0xff];
  }

  /** Whether two names have the same letters and digits. */
  static boolean sameLetters(String name, String other) {
    return letters(name).equals(letters(other));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Adds a lower-case name; takes the place of one with the same letters. */
  void put(String spelling, Field field, Field otherSpelling) {
    byte[] b = spelling.getBytes(US_ASCII);
    int hash = hash(b, 0, b.length);
    int slot = slot(hash);
    for (Name name = table[slot]; name != null; name = table[slot]) {
      if (sameLetters(name.spelling, b, 0, b.length)) {
        break;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    table[slot] = new Name(b, hash, field, otherSpelling);
  }

  /** The known name with the same letters and digits; null when there is none. */
  @Nullable Name find(byte[] b, int from, int to) {
    int hash = hash(b, from, to);
    for (int slot = slot(hash); ; slot = (slot + 1) & (SLOTS - 1)) {
      Name name = table[slot];
      if (name == null || (name.hash == hash && sameLetters(name.spelling, b, from, to))) {
        return name;
      }
    }
  }

  private static int hash(byte[] b, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      byte letter = LETTERS[b[i] & 0xff];
      if (letter != 0) {
        hash = hash * 31 + letter;
      }
    }
    return hash;
  }

  private static int slot(int hash) {
    return (hash ^ (hash >>> 9) ^ (hash >>> 18)) & (SLOTS - 1);
  }

  private static boolean sameLetters(byte[] known, byte[] b, int from, int to) {
    int k = 0;
    for (int i = from; i < to; i++) {
      byte letter = LETTERS[b[i] & 0xff];
      if (letter == 0) {
        continue;
      }
      while (k < known.length && LETTERS[known[k]] == 0) {
        k++;
      }
      if (k == known.length || known[k++] != letter) {
        return false;
      }
    }
    while (k < known.length && LETTERS[known[k]] == 0) {
      k++;
    }
    return k == known.length;
  }

  /**
   * A known name.
   *
   * @param spelling how it is spelled, lower case
   * @param otherSpelling what a name is that has the same letters and is spelled otherwise
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Name(byte[] spelling, int hash, Field field, Field otherSpelling) {
    boolean isSpelled(byte[] b, int from, int to) {
      if (to - from != spelling.length) {
        return false;
      }
      for (int i = 0; i < spelling.length; i++) {
        byte letter = LETTERS[b[from + i] & 0xff];
        if (spelling[i] != (letter != 0 ? letter : b[from + i])) {
          return false;
        }
      }
      return true;
    }
  }
}
