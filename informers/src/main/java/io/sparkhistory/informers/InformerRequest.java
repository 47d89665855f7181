package io.sparkhistory.informers;

import io.fabric8.kubernetes.client.http.HttpRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Request of an informer: a list or a watch, by its path (Kubernetes API concepts, "Resource
 * URIs").
 *
 * @param path without namespace, such as {@code /apis/apps/v1/deployments}
 * @param resource plural of the kind
 */
record InformerRequest(String path, String resource, boolean watch) {

  /** Reads a request; empty when it is neither a list nor a watch. */
  static Optional<InformerRequest> of(HttpRequest request) {
    return request.method().equals("GET") ? of(request.uri()) : Optional.empty();
  }

  static Optional<InformerRequest> of(URI uri) {
    List<String> parts = Arrays.asList(uri.getPath().split("/", -1));
    // the server may be below a path of its own, such as /k8s/clusters/c-1
    int core = parts.indexOf("api");
    int group = parts.indexOf("apis");
    int from = core >= 0 ? core + 2 : group + 3;
    if (core < 0 && group < 0) {
      return Optional.empty();
    }
    int at = parts.size() > from + 2 && parts.get(from).equals("namespaces") ? from + 2 : from;
    if (parts.size() != at + 1 || parts.get(at).isEmpty()) {
      return Optional.empty();
    }
    String resource = parts.get(at);
    String query = uri.getQuery() == null ? "" : uri.getQuery();
    return Optional.of(
        new InformerRequest(
            String.join("/", parts.subList(0, from)) + "/" + resource,
            resource,
            List.of(query.split("&", -1)).contains("watch=true")));
  }
}
