package io.sparkhistory.provisioner.spec;

import java.util.Comparator;
import java.util.regex.Matcher;

/** A version of Hadoop, as far as the settings of S3 depend on it. */
record HadoopVersion(int major, int minor) implements Comparable<HadoopVersion> {
  /** The first one that has web identity and the shaded client. */
  private static final HadoopVersion OLDEST = new HadoopVersion(3, 3);

  private static final HadoopVersion SECOND_SDK = new HadoopVersion(3, 4);

  /** The Hadoop that Apache's own build of this Spark comes with. */
  static HadoopVersion of(SparkVersion spark) {
    if (spark.isAtLeast(4, 2)) {
      return new HadoopVersion(3, 5);
    }
    return spark.isAtLeast(4, 0) ? SECOND_SDK : OLDEST;
  }

  /**
   * Reads {@code 3.4} or {@code 3.4.1}; throws {@link IllegalArgumentException} with a sentence on
   * other text, and on a version that is too old.
   */
  static HadoopVersion parse(String text) {
    Matcher matcher = SparkVersion.VERSION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a version of Hadoop such as 3.4.1");
    }
    HadoopVersion version =
        new HadoopVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    if (version.compareTo(OLDEST) < 0) {
      throw new IllegalArgumentException(
          "Hadoop " + text + " is not supported: use an image with Hadoop 3.3 or newer");
    }
    return version;
  }

  /** Whether its S3 connector is made for the second AWS SDK (HADOOP-18073). */
  boolean hasSecondSdk() {
    return compareTo(SECOND_SDK) >= 0;
  }

  @Override
  public int compareTo(HadoopVersion that) {
    return Comparator.comparingInt(HadoopVersion::major)
        .thenComparingInt(HadoopVersion::minor)
        .compare(this, that);
  }
}
