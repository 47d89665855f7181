package io.sparkhistory.gateway.routing;

import java.util.regex.Pattern;

/**
 * The id of an application, such as {@code spark-3f1c…}, {@code local-1767225600000} and {@code
 * application_1767225600000_0001}, as it stands in paths: one segment without escapes.
 */
public final class ApplicationId {
  /** What an id may be, for messages. */
  public static final String EXPECTED = "expected 1 to 253 of A-Z, a-z, 0-9, '.', '_' and '-'";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,252}");

  private ApplicationId() {}

  /** Whether the text can be one. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }
}
