package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The kinds that the server has. All are there from the start, defined or not; a kind whose
 * CustomResourceDefinition is deleted goes with its objects, until it is defined again.
 */
final class Definitions {
  private static final String DEFINITIONS = "customresourcedefinitions";

  private final List<Kind> kinds = new CopyOnWriteArrayList<>(Kinds.USUAL);
  private final Map<String, Kind> gone = new ConcurrentHashMap<>();
  private final Set<Kind> terminating = ConcurrentHashMap.newKeySet();
  private final Store store;

  Definitions(Store store) {
    this.store = store;
  }

  List<Kind> kinds() {
    return kinds;
  }

  void add(Kind kind) {
    kinds.add(kind);
  }

  /** From now on no object of the kind is made; those that are there can be read and deleted. */
  void terminate(Kind kind) {
    terminating.add(kind);
  }

  /** Removes a kind and its objects. */
  void remove(Kind kind) {
    terminate(kind);
    for (JsonNode object : store.list(kind, "", any -> true)) {
      String namespace = object.at("/metadata/namespace").asText();
      store.delete(new Address(kind, namespace, object.at("/metadata/name").asText(), ""));
    }
    kinds.remove(kind);
    terminating.remove(kind);
    gone.put(nameOf(kind), kind);
  }

  /** Whether the server answers requests for this kind. */
  boolean has(Kind kind) {
    return kinds.contains(kind);
  }

  boolean isTerminating(Kind kind) {
    return terminating.contains(kind);
  }

  /** Throws when an object must not be made. */
  void checkCreation(Kind kind) {
    if (isTerminating(kind)) {
      // apiextensions-apiserver, customresource_handler.go
      throw new ApiError(
          405,
          "MethodNotAllowed",
          "create not allowed while custom resource definition is terminating");
    }
  }

  /** An object was written; a definition brings its kind back. */
  void written(Address at, JsonNode object) {
    if (at.kind().plural().equals(DEFINITIONS)) {
      Kind kind = gone.remove(object.at("/metadata/name").asText());
      if (kind != null) {
        kinds.add(kind);
      }
    }
  }

  /** An object was deleted; a definition takes its kind along. */
  void deleted(Address at) {
    if (at.kind().plural().equals(DEFINITIONS)) {
      kinds.stream().filter(kind -> nameOf(kind).equals(at.name())).forEach(this::remove);
    }
  }

  private static String nameOf(Kind kind) {
    return kind.plural() + "." + kind.group();
  }
}
