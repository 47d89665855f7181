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

  /**
   * As Spark and its cluster managers make them: org.apache.spark.deploy.master.Master, Kubernetes
   * (two forms), YARN, and {@code local[*]}.
   */
  private static final Pattern MADE =
      Pattern.compile(
          "app-[0-9]{14}-[0-9]{4,10}|spark-[0-9a-f]{8,64}|spark-application-[0-9]{1,19}"
              + "|application_[0-9]{1,19}_[0-9]{1,10}|local-[0-9]{1,19}");

  private ApplicationId() {}

  /** Whether the text can be one. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  /** Whether the text is most likely one, and no word that somebody looks for. */
  public static boolean looksLikeOne(String text) {
    return MADE.matcher(text).matches();
  }

  /**
   * Where its pages are in the history server of its namespace, below the namespace's path.
   *
   * @param attempt empty when attempts have no ids, or none is known
   */
  public static String inHistory(String id, String attempt) {
    return "/history/" + id + "/" + (attempt.isEmpty() ? "" : attempt + "/");
  }
}
