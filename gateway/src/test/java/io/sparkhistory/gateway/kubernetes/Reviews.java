package io.sparkhistory.gateway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkhistory.standin.ApiServer;
import io.sparkhistory.standin.Rights;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * RBAC, as far as roles of Kubeflow go: view may look, edit and admin may change too, in the
 * namespace of a RoleBinding, or everywhere by a ClusterRoleBinding.
 */
final class Reviews implements Rights {
  private static final Map<String, Set<String>> VERBS =
      Map.of(
          "kubeflow-view", Set.of("get"),
          "kubeflow-edit", Set.of("get", "update"),
          "kubeflow-admin", Set.of("get", "update"),
          "cluster-admin", Set.of("get", "update"));

  private final ApiServer server;

  Reviews(ApiServer server) {
    this.server = server;
  }

  @Override
  public Optional<String> grant(JsonNode spec) {
    String namespace = spec.at("/resourceAttributes/namespace").asText();
    return rule("clusterrolebindings", "", spec)
        .or(() -> namespace.isEmpty() ? Optional.empty() : rule("rolebindings", namespace, spec));
  }

  private Optional<String> rule(String bindings, String namespace, JsonNode spec) {
    JsonNode asked = spec.path("resourceAttributes");
    if (!asked.path("resource").asText().equals("sparkhistoryservers")
        || !asked.path("group").asText().equals("sparkhistory.io")) {
      return Optional.empty();
    }
    Set<String> subjects = new HashSet<>();
    subjects.add("User " + spec.path("user").asText());
    spec.path("groups").forEach(group -> subjects.add("Group " + group.asText()));
    return server.list(bindings, namespace).stream()
        .filter(binding -> verbs(binding).contains(asked.path("verb").asText()))
        .flatMap(
            binding ->
                subjects(binding).filter(subjects::contains).map(who -> reason(binding, who)))
        .findFirst();
  }

  private static Set<String> verbs(JsonNode binding) {
    return VERBS.getOrDefault(binding.at("/roleRef/name").asText(), Set.of());
  }

  private static Stream<String> subjects(JsonNode binding) {
    return StreamSupport.stream(binding.path("subjects").spliterator(), false).map(Reviews::name);
  }

  private static String reason(JsonNode binding, String subject) {
    return "RBAC: allowed by RoleBinding \"%s\" of ClusterRole \"%s\" to %s"
        .formatted(
            binding.at("/metadata/name").asText(), binding.at("/roleRef/name").asText(), subject);
  }

  private static String name(JsonNode subject) {
    String name = subject.path("name").asText();
    return subject.path("kind").asText().equals("ServiceAccount")
        ? "User system:serviceaccount:" + subject.path("namespace").asText() + ":" + name
        : subject.path("kind").asText() + " " + name;
  }
}
