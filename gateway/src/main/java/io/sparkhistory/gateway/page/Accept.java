package io.sparkhistory.gateway.page;

import java.util.Locale;

/**
 * Reads {@code Accept} (RFC 9110, section 12.5.1) as far as one question goes: does a person's
 * browser ask, or a program. A program says {@code application/json}, a wildcard or nothing.
 */
final class Accept {
  private static final int JSON = 0;
  private static final int HTML = 1;
  private static final int XHTML = 2;
  private static final int GIF = 3;
  private static final int JPEG = 4;

  /** Longest value that is looked at: browsers send under 200 characters. */
  private static final int MAX_LENGTH = 2048;

  private final double[] quality = new double[5];

  private Accept() {}

  static boolean prefersHtml(String accept) {
    if (accept.isEmpty() || accept.length() > MAX_LENGTH) {
      return false;
    }
    Accept wanted = new Accept();
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      wanted.add(range);
    }
    double html = Math.max(wanted.quality[HTML], wanted.quality[XHTML]);
    return html > 0 && html >= wanted.quality[JSON] && !wanted.isJavas();
  }

  /**
   * Whether it is what java.net.HttpURLConnection sends by itself, and with it {@code
   * URL.openStream} and Scala's {@code Source.fromURL}: HTML and two kinds of images. Every browser
   * that asks for pages names XHTML.
   */
  private boolean isJavas() {
    return quality[GIF] > 0 && quality[JPEG] > 0 && quality[XHTML] == 0;
  }

  private void add(String range) {
    String[] parts = range.split(";", -1);
    int type = type(parts[0].strip());
    if (type >= 0) {
      quality[type] = Math.max(quality[type], qualityOf(parts));
    }
  }

  private static int type(String name) {
    return switch (name) {
      case "application/json", "application/problem+json" -> JSON;
      case "text/html" -> HTML;
      case "application/xhtml+xml" -> XHTML;
      case "image/gif" -> GIF;
      case "image/jpeg" -> JPEG;
      default -> -1;
    };
  }

  private static double qualityOf(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        return weight(parameter.substring(2).strip());
      }
    }
    return 1;
  }

  /** A qvalue: 0 to 1 with at most three digits; anything else counts as not wanted. */
  private static double weight(String text) {
    return text.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(text) : 0;
  }
}
