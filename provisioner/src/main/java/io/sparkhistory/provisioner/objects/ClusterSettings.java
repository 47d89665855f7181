package io.sparkhistory.provisioner.objects;

import io.sparkhistory.api.Names;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings that the objects of all tenants share.
 *
 * @param prefix path under which the gateway serves all tenants, such as {@code /sparkhistory}
 * @param gatewayNamespace namespace of the gateway's pods
 * @param gatewayLabels labels of the gateway's pods
 * @param gatewayPrincipal the gateway's identity in the mesh, without {@code spiffe://}
 * @param sparkHome where Spark is in the image
 * @param ambient whether history servers are in Istio's ambient mode
 */
public record ClusterSettings(
    String prefix,
    String gatewayNamespace,
    Map<String, String> gatewayLabels,
    String gatewayPrincipal,
    String sparkHome,
    boolean ambient) {
  public ClusterSettings {
    gatewayLabels = Collections.unmodifiableMap(new TreeMap<>(gatewayLabels));
  }

  /** The provisioner's identity in the mesh: it runs beside the gateway. */
  public String provisionerPrincipal() {
    return gatewayPrincipal.substring(0, gatewayPrincipal.lastIndexOf('/') + 1) + Names.PROVISIONER;
  }

  /** Path of a tenant, without a slash at the end. */
  public String pathOf(String namespace) {
    return prefix + "/" + namespace;
  }
}
