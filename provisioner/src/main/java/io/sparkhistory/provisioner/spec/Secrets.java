package io.sparkhistory.provisioner.spec;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.sparkhistory.api.SparkHistoryServerSpec;
import io.sparkhistory.api.SparkHistoryServerSpec.PodTemplate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Redaction of secrets in messages of the API server, of nodes and of Hadoop. Their errors repeat
 * what they were given, and statuses, Events and logs have more readers than the secret.
 *
 * <p>Redacted are values that the resource gives to secret-sounding names, and recognizable
 * secrets: such a name with a value, user and password in a URL (RFC 3986, section 3.2.1), a bearer
 * token (RFC 6750), a JSON web token (RFC 7519).
 */
public final class Secrets {
  /** Redaction of recognizable secrets alone. */
  public static final Secrets UNKNOWN = new Secrets(Set.of());

  private static final String HIDDEN = "(hidden)";

  /** As {@code spark.redaction.regex} (org.apache.spark.internal.config), and Azure's keys. */
  private static final String NAME =
      "secret|passw|token|access[._-]?key|account[._-]?key|credential|signature";

  private static final Pattern SECRET_NAME = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);

  /** Shortest value that is redacted; shorter ones occur in any text. */
  private static final int SHORTEST = 4;

  private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@:\"']*:[^/\\s@\"']+@");
  private static final Pattern BEARER =
      Pattern.compile("(bearer\\s+)[a-z0-9._~+/=-]{8,}", Pattern.CASE_INSENSITIVE);
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(authorization\"?\\s*[:=]\\s*\\[?\"?)[^\"\\],;]+", Pattern.CASE_INSENSITIVE);
  private static final Pattern JSON_WEB_TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*)?");

  /** Longest rest of a name, which bounds the time of a search. */
  private static final Pattern NAMED =
      Pattern.compile(
          "((?:" + NAME + ")[\\w.-]{0,64}(?:\"\\s*:\\s*\"|\\s?=\\s?[\"']?))[^\\s\"',;&]+",
          Pattern.CASE_INSENSITIVE);

  private final List<String> values;

  private Secrets(Set<String> values) {
    // a long one may have a short one in it
    this.values = values.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
  }

  /** Knows the values that the spec gives to names that sound secret. */
  public static Secrets of(SparkHistoryServerSpec spec) {
    Set<String> values = new TreeSet<>();
    Map<String, String> conf = spec.sparkConf();
    if (conf != null) {
      conf.forEach((name, value) -> add(name, value, values));
    }
    PodTemplate pod = spec.podTemplate();
    if (pod != null && pod.env() != null) {
      for (EnvVar each : pod.env()) {
        if (each.getValue() != null) {
          add(each.getName(), each.getValue(), values);
        }
      }
    }
    return new Secrets(values);
  }

  /** The text without secrets. */
  public String hide(String text) {
    String hidden = text;
    for (String value : values) {
      hidden = hidden.replace(value, HIDDEN);
    }
    hidden = USER_INFO.matcher(hidden).replaceAll("$1" + HIDDEN + "@");
    hidden = AUTHORIZATION.matcher(hidden).replaceAll("$1" + HIDDEN);
    hidden = BEARER.matcher(hidden).replaceAll("$1" + HIDDEN);
    hidden = JSON_WEB_TOKEN.matcher(hidden).replaceAll(HIDDEN);
    return NAMED.matcher(hidden).replaceAll("$1" + HIDDEN);
  }

  private static void add(String name, String value, Set<String> values) {
    if (value.length() >= SHORTEST && SECRET_NAME.matcher(name).find()) {
      values.add(value);
    }
  }
}
