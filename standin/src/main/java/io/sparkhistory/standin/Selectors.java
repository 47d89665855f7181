package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label and field selectors, as in the queries of the Kubernetes API. */
final class Selectors {
  private static final Pattern SET = Pattern.compile("([^\\s!=]+)\\s+(in|notin)\\s+\\(([^)]*)\\)");

  private Selectors() {}

  /** Matches {@code a=b,c!=d,e,!f,g in (x,y)}. */
  static Predicate<JsonNode> labels(String selector) {
    Predicate<JsonNode> all = object -> true;
    for (String term : selector.split(",(?![^(]*\\))", -1)) {
      if (!term.isBlank()) {
        all = all.and(object -> label(term.strip(), object.at("/metadata/labels")));
      }
    }
    return all;
  }

  /** Matches {@code metadata.name=x,status.phase!=y}. */
  static Predicate<JsonNode> fields(String selector) {
    Predicate<JsonNode> all = object -> true;
    for (String term : selector.split(",", -1)) {
      if (!term.isBlank()) {
        boolean unequal = term.contains("!=");
        String[] sides = term.split("!?==?", 2);
        String pointer = "/" + sides[0].strip().replace('.', '/');
        all = all.and(object -> object.at(pointer).asText().equals(sides[1].strip()) != unequal);
      }
    }
    return all;
  }

  private static boolean label(String term, JsonNode labels) {
    Matcher set = SET.matcher(term);
    if (set.matches()) {
      boolean in =
          labels.has(set.group(1))
              && Arrays.asList(set.group(3).split("\\s*,\\s*"))
                  .contains(labels.get(set.group(1)).asText());
      return in == set.group(2).equals("in");
    }
    if (term.contains("!=")) {
      String[] sides = term.split("!=", 2);
      return !labels.path(sides[0].strip()).asText().equals(sides[1].strip());
    }
    if (term.contains("=")) {
      String[] sides = term.split("==?", 2);
      JsonNode value = labels.path(sides[0].strip());
      return !value.isMissingNode() && value.asText().equals(sides[1].strip());
    }
    return term.startsWith("!") ? !labels.has(term.substring(1)) : labels.has(term);
  }
}
