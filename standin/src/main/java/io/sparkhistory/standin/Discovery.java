package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Discovery documents of the server, and reviews of rights. */
final class Discovery {
  private static final Map<String, String> SHORT =
      Map.of("SparkHistoryServer", "shs", "CustomResourceDefinition", "crd");

  private final Definitions definitions;
  private final List<Kind> kinds;
  private final Rights rights;

  Discovery(Definitions definitions, Rights rights) {
    this.definitions = definitions;
    this.kinds = definitions.kinds();
    this.rights = rights;
  }

  /** The response, if the path is one of these. */
  Optional<JsonNode> respond(String method, String path, JsonNode body) {
    if (method.equals("POST") && path.startsWith("/apis/authorization.k8s.io/")) {
      boolean asks = path.endsWith("/subjectaccessreviews");
      return Optional.of(review(body, asks ? rights.grant(body.path("spec")) : Optional.of("")));
    }
    if (path.startsWith(OpenApi.ROOT)) {
      return new OpenApi(kinds).respond(path);
    }
    return switch (path) {
      case "/version", "/version/" ->
          Optional.of(
              object().put("major", "1").put("minor", "32").put("gitVersion", "v1.32.0-standin"));
      case "/api" -> Optional.of(versions());
      case "/apis" -> Optional.of(groups());
      default ->
          kinds.stream().anyMatch(kind -> kind.root().equals(path))
              ? Optional.of(resources(path))
              : Optional.empty();
    };
  }

  private static ObjectNode review(JsonNode body, Optional<String> granted) {
    ObjectNode review = body.deepCopy();
    ObjectNode status = review.putObject("status");
    status.put("allowed", granted.isPresent()).put("incomplete", false);
    granted.filter(reason -> !reason.isEmpty()).ifPresent(reason -> status.put("reason", reason));
    ObjectNode rule = status.putArray("resourceRules").addObject();
    rule.putArray("verbs").add("*");
    rule.putArray("apiGroups").add("*");
    rule.putArray("resources").add("*");
    status.putArray("nonResourceRules");
    return review;
  }

  private static ObjectNode versions() {
    ObjectNode versions = object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    return versions;
  }

  private ObjectNode groups() {
    ObjectNode list = object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    kinds.stream()
        .filter(kind -> !kind.group().isEmpty())
        .map(kind -> List.of(kind.group(), kind.version()))
        .distinct()
        .forEach(
            each -> {
              ObjectNode group = groups.addObject().put("name", each.get(0));
              String groupVersion = each.get(0) + "/" + each.get(1);
              group
                  .putArray("versions")
                  .addObject()
                  .put("groupVersion", groupVersion)
                  .put("version", each.get(1));
              group
                  .putObject("preferredVersion")
                  .put("groupVersion", groupVersion)
                  .put("version", each.get(1));
            });
    return list;
  }

  private ObjectNode resources(String root) {
    ObjectNode list = object().put("kind", "APIResourceList").put("apiVersion", "v1");
    ArrayNode resources = list.putArray("resources");
    for (Kind kind : kinds) {
      if (kind.root().equals(root)) {
        list.put("groupVersion", kind.apiVersion());
        ObjectNode resource =
            resources
                .addObject()
                .put("name", kind.plural())
                .put("singularName", "")
                .put("namespaced", kind.namespaced())
                .put("kind", kind.kind());
        ArrayNode verbs = resource.putArray("verbs");
        // as apiextensions-apiserver does, customresource_discovery_controller.go
        (definitions.isTerminating(kind)
                ? List.of("delete", "get", "list", "watch")
                : List.of("create", "delete", "get", "list", "patch", "update", "watch"))
            .forEach(verbs::add);
        if (SHORT.containsKey(kind.kind())) {
          resource.putArray("shortNames").add(SHORT.get(kind.kind()));
        }
      }
    }
    return list;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
