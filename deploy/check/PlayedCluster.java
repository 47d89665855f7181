import com.fasterxml.jackson.databind.JsonNode;
import io.sparkhistory.standin.ApiServer;
import io.sparkhistory.standin.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Runs the stand-in for an API server with everything that an installation brings, and with roles
 * that mean something: prints its address, and ends with its standard input. Nothing runs a pod here;
 * played-node.js does.
 */
final class PlayedCluster {
  private static final List<Kind> MORE =
      List.of(
          Kind.clusterWide("apiextensions.k8s.io/v1", "customresourcedefinitions", "CustomResourceDefinition"),
          Kind.clusterWide("rbac.authorization.k8s.io/v1", "clusterroles", "ClusterRole"),
          Kind.namespaced("rbac.authorization.k8s.io/v1", "roles", "Role"),
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

  private final ApiServer server;

  private PlayedCluster(ApiServer server) {
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    try (ApiServer server = ApiServer.start()) {
      MORE.forEach(server::install);
      switch (String.join(" ", arguments)) {
        case "istio" -> ISTIO.forEach(server::install);
        case "no istio" -> {}
        default -> OLD_ISTIO.forEach(server::install);
      }
      PlayedCluster cluster = new PlayedCluster(server);
      server.decideRights(spec -> Optional.of("RBAC").filter(any -> cluster.isGranted(spec)));
      System.out.println(server.url());
      while (System.in.read() >= 0) {}
    }
  }

  /** What a RoleBinding of the namespace grants, as the API server decides (RBAC, SubjectAccessReview). */
  private boolean isGranted(JsonNode review) {
    JsonNode asked = review.path("resourceAttributes");
    String namespace = asked.path("namespace").asText();
    return !namespace.isEmpty()
        && server.list("rolebindings", namespace).stream()
            .filter(binding -> names(binding.path("subjects"), review.path("user").asText()))
            .anyMatch(binding -> isGranted(binding.at("/roleRef/name").asText(), asked));
  }

  private static boolean names(JsonNode subjects, String user) {
    for (JsonNode subject : subjects) {
      String name = subject.path("name").asText();
      boolean account = subject.path("kind").asText().equals("ServiceAccount");
      if (user.equals(account ? "system:serviceaccount:" + subject.path("namespace").asText() + ":" + name : name)) {
        return true;
      }
    }
    return false;
  }

  /** Kubernetes' and Kubeflow's own roles consist of those that are labelled so, and these of others again. */
  private boolean isGranted(String role, JsonNode asked) {
    String label = (role.startsWith("kubeflow-") ? "rbac.authorization.kubeflow.org" : "rbac.authorization.k8s.io") + "/aggregate-to-" + role;
    for (JsonNode each : server.list("clusterroles", "")) {
      JsonNode metadata = each.path("metadata");
      String name = metadata.path("name").asText();
      boolean part = metadata.path("labels").path(label).asText().equals("true");
      if (name.equals(role) ? grants(each, asked) : part && isGranted(name, asked)) {
        return true;
      }
    }
    return false;
  }

  private static boolean grants(JsonNode role, JsonNode asked) {
    for (JsonNode rule : role.path("rules")) {
      if (has(rule.path("apiGroups"), asked.path("group"))
          && has(rule.path("resources"), asked.path("resource"))
          && has(rule.path("verbs"), asked.path("verb"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(JsonNode list, JsonNode wanted) {
    for (JsonNode each : list) {
      if (each.asText().equals("*") || each.asText().equals(wanted.asText())) {
        return true;
      }
    }
    return false;
  }
}
