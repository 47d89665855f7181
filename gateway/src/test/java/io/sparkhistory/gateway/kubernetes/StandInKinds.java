package io.sparkhistory.gateway.kubernetes;

import java.util.Map;

/** Kinds and API versions of the resources that the stand-in sends bookmarks for. */
final class StandInKinds {
  private static final Map<String, String> KINDS =
      Map.of(
          "sparkhistoryservers.sparkhistory.io", "sparkhistory.io/v1beta1 SparkHistoryServer",
          "endpointslices.discovery.k8s.io", "discovery.k8s.io/v1 EndpointSlice",
          "namespaces", "v1 Namespace",
          "rolebindings.rbac.authorization.k8s.io", "rbac.authorization.k8s.io/v1 RoleBinding");

  private StandInKinds() {}

  static String kind(String resource) {
    return KINDS.getOrDefault(resource, "v1 ").split(" ", -1)[1];
  }

  static String apiVersion(String resource) {
    return KINDS.getOrDefault(resource, "v1 ").split(" ", -1)[0];
  }
}
