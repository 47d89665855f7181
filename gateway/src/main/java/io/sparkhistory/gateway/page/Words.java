package io.sparkhistory.gateway.page;

import io.sparkhistory.gateway.request.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/**
 * Texts for people for each {@link Outcome}, from {@code outcomes.properties}.
 *
 * @param retryAfter seconds, as text; empty when asking again soon would not help
 */
record Words(String title, String reason, String nextStep, String retryAfter) {

  /** Throws {@link IllegalStateException} when an outcome lacks its words. */
  static Map<Outcome, Words> load() {
    Properties texts = new Properties();
    try {
      texts.load(new StringReader(Template.read("outcomes.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Outcome, Words> all = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      String name = outcome.label() + '.';
      all.put(
          outcome,
          new Words(
              required(texts, name + "title"),
              required(texts, name + "reason"),
              required(texts, name + "nextStep"),
              texts.getProperty(name + "retry", "")));
    }
    return all;
  }

  /** These words about this user and this namespace, either of which may be empty. */
  Words about(String user, String namespace) {
    return new Words(
        fill(title, user, namespace),
        fill(reason, user, namespace),
        fill(nextStep, user, namespace),
        retryAfter);
  }

  private static String fill(String text, String user, String namespace) {
    return text.replace("{namespace}", namespace.isEmpty() ? "this namespace" : namespace)
        .replace("{user}", user.isEmpty() ? "the caller" : user);
  }

  private static String required(Properties texts, String key) {
    String text = texts.getProperty(key, "");
    if (text.isBlank()) {
      throw new IllegalStateException("outcomes.properties has no " + key);
    }
    return text;
  }
}
