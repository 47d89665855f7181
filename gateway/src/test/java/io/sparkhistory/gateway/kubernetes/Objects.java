package io.sparkhistory.gateway.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the API server stand-in stores: objects by resource, and the changes that watches bring. */
final class Objects {
  static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNameLength(100_000).build())
              .build());

  /**
   * A change.
   *
   * @param type ADDED, MODIFIED or DELETED
   * @param line what every watch sends in its place; empty for the usual event
   */
  record Event(long version, String resource, String type, ObjectNode object, String line) {}

  private static final String ODD = " odd/";

  private final Map<String, SortedMap<String, ObjectNode>> stored = new ConcurrentHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private long version = 1000;
  private long oldest = 0;

  /** Resource of an object, such as {@code leases.coordination.k8s.io}. */
  static String resource(ObjectNode object) {
    String kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
    String api = object.path("apiVersion").asText();
    String plural = kind + "s";
    int slash = api.indexOf('/');
    return slash < 0 ? plural : plural + "." + api.substring(0, slash);
  }

  /** Creates or replaces. */
  synchronized void apply(String text) {
    ObjectNode object =
        JSON.convertValue(
            new Load(LoadSettings.builder().build()).loadFromString(text), ObjectNode.class);
    put(resource(object), object);
  }

  synchronized ObjectNode put(String resource, ObjectNode object) {
    SortedMap<String, ObjectNode> all =
        stored.computeIfAbsent(resource, same -> new ConcurrentSkipListMap<>());
    ObjectNode fresh = object.deepCopy();
    ObjectNode metadata = fresh.withObjectProperty("metadata");
    metadata.put("resourceVersion", Long.toString(++version));
    if (!metadata.has("creationTimestamp")) {
      metadata.put("creationTimestamp", "2026-01-01T00:00:00Z");
    }
    ObjectNode before = all.put(key(fresh), fresh);
    note(resource, before == null ? "ADDED" : "MODIFIED", fresh);
    return fresh;
  }

  synchronized Optional<ObjectNode> get(String resource, String namespace, String name) {
    return Optional.ofNullable(all(resource).get(key(namespace, name)));
  }

  /** RFC 7396. */
  synchronized Optional<ObjectNode> merge(
      String resource, String namespace, String name, String patch) throws JsonProcessingException {
    ObjectNode before = all(resource).get(key(namespace, name));
    if (before == null) {
      return Optional.empty();
    }
    ObjectNode merged = before.deepCopy();
    merge(merged, (ObjectNode) JSON.readTree(patch));
    return Optional.of(put(resource, merged));
  }

  private static void merge(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      if (field.getValue().isNull()) {
        target.remove(field.getKey());
      } else if (field.getValue() instanceof ObjectNode inner) {
        merge(target.withObjectProperty(field.getKey()), inner);
      } else {
        target.set(field.getKey(), field.getValue());
      }
    }
  }

  /**
   * Puts an object there as no API server would, or as another version's schema allowed. It is in
   * every list and watch of its kind, whatever is selected.
   */
  synchronized void odd(String resource, String key, ObjectNode object) {
    if (object.path("metadata") instanceof ObjectNode metadata
        && !metadata.has("resourceVersion")) {
      metadata.put("resourceVersion", Long.toString(version + 1));
    }
    stored.computeIfAbsent(resource, same -> new ConcurrentSkipListMap<>()).put(ODD + key, object);
    say(resource, "{\"type\":\"ADDED\",\"object\":" + object + "}\n");
  }

  static boolean isOdd(String key) {
    return key.startsWith(ODD);
  }

  /** Has every watch of the kind send this. */
  synchronized void say(String resource, String line) {
    events.add(new Event(++version, resource, "", JSON.createObjectNode(), line));
    notifyAll();
  }

  synchronized boolean delete(String resource, String namespace, String name) {
    SortedMap<String, ObjectNode> all = stored.get(resource);
    ObjectNode gone = all == null ? null : all.remove(key(namespace, name));
    if (gone != null) {
      ObjectNode last = gone.deepCopy();
      last.withObjectProperty("metadata").put("resourceVersion", Long.toString(++version));
      note(resource, "DELETED", last);
    }
    return gone != null;
  }

  /** As they are at any time; objects that are stored do not change. */
  SortedMap<String, ObjectNode> all(String resource) {
    return Collections.unmodifiableSortedMap(
        stored.getOrDefault(resource, Collections.emptySortedMap()));
  }

  synchronized long version() {
    return version;
  }

  /** Something happened elsewhere: the version moves, and no object that anybody watches. */
  synchronized long tick() {
    return ++version;
  }

  /** Forgets the changes so far: whoever asks for what came after an earlier version gets 410. */
  synchronized void compact() {
    oldest = ++version;
    events.clear();
  }

  synchronized boolean isExpired(long since) {
    return since < oldest;
  }

  /** The changes after this version; waits for the first one, but not for longer than that. */
  synchronized List<Event> after(long since, String resource, long millis)
      throws InterruptedException {
    long end = System.nanoTime() + millis * 1_000_000;
    List<Event> found = find(since, resource);
    for (long left = millis; found.isEmpty() && left > 0; ) {
      wait(left);
      found = find(since, resource);
      left = (end - System.nanoTime()) / 1_000_000;
    }
    return found;
  }

  private List<Event> find(long since, String resource) {
    List<Event> found = new ArrayList<>();
    for (int i = events.size() - 1; i >= 0 && events.get(i).version() > since; i--) {
      if (events.get(i).resource().equals(resource)) {
        found.add(events.get(i));
      }
    }
    Collections.reverse(found);
    return found;
  }

  private void note(String resource, String type, ObjectNode object) {
    events.add(new Event(version, resource, type, object, ""));
    notifyAll();
  }

  static String key(ObjectNode object) {
    JsonNode metadata = object.path("metadata");
    return key(metadata.path("namespace").asText(), metadata.path("name").asText());
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
