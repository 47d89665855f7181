package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which manager owns which leaf of one object (Kubernetes API, server-side apply): applying sets
 * what is given, removes what the manager had given before and gives no more, and is refused where
 * another manager owns another value, unless it is forced.
 */
final class Ownership {
  private static final Set<List<String>> IDENTITY =
      Set.of(
          List.of("apiVersion"),
          List.of("kind"),
          List.of("metadata", "name"),
          List.of("metadata", "namespace"),
          List.of("metadata", "uid"),
          List.of("metadata", "resourceVersion"));

  private final Map<String, Set<List<String>>> owned = new HashMap<>();

  /** The object after the manager has applied. */
  ObjectNode apply(ObjectNode actual, JsonNode applied, String manager, boolean force) {
    Map<List<String>, JsonNode> after = new LinkedHashMap<>(FieldTree.leaves(actual));
    Map<List<String>, JsonNode> given = FieldTree.leaves(applied);
    given.keySet().removeAll(IDENTITY);
    if (!force) {
      refuseConflicts(after, given, manager);
    }
    Set<List<String>> before = owned.getOrDefault(manager, Set.of());
    for (List<String> path : before) {
      if (!given.containsKey(path) && !isOwnedByOthers(path, manager)) {
        after.remove(path);
      }
    }
    given.forEach(
        (path, value) -> {
          // a leaf cannot be inside another: an empty list or object gives way to what is in it
          for (int i = 1; i < path.size(); i++) {
            after.remove(path.subList(0, i));
          }
          after.put(path, value);
        });
    owned.forEach((other, paths) -> paths.removeIf(path -> isLost(path, given, after)));
    owned.put(manager, new HashSet<>(given.keySet()));
    return FieldTree.build(after);
  }

  /** Notes what another kind of write has changed: its manager owns that now. */
  void written(JsonNode before, JsonNode after, String manager) {
    Map<List<String>, JsonNode> old = FieldTree.leaves(before);
    Set<List<String>> mine = owned.computeIfAbsent(manager, any -> new HashSet<>());
    FieldTree.leaves(after)
        .forEach(
            (path, value) -> {
              if (!value.equals(old.get(path))) {
                owned.values().forEach(paths -> paths.remove(path));
                mine.add(path);
              }
            });
  }

  private static boolean isLost(
      List<String> path, Map<List<String>, JsonNode> given, Map<List<String>, JsonNode> after) {
    return given.containsKey(path) && !given.get(path).equals(after.get(path));
  }

  private void refuseConflicts(
      Map<List<String>, JsonNode> actual, Map<List<String>, JsonNode> given, String manager) {
    given.forEach(
        (path, value) -> {
          JsonNode there = actual.get(path);
          if (there != null && !there.equals(value) && isOwnedByOthers(path, manager)) {
            throw new ApiError(
                409, "Conflict", "Apply failed with 1 conflict: ." + String.join(".", path));
          }
        });
  }

  private boolean isOwnedByOthers(List<String> path, String manager) {
    return owned.entrySet().stream()
        .anyMatch(entry -> !entry.getKey().equals(manager) && entry.getValue().contains(path));
  }
}
