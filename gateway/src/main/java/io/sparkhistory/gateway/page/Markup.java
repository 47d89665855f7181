package io.sparkhistory.gateway.page;

/**
 * HTML that is safe to put into a page as it is. Everything that is not of this type is escaped by
 * {@link Template}.
 */
record Markup(String html) {
  static final Markup NOTHING = new Markup("");

  /** The text as HTML: for content, and for attributes in double or single quotes. */
  static Markup escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(isAllowed(c) ? c : '\ufffd');
      }
    }
    return new Markup(out.toString());
  }

  /** Control characters are not allowed in HTML and would hide what follows in a terminal. */
  private static boolean isAllowed(char c) {
    return c == '\n' || c == '\t' || (c >= ' ' && (c < 0x7f || c > 0x9f));
  }

  @Override
  public String toString() {
    return html;
  }
}
