package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** The four ways to write an object. */
final class Writer {
  private final Store store;
  private final Address at;
  private final Map<String, String> query;

  Writer(Store store, Address at, Map<String, String> query) {
    this.store = store;
    this.at = at;
    this.query = query;
  }

  ObjectNode create(ObjectNode object) {
    if (query.containsKey("dryRun")) {
      return object;
    }
    ObjectNode bare = object.deepCopy();
    bare.withObject("/metadata").remove("creationTimestamp"); // which the server sets
    if (at.kind().kind().equals("SparkHistoryServer")) {
      bare.remove("status");
    }
    return store.create(at, bare, manager());
  }

  ObjectNode replace(ObjectNode object) {
    String expected = object.at("/metadata/resourceVersion").asText();
    return store.change(
        at,
        false,
        (actual, ownership) -> {
          refuseOtherVersion(actual, expected);
          ObjectNode after = onlyPart(actual, object.deepCopy());
          ownership.written(actual, after, manager());
          return after;
        });
  }

  ObjectNode patch(String contentType, JsonNode patch) {
    if (contentType.startsWith("application/apply-patch")) {
      return apply(patch);
    }
    boolean strategic = contentType.startsWith("application/strategic-merge-patch");
    // which needs the types that Kubernetes is compiled with
    boolean known =
        strategic ? !at.kind().isCustom() : contentType.startsWith("application/merge-patch");
    if (!known) {
      throw new ApiError(415, "UnsupportedMediaType", contentType);
    }
    String expected = patch.at("/metadata/resourceVersion").asText();
    return store.change(
        at,
        false,
        (actual, ownership) -> {
          refuseOtherVersion(actual, expected);
          refuseOtherUid(actual, patch.at("/metadata/uid").asText());
          JsonNode merged =
              strategic
                  ? StrategicMerge.merge(actual, (ObjectNode) patch)
                  : Patches.merge(actual, patch);
          ObjectNode after = onlyPart(actual, (ObjectNode) merged);
          ownership.written(actual, after, manager());
          return after;
        });
  }

  private ObjectNode apply(JsonNode applied) {
    String manager =
        Optional.ofNullable(query.get("fieldManager"))
            .orElseThrow(() -> new ApiError(400, "BadRequest", "fieldManager is required"));
    boolean force = query.getOrDefault("force", "false").equals("true");
    ObjectNode given = ((ObjectNode) applied).deepCopy();
    boolean status = at.subresource().equals("status");
    if (!status && at.kind().kind().equals("SparkHistoryServer")) {
      given.remove("status");
    }
    return store.change(
        at,
        !status,
        (actual, ownership) -> {
          refuseOtherVersion(actual, given.at("/metadata/resourceVersion").asText());
          refuseOtherUid(actual, given.at("/metadata/uid").asText());
          // the status has managers of its own
          String owner = status ? manager + "/status" : manager;
          return onlyPart(actual, ownership.apply(actual, given, owner, force));
        });
  }

  /** {@code /status} changes the status alone. */
  private ObjectNode onlyPart(ObjectNode actual, ObjectNode after) {
    if (!at.subresource().equals("status")) {
      return after;
    }
    ObjectNode mixed = actual.deepCopy();
    mixed.remove("status");
    if (after.has("status")) {
      mixed.set("status", after.get("status"));
    }
    return mixed;
  }

  private String manager() {
    return query.getOrDefault("fieldManager", "unknown");
  }

  private static void refuseOtherVersion(ObjectNode actual, String expected) {
    String there = actual.at("/metadata/resourceVersion").asText();
    if (!expected.isEmpty() && !expected.equals(there)) {
      throw new ApiError(
          409, "Conflict", "the object has been modified; please apply your changes to it again");
    }
  }

  /** A patch that names a uid is for that object, and not for its namesake. */
  private static void refuseOtherUid(ObjectNode actual, String expected) {
    String there = actual.at("/metadata/uid").asText();
    if (!expected.isEmpty() && !expected.equals(there)) {
      throw new ApiError(
          422, "Invalid", "metadata.uid: Invalid value: \"" + expected + "\": field is immutable");
    }
  }
}
