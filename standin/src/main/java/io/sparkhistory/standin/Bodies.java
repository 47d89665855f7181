package io.sparkhistory.standin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.regex.Pattern;

/** Reads and writes bodies. JSON is YAML too, but ten times faster to read as what it is. */
final class Bodies {
  /** How JSON begins; a mapping in the flow style of YAML may have names without quotes. */
  private static final Pattern OBJECT = Pattern.compile("\\{\\s*[\"}]");

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNameLength(100_000).build())
              .build());

  private Bodies() {}

  static JsonNode read(String text) {
    try {
      return OBJECT.matcher(text).lookingAt() ? JSON.readTree(text) : YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ApiError(400, "BadRequest", "neither JSON nor YAML: " + e.getOriginalMessage());
    }
  }

  static String write(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
