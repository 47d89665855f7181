package io.sparkhistory.standin;

import io.sparkhistory.standin.http.Request;

/**
 * A request in the words of RBAC.
 *
 * @param verb get, list, watch, create, update, patch or delete
 * @param resource plural of the kind, with its group where it has one: {@code leases.group}
 * @param namespace empty for all or none
 * @param name empty for all or a new one
 */
public record Call(String verb, String resource, String namespace, String name) {

  /**
   * Reads {@code /api/v1/…} or {@code /apis/group/version/…}; other paths are their own resource.
   */
  static Call of(Request request, boolean watch) {
    String[] parts = request.path().substring(1).split("/", -1);
    boolean core = parts[0].equals("api");
    int at = core ? 2 : 3;
    if (parts.length <= at) {
      return new Call(verb(request, watch, request.path()), request.path(), "", "");
    }
    String group = core ? "" : "." + parts[1];
    String namespace = "";
    if (parts.length > at + 2 && parts[at].equals("namespaces")) {
      namespace = parts[at + 1];
      at += 2;
    }
    String name = parts.length > at + 1 ? parts[at + 1] : "";
    return new Call(verb(request, watch, name), parts[at] + group, namespace, name);
  }

  private static String verb(Request request, boolean watch, String name) {
    return switch (request.method()) {
      case "GET" -> watch ? "watch" : name.isEmpty() ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> request.method();
    };
  }
}
