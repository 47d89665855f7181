package io.sparkhistory.provisioner.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sparkhistory.provisioner.spec.SparkProperties;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of a history server as files, made once for each look at its resource: nothing of
 * the resource goes through a shell. Hadoop's own file is for the container that makes the log
 * directory where there is no launcher; it knows nothing of Spark's properties.
 *
 * @param files contents by name
 * @param checksum SHA-256 of the files: another one rolls the pod
 */
record SettingsFiles(SparkProperties properties, Map<String, String> files, String checksum) {
  static final String PROPERTIES = "spark-history.properties";
  static final String CORE_SITE = "core-site.xml";

  /**
   * The files.
   *
   * @param launcher whether the launcher makes the log directory
   */
  static SettingsFiles of(SparkProperties properties, boolean launcher) {
    Map<String, String> files = new TreeMap<>();
    if (!launcher) {
      files.put(CORE_SITE, coreSite(properties.hadoop()));
      files.put(LogDirectoryCheck.FILE, LogDirectoryCheck.SOURCE);
    }
    files.put(PROPERTIES, properties(properties.values()));
    return new SettingsFiles(properties, files, checksum(files));
  }

  private static String checksum(Map<String, String> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      files.values().forEach(file -> digest.update(file.getBytes(UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String properties(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (key, value) ->
            text.append(escape(key, true)).append('=').append(escape(value, false)).append('\n'));
    return text.toString();
  }

  /** As {@link java.util.Properties#load(java.io.Reader)} reads it; Spark reads UTF-8. */
  private static String escape(String text, boolean key) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> escaped.append("\\\\");
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        case '\f' -> escaped.append("\\f");
        case ' ', '=', ':', '#', '!' -> escaped.append(key || i == 0 ? "\\" : "").append(c);
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String coreSite(Map<String, String> hadoop) {
    StringBuilder text = new StringBuilder("<configuration>\n");
    hadoop.forEach(
        (key, value) ->
            text.append("  <property><name>")
                .append(xml(key))
                .append("</name><value>")
                .append(xml(value))
                .append("</value></property>\n"));
    return text.append("</configuration>\n").toString();
  }

  /** Control characters cannot be written in XML 1.0 at all; no setting of Hadoop has any. */
  private static String xml(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                default -> escaped.append(c < ' ' ? ' ' : (char) c);
              }
            });
    return escaped.toString();
  }
}
