import io.sparkhistory.standin.ApiServer;
import io.sparkhistory.standin.Kind;
import io.sparkhistory.standin.Rbac;
import java.util.List;

/**
 * Runs the stand-in for an API server with everything that an installation brings, and with roles
 * that mean something: prints its address, and ends with its standard input. Nothing runs a pod here;
 * played-node.js does.
 */
final class PlayedCluster {
  private static final List<Kind> MORE =
      List.of(
          Kind.clusterWide("apiextensions.k8s.io/v1", "customresourcedefinitions", "CustomResourceDefinition"),
          Kind.namespaced("autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
          Kind.namespaced("networking.k8s.io/v1", "ingresses", "Ingress"),
          Kind.namespaced("gateway.networking.k8s.io/v1", "httproutes", "HTTPRoute"),
          Kind.namespaced("monitoring.coreos.com/v1", "servicemonitors", "ServiceMonitor"),
          Kind.namespaced("monitoring.coreos.com/v1", "prometheusrules", "PrometheusRule"),
          Kind.namespaced("policy/v1", "poddisruptionbudgets", "PodDisruptionBudget"));

  /** What older installations used of Istio. Its policies are not there, so the provisioner makes none. */
  private static final List<Kind> OLD_ISTIO =
      List.of(
          Kind.namespaced("networking.istio.io/v1", "virtualservices", "VirtualService"),
          Kind.namespaced("networking.istio.io/v1", "envoyfilters", "EnvoyFilter"));

  private static final List<Kind> ISTIO =
      List.of(
          Kind.namespaced("networking.istio.io/v1beta1", "virtualservices", "VirtualService"),
          Kind.namespaced("networking.istio.io/v1beta1", "destinationrules", "DestinationRule"),
          Kind.namespaced("networking.istio.io/v1beta1", "gateways", "Gateway"),
          Kind.namespaced("networking.istio.io/v1beta1", "sidecars", "Sidecar"),
          Kind.namespaced("security.istio.io/v1beta1", "authorizationpolicies", "AuthorizationPolicy"),
          Kind.namespaced("security.istio.io/v1beta1", "peerauthentications", "PeerAuthentication"));

  private PlayedCluster() {}

  public static void main(String[] arguments) throws Exception {
    try (ApiServer server = ApiServer.start()) {
      MORE.forEach(server::install);
      switch (String.join(" ", arguments)) {
        case "istio" -> ISTIO.forEach(server::install);
        case "no istio" -> {}
        default -> OLD_ISTIO.forEach(server::install);
      }
      server.decideRights(new Rbac(server));
      System.out.println(server.url());
      while (System.in.read() >= 0) {}
    }
  }
}
