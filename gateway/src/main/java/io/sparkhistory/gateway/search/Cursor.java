package io.sparkhistory.gateway.search;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Place of a row in the order of rows. A page begins behind one, so that rows which are added or
 * removed meanwhile move no other row from one page to another.
 *
 * @param group see {@link Row#group()}
 * @param time seconds since 1970
 */
record Cursor(int group, long time, String namespace, String id) implements Comparable<Cursor> {
  private static final Pattern TEXT =
      Pattern.compile("([01])\\.([0-9]{1,12})\\.([a-z0-9-]{1,63})\\.([A-Za-z0-9._~-]{1,256})");

  private static final Comparator<Cursor> ORDER =
      Comparator.comparingInt(Cursor::group)
          .thenComparing(Comparator.comparingLong(Cursor::time).reversed())
          .thenComparing(Cursor::namespace)
          .thenComparing(Cursor::id);

  static Cursor of(Row row) {
    return new Cursor(row.group(), row.time(), row.tenant().namespace(), row.application().id());
  }

  /** Reads what {@link #text()} wrote; empty for everything else. */
  static Optional<Cursor> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new Cursor(
                Integer.parseInt(parts.group(1)),
                Long.parseLong(parts.group(2)),
                parts.group(3),
                parts.group(4)))
        : Optional.empty();
  }

  /** Text for an address, which needs no escape there. */
  String text() {
    return group + "." + time + "." + namespace + "." + id;
  }

  @Override
  public int compareTo(Cursor other) {
    return ORDER.compare(this, other);
  }
}
