package io.sparkhistory.provisioner.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Merging of values as JSON trees. */
public final class Json {
  /** As the Kubernetes client reads and writes it; thread-safe. */
  public static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private Json() {}

  /** The tree of a value of the Kubernetes model. */
  public static JsonNode tree(Object value) {
    return SERIALIZATION.convertValue(value, JsonNode.class);
  }

  /**
   * The upper tree over the lower one: objects are merged, everything else is replaced. Neither is
   * changed.
   */
  public static JsonNode over(JsonNode lower, JsonNode upper) {
    if (!(lower instanceof ObjectNode) || !(upper instanceof ObjectNode)) {
      return upper.isNull() ? lower : upper;
    }
    ObjectNode merged = lower.deepCopy();
    for (Map.Entry<String, JsonNode> field : upper.properties()) {
      JsonNode below = merged.get(field.getKey());
      merged.set(field.getKey(), below == null ? field.getValue() : over(below, field.getValue()));
    }
    return merged;
  }

  /** Paths of the fields that the given tree has and the understood one lacks. */
  static List<String> unknown(String path, JsonNode given, JsonNode understood) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : given.properties()) {
      String child = path + "." + field.getKey();
      JsonNode counterpart = understood.get(field.getKey());
      if (counterpart == null && !field.getValue().isNull()) {
        found.add(child);
      } else if (counterpart != null) {
        found.addAll(unknown(child, field.getValue(), counterpart));
      }
    }
    for (int i = 0; i < given.size() && given.isArray() && understood.isArray(); i++) {
      found.addAll(unknown(path + "[" + i + "]", given.get(i), understood.get(i)));
    }
    return found;
  }
}
