package io.sparkhistory.listing;

/** Text of a tenant, made safe to show in one line. */
final class PlainText {
  private static final String CUT = "…";

  private PlainText() {}

  /**
   * One line of visible text. Control characters, invisible formatting such as changes of the
   * writing direction, private and unassigned characters and lone surrogates are left out; a run of
   * white space is one space.
   *
   * @param max characters (code points) that are kept, the last one being an ellipsis when text is
   *     cut
   */
  static String of(String text, int max) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), max));
    int kept = 0;
    boolean space = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isSpace(c)) {
        space = kept > 0;
      } else if (isVisible(c)) {
        int needed = space ? 2 : 1;
        if (kept + needed > max) {
          return cut(out, kept, max);
        }
        if (space) {
          out.append(' ');
        }
        out.appendCodePoint(c);
        kept += needed;
        space = false;
      }
    }
    return out.toString();
  }

  private static String cut(StringBuilder out, int kept, int max) {
    if (kept == max) {
      out.setLength(out.offsetByCodePoints(out.length(), -1));
    }
    return out.append(CUT).toString();
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
