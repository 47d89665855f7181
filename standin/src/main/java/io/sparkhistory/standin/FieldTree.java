package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object as a flat map from the path of each leaf to its value, which is how server-side apply
 * thinks of it. Lists of objects that have a key of their own (a name, a mount path, …) are maps by
 * that key; all other lists are one leaf.
 */
final class FieldTree {
  /** As the API's types declare them, as far as the kinds here need it. */
  static final Map<String, String> LIST_KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("env", "name"),
          Map.entry("volumes", "name"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("ownerReferences", "uid"),
          Map.entry("conditions", "type"));

  private FieldTree() {}

  /** The leaves, in order. */
  static Map<List<String>, JsonNode> leaves(JsonNode object) {
    Map<List<String>, JsonNode> leaves = new LinkedHashMap<>();
    collect(object, List.of(), leaves);
    return leaves;
  }

  /** The object that has these leaves. */
  static ObjectNode build(Map<List<String>, JsonNode> leaves) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    leaves.forEach((path, value) -> put(root, path, value));
    return root;
  }

  private static void collect(
      JsonNode node, List<String> path, Map<List<String>, JsonNode> leaves) {
    String key = path.isEmpty() ? null : LIST_KEYS.get(path.get(path.size() - 1));
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(field -> collect(field.getValue(), append(path, field.getKey()), leaves));
    } else if (node.isArray() && key != null && hasKey(node, key)) {
      for (JsonNode element : node) {
        collect(element, append(path, "[" + element.get(key).asText() + "]"), leaves);
      }
    } else if (!path.isEmpty()) {
      leaves.put(path, node);
    }
  }

  private static boolean hasKey(JsonNode list, String key) {
    Set<String> values = new HashSet<>();
    for (JsonNode element : list) {
      if (!element.hasNonNull(key) || !values.add(element.get(key).asText())) {
        return false;
      }
    }
    return !list.isEmpty();
  }

  private static void put(ObjectNode root, List<String> path, JsonNode value) {
    ObjectNode parent = root;
    for (int i = 0; i < path.size() - 1; i++) {
      String step = path.get(i);
      String key = LIST_KEYS.get(step);
      if (key != null && path.get(i + 1).startsWith("[")) {
        parent = element(parent.withArray("/" + escape(step)), key, path.get(++i));
      } else {
        parent = parent.withObject("/" + escape(step));
      }
    }
    String last = path.get(path.size() - 1);
    if (!last.startsWith("[")) {
      parent.set(last, value);
    }
  }

  private static ObjectNode element(ArrayNode list, String key, String step) {
    String value = step.substring(1, step.length() - 1);
    for (JsonNode element : list) {
      if (element.path(key).asText().equals(value)) {
        return (ObjectNode) element;
      }
    }
    return list.addObject().put(key, value);
  }

  private static String escape(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }

  private static List<String> append(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }
}
