package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The part of OpenAPI v3 that kubectl reads before it writes. It says that the server validates
 * fields (the parameter {@code fieldValidation} of a patch), so kubectl does not.
 */
final class OpenApi {
  static final String ROOT = "/openapi/v3";

  private final List<Kind> kinds;

  OpenApi(List<Kind> kinds) {
    this.kinds = kinds;
  }

  /** The index of documents, or the document of a group's version. */
  Optional<JsonNode> respond(String path) {
    if (path.equals(ROOT)) {
      ObjectNode index = JsonNodeFactory.instance.objectNode();
      ObjectNode paths = index.putObject("paths");
      kinds.forEach(
          kind ->
              paths
                  .putObject(kind.root().substring(1))
                  .put("serverRelativeURL", ROOT + kind.root()));
      return Optional.of(index);
    }
    String root = path.substring(ROOT.length());
    return kinds.stream().anyMatch(kind -> kind.root().equals(root))
        ? Optional.of(document(root))
        : Optional.empty();
  }

  private ObjectNode document(String root) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "v1.32.0-standin");
    ObjectNode paths = document.putObject("paths");
    for (Kind kind : kinds) {
      if (kind.root().equals(root)) {
        ObjectNode patch =
            paths.putObject(root + "/" + kind.plural() + "/{name}").putObject("patch");
        patch.putArray("parameters").addObject().put("name", "fieldValidation").put("in", "query");
        patch.putObject("responses");
        patch
            .putObject("x-kubernetes-group-version-kind")
            .put("group", kind.group())
            .put("version", kind.version())
            .put("kind", kind.kind());
      }
    }
    return document;
  }
}
