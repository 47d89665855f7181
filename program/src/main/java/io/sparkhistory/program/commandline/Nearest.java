package io.sparkhistory.program.commandline;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/**
 * Finds the known name that is nearest to a mistyped one. picocli's suggestions only look at two
 * letters.
 */
final class Nearest {
  private Nearest() {}

  /** The one that begins with the text or needs the fewest letters changed. */
  static String to(String text, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(k -> k.startsWith(text) ? 1 : distance(text, k)))
        .orElseThrow();
  }

  /** Letters to insert, remove or replace to get from one text to the other (Levenshtein). */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
