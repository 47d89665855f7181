package io.sparkhistory.historyserver;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of the Spark beside this code, as its own build writes it (SparkBuildInfo). */
public final class SparkBuild {
  /**
   * Versions that take a list of log directories for one directory. A text of another kind is none
   * of them: what is not known is tried.
   */
  public static final String ONE_FOLDER = "[0-3][.].*|4[.][01]([.-].*)?";

  /** What is said of them. */
  public static final String READS_ONE_FOLDER = "reads one log directory alone";

  private SparkBuild() {}

  /** Such as {@code 4.2.0}; {@code unknown} when nothing says it. */
  static String version() throws IOException {
    Properties build = new Properties();
    try (InputStream in =
        SparkBuild.class.getClassLoader().getResourceAsStream("spark-version-info.properties")) {
      if (in != null) {
        build.load(in);
      }
    }
    return build.getProperty("version", "unknown");
  }
}
