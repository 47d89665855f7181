package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The objects. One lock, as in a small etcd. */
final class Store {
  /** By kind, and in each by namespace and name, in the order in which the API lists them. */
  private final Map<Kind, NavigableMap<String, Entry>> objects = new LinkedHashMap<>();

  private final History history = new History();
  private final Map<String, Entry> oddities = new LinkedHashMap<>();
  private final Set<String> goneNamespaces = new HashSet<>();

  /** By uid, those that something has named as its owner: not many, so none is forgotten. */
  private final Set<String> owners = new HashSet<>();

  private record Entry(Kind kind, ObjectNode object, Ownership ownership) {}

  /** What is to become of an object: from what it is to what it shall be. */
  interface Write {
    ObjectNode to(ObjectNode actual, Ownership ownership);
  }

  /** What has happened to them. */
  History history() {
    return history;
  }

  synchronized Optional<ObjectNode> get(Kind kind, String namespace, String name) {
    return Optional.ofNullable(of(kind).get(key(namespace, name)))
        .map(entry -> entry.object().deepCopy());
  }

  /** Odd objects, and those that are selected; an empty namespace means all. */
  synchronized List<ObjectNode> list(Kind kind, String namespace, Predicate<JsonNode> selected) {
    return Stream.concat(
            oddities(kind).stream(),
            list(kind, namespace, selected, "", Integer.MAX_VALUE).stream())
        .toList();
  }

  /**
   * Those that are selected, without odd ones.
   *
   * @param after the last one that is left out, as {@link #key} has it; empty for none
   * @param most how many
   */
  synchronized List<ObjectNode> list(
      Kind kind, String namespace, Predicate<JsonNode> selected, String after, int most) {
    NavigableMap<String, Entry> all = of(kind);
    if (!namespace.isEmpty()) {
      // '0' comes next to '/', which ends the namespace of a key
      all = all.subMap(namespace + "/", true, namespace + "0", false);
    }
    boolean some = !after.isEmpty();
    return (some ? all.tailMap(after, false) : all)
        .values().stream()
            .map(Entry::object)
            .filter(selected)
            .limit(most)
            .map(ObjectNode::deepCopy)
            .toList();
  }

  synchronized List<ObjectNode> oddities(Kind kind) {
    return oddities.values().stream()
        .filter(entry -> entry.kind().equals(kind))
        .map(entry -> entry.object().deepCopy())
        .toList();
  }

  /** Makes an object; refuses one that exists. */
  synchronized ObjectNode create(Address at, ObjectNode object, String manager) {
    String name = object.at("/metadata/name").asText();
    if (of(at.kind()).containsKey(key(at.namespace(), name))) {
      throw new ApiError(
          409, "AlreadyExists", at.kind().plural() + " \"" + name + "\" already exists");
    }
    Ownership ownership = new Ownership();
    ownership.written(object.objectNode(), object, manager);
    return insert(at, name, object, ownership);
  }

  /** Changes an object; without one, {@code orCreate} says whether it is made. */
  synchronized ObjectNode change(Address at, boolean orCreate, Write write) {
    Entry entry = of(at.kind()).get(key(at.namespace(), at.name()));
    if (entry == null) {
      if (!orCreate) {
        throw ApiError.notFound(at.kind().plural() + " \"" + at.name() + "\"");
      }
      Ownership ownership = new Ownership();
      ObjectNode object = write.to(JsonNodeFactory.instance.objectNode(), ownership);
      return insert(at, at.name(), object, ownership);
    }
    ObjectNode before = entry.object();
    ObjectNode after = keepIdentity(before, write.to(before.deepCopy(), entry.ownership()));
    if (after.equals(before)) {
      return before.deepCopy();
    }
    refuseOtherSelector(at, before, after);
    if (!withoutStatus(after).equals(withoutStatus(before))) {
      after
          .withObject("/metadata")
          .put("generation", before.at("/metadata/generation").asLong(1) + 1);
    }
    return record(at.kind(), before, after, entry.ownership());
  }

  /** Removes an object and what belongs to it. */
  synchronized ObjectNode delete(Address at) {
    Entry gone = of(at.kind()).remove(key(at.namespace(), at.name()));
    if (gone == null) {
      throw ApiError.notFound(at.kind().plural() + " \"" + at.name() + "\"");
    }
    history.append(at.kind(), "DELETED", gone.object(), gone.object());
    boolean namespace = isNamespace(at.kind());
    if (namespace) {
      goneNamespaces.add(at.name());
    }
    if (namespace || owners.contains(gone.object().at("/metadata/uid").asText())) {
      takeAlong(gone, namespace, at);
    }
    return gone.object();
  }

  /** Removes what belongs to an object that is gone. */
  private void takeAlong(Entry gone, boolean namespace, Address at) {
    everything().toList().stream()
        .filter(
            entry ->
                isOwned(entry.object(), gone.object())
                    || (namespace && isIn(entry.object(), at.name())))
        .map(Store::addressOf)
        // which the one before may have taken along
        .filter(each -> get(each.kind(), each.namespace(), each.name()).isPresent())
        .forEach(this::delete);
  }

  /**
   * Puts an object there as it is, for every list and watch of its kind; another takes its place.
   */
  synchronized void odd(Kind kind, String key, ObjectNode object) {
    if (object.path("metadata") instanceof ObjectNode metadata
        && !metadata.has("resourceVersion")) {
      metadata.put("resourceVersion", String.valueOf(history.version() + 1));
    }
    oddities.put(kind.plural() + "/" + key, new Entry(kind, object, new Ownership()));
    history.say(kind, "{\"type\":\"ADDED\",\"object\":" + Bodies.write(object) + "}\n");
  }

  /** Takes all of them away. */
  synchronized void noOddities() {
    oddities.clear();
  }

  /** Into a namespace that was deleted nothing is put; one that never was may be left out. */
  private ObjectNode insert(Address at, String name, ObjectNode object, Ownership ownership) {
    if (goneNamespaces.contains(at.namespace())) {
      throw ApiError.notFound("namespaces \"" + at.namespace() + "\"");
    }
    Entry namespace = of(Kinds.NAMESPACES).get(key("", at.namespace()));
    if (namespace != null && namespace.object().at("/metadata").has("deletionTimestamp")) {
      throw ApiError.terminating(at.kind().plural() + " \"" + name + "\"", at.namespace());
    }
    if (isNamespace(at.kind())) {
      goneNamespaces.remove(name);
    }
    ObjectNode metadata = object.withObject("/metadata");
    metadata.put("name", name).put("uid", UUID.randomUUID().toString()).put("generation", 1);
    if (!metadata.has("creationTimestamp")) {
      metadata.put("creationTimestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }
    if (!at.namespace().isEmpty()) {
      metadata.put("namespace", at.namespace());
    }
    object.put("apiVersion", at.kind().apiVersion()).put("kind", at.kind().kind());
    ObjectNode made = record(at.kind(), MissingNode.getInstance(), object, ownership);
    if (isOrphan(made)) {
      delete(new Address(at.kind(), at.namespace(), name, ""));
    }
    return made;
  }

  private ObjectNode record(Kind kind, JsonNode before, ObjectNode object, Ownership ownership) {
    history.append(kind, before.isMissingNode() ? "ADDED" : "MODIFIED", object, before);
    JsonNode metadata = object.get("metadata");
    metadata.path("ownerReferences").forEach(owner -> owners.add(owner.path("uid").asText()));
    of(kind)
        .put(
            key(metadata.path("namespace").asText(), metadata.path("name").asText()),
            new Entry(kind, object, ownership));
    return object.deepCopy();
  }

  /** A Deployment's selector never changes (Kubernetes API, apps/v1). */
  private static void refuseOtherSelector(Address at, ObjectNode before, ObjectNode after) {
    JsonNode selector = after.at("/spec/selector");
    if (at.kind().kind().equals("Deployment") && !selector.equals(before.at("/spec/selector"))) {
      throw new ApiError(
          422,
          "Invalid",
          "Deployment.apps \"%s\" is invalid: spec.selector: Invalid value: %s: field is immutable"
              .formatted(at.name(), selector));
    }
  }

  private static ObjectNode keepIdentity(ObjectNode before, ObjectNode after) {
    ObjectNode metadata = after.withObject("/metadata");
    Stream.of("name", "namespace", "uid", "generation", "creationTimestamp", "resourceVersion")
        .filter(field -> before.get("metadata").has(field))
        .forEach(field -> metadata.set(field, before.get("metadata").get(field)));
    after.set("apiVersion", before.get("apiVersion"));
    after.set("kind", before.get("kind"));
    return after;
  }

  private static ObjectNode withoutStatus(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    copy.remove(List.of("status", "metadata"));
    return copy;
  }

  private static boolean isNamespace(Kind kind) {
    return kind.kind().equals("Namespace");
  }

  /**
   * Whether it has owners and none of them exists: it was made by somebody who had not heard yet
   * that they are gone. Kubernetes' garbage collector takes it away a moment later.
   */
  private boolean isOrphan(ObjectNode object) {
    JsonNode owners = object.at("/metadata/ownerReferences");
    return !owners.isEmpty() && everything().noneMatch(entry -> isOwned(object, entry.object()));
  }

  private static boolean isOwned(ObjectNode object, ObjectNode owner) {
    String uid = owner.at("/metadata/uid").asText();
    for (JsonNode each : object.at("/metadata/ownerReferences")) {
      if (each.path("uid").asText().equals(uid)) {
        return true;
      }
    }
    return false;
  }

  private static Address addressOf(Entry entry) {
    JsonNode metadata = entry.object().get("metadata");
    return new Address(
        entry.kind(), metadata.path("namespace").asText(), metadata.path("name").asText(), "");
  }

  private static boolean isIn(ObjectNode object, String namespace) {
    return namespace.isEmpty() || object.at("/metadata/namespace").asText().equals(namespace);
  }

  private NavigableMap<String, Entry> of(Kind kind) {
    return objects.computeIfAbsent(kind, any -> new TreeMap<>());
  }

  private Stream<Entry> everything() {
    return objects.values().stream().flatMap(all -> all.values().stream());
  }

  static String key(String namespace, String name) {
    return namespace + "/" + name;
  }
}
