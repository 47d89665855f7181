package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.StreamSupport;

/**
 * Strategic merge patch, with which kubectl and Helm change Kubernetes' own kinds: lists whose
 * elements have a merge key are merged by it, other lists are replaced (Kubernetes API conventions;
 * {@code patchMergeKey} and {@code patchStrategy} of the API's types).
 */
final class StrategicMerge {
  private static final String DIRECTIVE = "$patch";
  private static final String RETAIN = "$retainKeys";
  private static final String ORDER = "$setElementOrder/";
  private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

  /** Merge keys by the name of the list; {@code ports} of a Service have another one. */
  private static final Map<String, String> KEYS = keys();

  private final boolean service;

  private StrategicMerge(boolean service) {
    this.service = service;
  }

  /** The target with the patch merged in; neither is changed. */
  static ObjectNode merge(ObjectNode target, ObjectNode patch) {
    boolean service = target.path("kind").asText().equals("Service");
    return new StrategicMerge(service).objects(target, patch);
  }

  private static Map<String, String> keys() {
    Map<String, String> keys = new HashMap<>(FieldTree.LIST_KEYS);
    keys.put("ephemeralContainers", "name");
    keys.put("hostAliases", "ip");
    keys.put("ports", "containerPort");
    keys.put("secrets", "name");
    keys.put("topologySpreadConstraints", "topologyKey");
    keys.put("volumeDevices", "devicePath");
    return Map.copyOf(keys);
  }

  private ObjectNode objects(JsonNode target, ObjectNode patch) {
    ObjectNode merged =
        target.isObject() && !replaces(patch)
            ? ((ObjectNode) target).deepCopy()
            : JsonNodeFactory.instance.objectNode();
    if (patch.has(RETAIN)) {
      List<JsonNode> kept = elements(patch.get(RETAIN));
      merged.properties().removeIf(each -> kept.stream().noneMatch(text(each.getKey())::equals));
    }
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      if (name.startsWith(DELETE_VALUES)) {
        String list = name.substring(DELETE_VALUES.length());
        merged.set(list, without(merged.path(list), elements(field.getValue())));
      } else if (!name.startsWith("$")) {
        set(merged, name, field.getValue());
      }
    }
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getKey().startsWith(ORDER)) {
        order(merged, field.getKey().substring(ORDER.length()), elements(field.getValue()));
      }
    }
    return merged;
  }

  private void set(ObjectNode merged, String name, JsonNode value) {
    JsonNode there = merged.path(name);
    if (value.isNull()) {
      merged.remove(name);
    } else if (value.isObject()) {
      merged.set(name, objects(there, (ObjectNode) value));
    } else if (value.isArray() && key(name).filter(key -> isKeyed(value, key)).isPresent()) {
      merged.set(name, lists(there, value, key(name).orElseThrow()));
    } else if (value.isArray() && name.equals("finalizers")) {
      List<JsonNode> added = new ArrayList<>(elements(there));
      elements(value).stream().filter(each -> !added.contains(each)).forEach(added::add);
      merged.set(name, array(added));
    } else {
      merged.set(name, value);
    }
  }

  private ArrayNode lists(JsonNode target, JsonNode patch, String key) {
    List<JsonNode> merged = new ArrayList<>();
    if (elements(patch).stream().noneMatch(each -> !each.has(key) && replaces(each))) {
      merged.addAll(elements(target));
    }
    for (JsonNode each : patch) {
      int index = index(merged, key, each.path(key));
      if (each.path(DIRECTIVE).asText().equals("delete")) {
        merged.removeIf(element -> element.path(key).equals(each.path(key)));
      } else if (each.has(key) && index < 0) {
        merged.add(objects(JsonNodeFactory.instance.objectNode(), (ObjectNode) each));
      } else if (each.has(key)) {
        merged.set(index, objects(merged.get(index), (ObjectNode) each));
      }
    }
    return array(merged);
  }

  /** Sorts the elements that are named; others stay where they are. */
  private void order(ObjectNode object, String name, List<JsonNode> wanted) {
    Optional<String> key = key(name);
    List<JsonNode> list = elements(object.path(name));
    ToIntFunction<JsonNode> rank =
        element ->
            key.map(each -> index(wanted, each, element.path(each)))
                .orElseGet(() -> wanted.indexOf(element));
    List<JsonNode> sorted =
        list.stream()
            .filter(each -> rank.applyAsInt(each) >= 0)
            .sorted((one, other) -> rank.applyAsInt(one) - rank.applyAsInt(other))
            .toList();
    List<JsonNode> result = new ArrayList<>();
    int next = 0;
    for (JsonNode each : list) {
      result.add(rank.applyAsInt(each) >= 0 ? sorted.get(next++) : each);
    }
    if (!list.isEmpty()) {
      object.set(name, array(result));
    }
  }

  private Optional<String> key(String list) {
    return Optional.ofNullable(service && list.equals("ports") ? "port" : KEYS.get(list));
  }

  /** A list of the same name elsewhere, such as the ports of a policy, has no such key. */
  private static boolean isKeyed(JsonNode list, String key) {
    return elements(list).stream().allMatch(each -> each.has(key) || each.has(DIRECTIVE));
  }

  private static boolean replaces(JsonNode patch) {
    String directive = patch.path(DIRECTIVE).asText();
    return directive.equals("replace") || directive.equals("delete");
  }

  private static int index(List<JsonNode> list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path(key).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  private static ArrayNode without(JsonNode list, List<JsonNode> values) {
    return array(elements(list).stream().filter(each -> !values.contains(each)).toList());
  }

  private static List<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }

  private static ArrayNode array(List<JsonNode> elements) {
    return JsonNodeFactory.instance.arrayNode().addAll(elements);
  }
}
