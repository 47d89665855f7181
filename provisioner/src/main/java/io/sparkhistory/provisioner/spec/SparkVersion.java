package io.sparkhistory.provisioner.spec;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Spark, as far as the history server's settings depend on it. */
public record SparkVersion(int major, int minor) implements Comparable<SparkVersion> {
  static final Pattern VERSION =
      Pattern.compile("(\\d{1,2})\\.(\\d{1,2})(?:\\.\\d{1,2})?(?![\\d.])");

  /** Whether its history server can be run. */
  boolean isSupported() {
    return isAtLeast(3, 2);
  }

  /** Reads {@code 3.5} or {@code 3.5.9}; throws {@link IllegalArgumentException} on other text. */
  public static SparkVersion parse(String text) {
    Matcher matcher = VERSION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a version of Spark such as 3.5.9");
    }
    return of(matcher);
  }

  /**
   * The version that an image's tag begins with, such as {@code apache/spark:3.5.9-java17}; empty
   * for a digest or a tag that says something else.
   */
  public static Optional<SparkVersion> ofImage(String image) {
    int at = image.indexOf('@');
    String name = at < 0 ? image : image.substring(0, at);
    int colon = name.lastIndexOf(':');
    if (colon < name.lastIndexOf('/')) {
      return Optional.empty();
    }
    String tag = name.substring(colon + 1);
    return ofBeginning(tag.startsWith("v") ? tag.substring(1) : tag);
  }

  /**
   * The version that a text begins with: vendors append words, such as {@code 3.5.1-amzn-0}. Empty
   * when it begins with something else.
   */
  public static Optional<SparkVersion> ofBeginning(String text) {
    Matcher matcher = VERSION.matcher(text);
    return matcher.lookingAt() ? Optional.of(of(matcher)) : Optional.empty();
  }

  /** Whether this is that version or a later one. */
  public boolean isAtLeast(int thatMajor, int thatMinor) {
    return compareTo(new SparkVersion(thatMajor, thatMinor)) >= 0;
  }

  @Override
  public int compareTo(SparkVersion that) {
    return Comparator.comparingInt(SparkVersion::major)
        .thenComparingInt(SparkVersion::minor)
        .compare(this, that);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }

  private static SparkVersion of(Matcher matcher) {
    return new SparkVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }
}
