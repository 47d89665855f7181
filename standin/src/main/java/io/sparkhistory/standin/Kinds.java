package io.sparkhistory.standin;

import java.util.List;

/** The kinds that a server has from the start. */
final class Kinds {
  static final Kind NAMESPACES = Kind.clusterWide("v1", "namespaces", "Namespace");

  static final List<Kind> USUAL =
      List.of(
          NAMESPACES,
          Kind.namespaced("v1", "pods", "Pod"),
          Kind.namespaced("v1", "services", "Service"),
          Kind.namespaced("v1", "configmaps", "ConfigMap"),
          Kind.namespaced("v1", "persistentvolumeclaims", "PersistentVolumeClaim"),
          Kind.namespaced("v1", "secrets", "Secret"),
          Kind.namespaced("v1", "serviceaccounts", "ServiceAccount"),
          Kind.namespaced("v1", "events", "Event"),
          Kind.namespaced("apps/v1", "deployments", "Deployment"),
          Kind.namespaced("apps/v1", "replicasets", "ReplicaSet"),
          Kind.namespaced("coordination.k8s.io/v1", "leases", "Lease"),
          Kind.namespaced("discovery.k8s.io/v1", "endpointslices", "EndpointSlice"),
          Kind.namespaced("networking.k8s.io/v1", "networkpolicies", "NetworkPolicy"),
          Kind.namespaced("rbac.authorization.k8s.io/v1", "roles", "Role"),
          Kind.namespaced("rbac.authorization.k8s.io/v1", "rolebindings", "RoleBinding"),
          Kind.clusterWide("rbac.authorization.k8s.io/v1", "clusterroles", "ClusterRole"),
          Kind.clusterWide(
              "rbac.authorization.k8s.io/v1", "clusterrolebindings", "ClusterRoleBinding"),
          Kind.namespaced("sparkhistory.io/v1beta1", "sparkhistoryservers", "SparkHistoryServer"));

  private Kinds() {}
}
