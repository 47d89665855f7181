package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.sparkhistory.api.Names;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * NetworkPolicy that allows the gateway, and the provisioner, which reads the list of applications.
 * In Istio's ambient mode both arrive at the port of HBONE, with their own pods' addresses; without
 * it nothing listens there. The sidecar's ports stay open to all, for the kubelet's probes (15020,
 * 15021) and for Prometheus (15020, 15090).
 */
final class HistoryServerNetworkPolicy implements OwnedObject<NetworkPolicy> {
  /** Label that Kubernetes sets on every namespace. */
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  /** Port at which ztunnel takes what one pod of the mesh sends to another. */
  private static final int HBONE = 15008;

  @Override
  public Class<NetworkPolicy> type() {
    return NetworkPolicy.class;
  }

  @Override
  public NetworkPolicy desired(DesiredState state) {
    return new NetworkPolicyBuilder()
        .withMetadata(state.metadata(name()))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(DesiredState.labels())
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .withIngress(fromUs(state.cluster()), sidecar())
        .endSpec()
        .build();
  }

  private static NetworkPolicyIngressRule fromUs(ClusterSettings cluster) {
    return new NetworkPolicyIngressRuleBuilder()
        .withFrom(
            peer(cluster, cluster.gatewayLabels()),
            peer(cluster, Map.of(Names.NAME_LABEL, Names.PROVISIONER)))
        .withPorts(port(Names.PORT), port(HBONE))
        .build();
  }

  private static NetworkPolicyPeer peer(ClusterSettings cluster, Map<String, String> labels) {
    return new NetworkPolicyPeerBuilder()
        .withNewNamespaceSelector()
        .addToMatchLabels(NAMESPACE_NAME, cluster.gatewayNamespace())
        .endNamespaceSelector()
        .withNewPodSelector()
        .withMatchLabels(labels)
        .endPodSelector()
        .build();
  }

  private static NetworkPolicyIngressRule sidecar() {
    List<NetworkPolicyPort> ports =
        Stream.of(15020, 15021, 15090).map(HistoryServerNetworkPolicy::port).toList();
    return new NetworkPolicyIngressRuleBuilder().withPorts(ports).build();
  }

  private static NetworkPolicyPort port(int number) {
    return new NetworkPolicyPortBuilder()
        .withProtocol("TCP")
        .withPort(new IntOrString(number))
        .build();
  }
}
