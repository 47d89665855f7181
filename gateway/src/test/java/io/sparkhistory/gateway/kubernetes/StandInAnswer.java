package io.sparkhistory.gateway.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkhistory.gateway.kubernetes.StandIn.Call;
import io.sparkhistory.gateway.kubernetes.StandInConnection.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What the API server stand-in answers to a request that is not a watch. */
record StandInAnswer(int status, ObjectNode body) {

  static StandInAnswer of(Objects objects, Call call, Request request) throws IOException {
    if (call.resource().equals("subjectaccessreviews.authorization.k8s.io")) {
      return new StandInAnswer(201, Reviews.answer(objects, parse(request.body())));
    }
    return switch (call.verb()) {
      case "list" -> list(objects, call, request);
      case "get" ->
          objects
              .get(call.resource(), call.namespace(), call.name())
              .map(found -> new StandInAnswer(200, found))
              .orElseGet(StandInAnswer::notFound);
      case "create", "update" ->
          new StandInAnswer(201, objects.put(call.resource(), parse(request.body())));
      case "patch" ->
          objects
              .merge(call.resource(), call.namespace(), call.name(), request.body())
              .map(found -> new StandInAnswer(200, found))
              .orElseGet(StandInAnswer::notFound);
      case "delete" ->
          objects.delete(call.resource(), call.namespace(), call.name())
              ? new StandInAnswer(200, status(200, "Deleted"))
              : notFound();
      default -> new StandInAnswer(405, status(405, "MethodNotAllowed"));
    };
  }

  /** Kubernetes API concepts, "Retrieving large results sets in chunks". */
  private static StandInAnswer list(Objects objects, Call call, Request request) {
    SortedMap<String, ObjectNode> all = objects.all(call.resource());
    int limit = Integer.parseInt(request.query().getOrDefault("limit", "1000000"));
    String after = request.query().getOrDefault("continue", "");
    List<ObjectNode> page = new ArrayList<>();
    String next = "";
    String last = "";
    for (Map.Entry<String, ObjectNode> entry : all.tailMap(after + "\0").entrySet()) {
      if (!Objects.isOdd(entry.getKey())
          && !matches(entry.getValue(), request.query().getOrDefault("labelSelector", ""))) {
        continue;
      }
      if (page.size() == limit) {
        next = last;
        break;
      }
      page.add(item(call.resource(), entry.getValue()));
      last = entry.getKey();
    }
    ObjectNode list = Objects.JSON.createObjectNode();
    list.put("kind", StandInKinds.kind(call.resource()) + "List");
    list.put("apiVersion", StandInKinds.apiVersion(call.resource()));
    ObjectNode metadata = list.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(objects.version()));
    if (!next.isEmpty()) {
      metadata.put("continue", next);
    }
    ArrayNode items = list.putArray("items");
    page.forEach(items::add);
    return new StandInAnswer(200, list);
  }

  /** Lists of Kubernetes' own kinds leave out what their elements are. */
  private static ObjectNode item(String resource, ObjectNode object) {
    ObjectNode item = object.deepCopy();
    if (!resource.endsWith(".sparkhistory.io")) {
      item.remove(List.of("kind", "apiVersion"));
    }
    return item;
  }

  /** Only {@code key=value}, separated by commas. */
  static boolean matches(JsonNode object, String selector) {
    if (selector.isEmpty()) {
      return true;
    }
    Map<String, String> labels = new HashMap<>();
    object
        .path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    for (String term : selector.split(",", -1)) {
      String[] pair = term.split("=", 2);
      if (!pair[1].equals(labels.get(pair[0]))) {
        return false;
      }
    }
    return true;
  }

  static ObjectNode parse(String body) throws JsonProcessingException {
    return (ObjectNode) Objects.JSON.readTree(body);
  }

  static StandInAnswer notFound() {
    return new StandInAnswer(404, status(404, "NotFound"));
  }

  static ObjectNode status(int code, String reason) {
    return Objects.JSON
        .createObjectNode()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", code < 400 ? "Success" : "Failure")
        .put("message", reason)
        .put("reason", reason)
        .put("code", code);
  }
}
