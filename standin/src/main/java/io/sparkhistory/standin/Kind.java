package io.sparkhistory.standin;

/**
 * A kind of object that the server has.
 *
 * @param group empty for the core group
 * @param hasStatus whether {@code /status} is written apart from the rest
 */
public record Kind(
    String group,
    String version,
    String plural,
    String kind,
    boolean namespaced,
    boolean hasStatus) {

  /** A kind in namespaces, such as {@code "apps/v1", "deployments", "Deployment"}. */
  public static Kind namespaced(String apiVersion, String plural, String kind) {
    return of(apiVersion, plural, kind, true);
  }

  /** A kind outside of namespaces, such as {@code "v1", "nodes", "Node"}. */
  public static Kind clusterWide(String apiVersion, String plural, String kind) {
    return of(apiVersion, plural, kind, false);
  }

  private static Kind of(String apiVersion, String plural, String kind, boolean namespaced) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return new Kind(group, apiVersion.substring(slash + 1), plural, kind, namespaced, true);
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** In the words of RBAC, such as {@code leases.coordination.k8s.io}. */
  String resource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** Whether it is meant by this, which may name the group or not. */
  boolean isCalled(String name) {
    return name.equals(plural) || name.equals(resource());
  }

  /**
   * Whether a definition made it, not Kubernetes, whose lists leave out what their elements are.
   */
  boolean isCustom() {
    return group.contains(".")
        && (!group.endsWith(".k8s.io") || group.equals("gateway.networking.k8s.io"));
  }

  /** Path of the group and version, such as {@code /apis/apps/v1}. */
  String root() {
    return (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version;
  }
}
