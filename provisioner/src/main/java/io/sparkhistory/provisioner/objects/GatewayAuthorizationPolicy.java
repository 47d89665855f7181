package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.sparkhistory.api.Names;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * AuthorizationPolicy that allows the gateway's identity at the sidecar of the history server, or
 * at ztunnel. The policy of a profile's namespace allows the ingress gateway alone.
 */
public final class GatewayAuthorizationPolicy implements OwnedObject<GenericKubernetesResource> {
  /** Version that every Istio since 1.5 serves; its objects are the same as those of v1. */
  public static final String API_VERSION = "security.istio.io/v1beta1";

  public static final String KIND = "AuthorizationPolicy";

  /**
   * The provisioner reads the list and nothing else. In ambient mode the policy is enforced by
   * ztunnel, which looks into no request: there a rule with methods or paths allows nothing.
   */
  private static final Map<String, Object> READS_THE_LIST =
      Map.of("methods", List.of("GET"), "paths", List.of("/", "/api/v1/applications"));

  @Override
  public Class<GenericKubernetesResource> type() {
    return GenericKubernetesResource.class;
  }

  @Override
  public GenericKubernetesResource desired(DesiredState state) {
    Map<String, Object> gateway = rule(state.cluster().gatewayPrincipal(), Map.of());
    Map<String, Object> provisioner =
        rule(
            state.cluster().provisionerPrincipal(),
            state.cluster().ambient() ? Map.of() : READS_THE_LIST);
    // sorted, because the order of Map.of differs from run to run
    Map<String, Object> spec =
        new TreeMap<>(
            Map.of(
                "action",
                "ALLOW",
                "selector",
                Map.of("matchLabels", DesiredState.labels()),
                "rules",
                List.of(gateway, provisioner)));
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(KIND)
        .withMetadata(state.metadata(name()))
        .addToAdditionalProperties("spec", spec)
        .build();
  }

  /** Sorted, because the order of Map.of differs from run to run. */
  private static Map<String, Object> rule(String principal, Map<String, Object> only) {
    Map<String, Object> operation = new TreeMap<>(only);
    operation.put("ports", List.of(String.valueOf(Names.PORT)));
    return new TreeMap<>(
        Map.of(
            "from",
            List.of(Map.of("source", Map.of("principals", List.of(principal)))),
            "to",
            List.of(Map.of("operation", operation))));
  }
}
