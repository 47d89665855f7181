package io.sparkhistory.gateway.local;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where local mode finds the folders {@code <namespace>/history}: below a folder of this machine,
 * or below a URL that Hadoop reads.
 *
 * @param text as it is shown, without a slash at the end
 * @param scheme of a URL; empty for a folder of this machine
 */
public record LogLocation(String text, Optional<String> scheme) {
  private static final Pattern URL =
      Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?<rest>//.*)");

  /** What is read; each with the connectors that {@link ConnectorFetch} brings, or Spark's own. */
  private static final Pattern SCHEMES = Pattern.compile("s3a|gs|abfs|abfss|hdfs");

  private static final Pattern REST =
      Pattern.compile("//[A-Za-z0-9._@:-]+(/[A-Za-z0-9._~=+@:-]+)*/?");

  /**
   * Reads the value of {@code --logs}.
   *
   * @throws IllegalArgumentException with a sentence for people
   */
  public static LogLocation parse(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      return new LogLocation(text, Optional.empty());
    }
    String scheme = url.group("scheme").toLowerCase(Locale.ROOT);
    if (scheme.equals("s3") || scheme.equals("s3n")) {
      throw new IllegalArgumentException(
          "'" + scheme + "://' is read as s3a: write s3a:" + url.group("rest"));
    }
    if (!SCHEMES.matcher(scheme).matches()) {
      throw new IllegalArgumentException(
          "'"
              + scheme
              + "://' is not read: expected a folder, or a URL with s3a, gs, abfs, abfss or hdfs");
    }
    String rest = url.group("rest");
    if (!REST.matcher(rest).matches() || rest.contains("/..")) {
      throw new IllegalArgumentException(
          "expected a URL such as s3a://bucket/pipelines, without a query, credentials or '..'");
    }
    if (scheme.equals("s3a") && rest.contains("@")) {
      throw new IllegalArgumentException(
          "credentials do not belong into a URL: set AWS_ACCESS_KEY_ID or AWS_PROFILE");
    }
    String end = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
    return new LogLocation(scheme + ":" + end, Optional.of(scheme));
  }

  /** A folder of this machine. */
  public static LogLocation of(Path folder) {
    return new LogLocation(folder.toString(), Optional.empty());
  }

  /** Whether it is elsewhere, and is read by Hadoop. */
  public boolean isRemote() {
    return scheme.isPresent();
  }

  /** The folder of this machine; of a URL there is none. */
  public Path folder() {
    if (isRemote()) {
      throw new IllegalStateException(text + " is no folder of this machine");
    }
    return Path.of(text).toAbsolutePath().normalize();
  }

  @Override
  public String toString() {
    return isRemote() ? text : folder().toString();
  }
}
