package io.sparkhistory.provisioner.apply;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Comparison of an object in the cluster with the desired one. Only desired fields count: defaults
 * of the API server and injected containers are no drift.
 */
final class Drift {
  /** Fields with quantities, which the API server writes in a canonical form: 1000m becomes 1. */
  private static final Set<String> QUANTITIES = Set.of("limits", "requests", "emptyDir");

  /** Keys by which the API server merges lists of objects, the more specific first. */
  private static final List<String> LIST_KEYS = List.of("mountPath", "uid", "name", "key", "type");

  private Drift() {}

  /** Whether the actual tree lacks or contradicts something of the desired one. */
  static boolean between(JsonNode desired, JsonNode actual) {
    return !covers(desired, actual, "");
  }

  private static boolean covers(JsonNode desired, JsonNode actual, String parent) {
    if (desired.isObject() && actual.isObject()) {
      for (Map.Entry<String, JsonNode> field : desired.properties()) {
        JsonNode counterpart = actual.path(field.getKey());
        boolean quantity =
            QUANTITIES.contains(parent) && sameQuantity(field.getValue(), counterpart);
        if (!quantity && !covers(field.getValue(), counterpart, field.getKey())) {
          return false;
        }
      }
      return true;
    }
    if (desired.isArray() && actual.isArray()) {
      return coversList(desired, actual, parent);
    }
    return desired.equals(actual) || (isNothing(desired) && isNothing(actual));
  }

  private static boolean coversList(JsonNode desired, JsonNode actual, String parent) {
    for (String key : LIST_KEYS) {
      if (hasKey(desired, key) && hasKey(actual, key)) {
        return coversByKey(desired, actual, key, parent);
      }
    }
    if (desired.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < desired.size(); i++) {
      if (!covers(desired.get(i), actual.get(i), parent)) {
        return false;
      }
    }
    return true;
  }

  private static boolean coversByKey(JsonNode desired, JsonNode actual, String key, String parent) {
    Map<String, JsonNode> found = new HashMap<>();
    actual.forEach(element -> found.put(element.get(key).asText(), element));
    for (JsonNode element : desired) {
      JsonNode counterpart = found.get(element.get(key).asText());
      if (counterpart == null || !covers(element, counterpart, parent)) {
        return false;
      }
    }
    return true;
  }

  /** Whether every element has this key, with a value of its own. */
  private static boolean hasKey(JsonNode list, String key) {
    Set<String> values = new HashSet<>();
    for (JsonNode element : list) {
      if (!element.hasNonNull(key) || !values.add(element.get(key).asText())) {
        return false;
      }
    }
    return true;
  }

  /** The API server leaves out what has no value, such as {@code readOnly: false}. */
  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isBoolean() && !value.booleanValue())
        || (value.isTextual() && value.textValue().isEmpty())
        || (value.isContainerNode() && value.isEmpty());
  }

  private static boolean sameQuantity(JsonNode desired, JsonNode actual) {
    if (!desired.isValueNode() || !actual.isValueNode()) {
      return false;
    }
    try {
      return Quantity.parse(desired.asText())
              .getNumericalAmount()
              .compareTo(Quantity.parse(actual.asText()).getNumericalAmount())
          == 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
