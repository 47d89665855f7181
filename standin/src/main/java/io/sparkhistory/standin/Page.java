package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A list, or a page of one (Kubernetes API concepts, "Retrieving large results sets in chunks").
 * All pages bear the version of the first: what is added meanwhile is seen twice rather than never.
 */
final class Page {
  private final int limit;
  private final String version;
  private final String after;

  Page(Map<String, String> query) {
    String[] token = query.getOrDefault("continue", "").split(":", 2);
    limit = Integer.parseInt(query.getOrDefault("limit", "0"));
    version = token[0];
    after = token.length > 1 ? token[1] : "";
  }

  ObjectNode of(Store store, Address at, Predicate<JsonNode> selected) {
    String shown = version.isEmpty() ? String.valueOf(store.history().version()) : version;
    if (!version.isEmpty() && store.history().isForgotten(Long.parseLong(version))) {
      throw new ApiError(410, "Expired", "The provided continue parameter is too old");
    }
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("kind", at.kind().kind() + "List").put("apiVersion", at.kind().apiVersion());
    ObjectNode metadata = list.putObject("metadata").put("resourceVersion", shown);
    ArrayNode items = list.putArray("items");
    if (after.isEmpty()) {
      store.oddities(at.kind()).forEach(item -> add(items, at, item));
    }
    int most = limit == 0 ? Integer.MAX_VALUE - 1 : limit;
    List<ObjectNode> found = store.list(at.kind(), at.namespace(), selected, after, most + 1);
    found.stream().limit(most).forEach(item -> add(items, at, item));
    if (found.size() > most) {
      metadata.put("continue", shown + ":" + key(found.get(most - 1)));
    }
    return list;
  }

  /** Lists of Kubernetes' own kinds leave out what their elements are. */
  private static void add(ArrayNode items, Address at, ObjectNode item) {
    if (!at.kind().isCustom()) {
      item.remove(List.of("kind", "apiVersion"));
    }
    items.add(item);
  }

  private static String key(JsonNode item) {
    JsonNode metadata = item.path("metadata");
    return Store.key(metadata.path("namespace").asText(), metadata.path("name").asText());
  }
}
