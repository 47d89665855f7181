package io.sparkhistory.gateway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * RBAC, as far as roles of Kubeflow go: view may look, edit and admin may change too, in the
 * namespace of a RoleBinding, or everywhere by a ClusterRoleBinding.
 */
final class Reviews {
  private static final Map<String, Set<String>> VERBS =
      Map.of(
          "kubeflow-view", Set.of("get"),
          "kubeflow-edit", Set.of("get", "update"),
          "kubeflow-admin", Set.of("get", "update"),
          "cluster-admin", Set.of("get", "update"));

  private Reviews() {}

  static ObjectNode answer(Objects objects, ObjectNode review) {
    JsonNode spec = review.path("spec");
    Optional<String> rule =
        rule(objects, "clusterrolebindings.rbac.authorization.k8s.io", spec, "")
            .or(
                () ->
                    rule(
                        objects,
                        "rolebindings.rbac.authorization.k8s.io",
                        spec,
                        spec.path("resourceAttributes").path("namespace").asText("-")));
    ObjectNode status = review.putObject("status");
    status.put("allowed", rule.isPresent());
    rule.ifPresent(reason -> status.put("reason", reason));
    return review;
  }

  private static Optional<String> rule(
      Objects objects, String resource, JsonNode spec, String namespace) {
    String verb = spec.path("resourceAttributes").path("verb").asText();
    String asked =
        spec.path("resourceAttributes").path("resource").asText()
            + "."
            + spec.path("resourceAttributes").path("group").asText();
    if (!asked.equals("sparkhistoryservers.sparkhistory.io")) {
      return Optional.empty();
    }
    Set<String> subjects = new HashSet<>();
    subjects.add("User " + spec.path("user").asText());
    spec.path("groups").forEach(group -> subjects.add("Group " + group.asText()));
    for (ObjectNode binding : objects.all(resource).values()) {
      String role = binding.path("roleRef").path("name").asText();
      if (!binding.path("metadata").path("namespace").asText().equals(namespace)
          || !VERBS.getOrDefault(role, Set.of()).contains(verb)) {
        continue;
      }
      for (JsonNode subject : binding.path("subjects")) {
        if (subjects.contains(name(subject))) {
          return Optional.of(
              "RBAC: allowed by RoleBinding \"%s\" of ClusterRole \"%s\" to %s"
                  .formatted(binding.path("metadata").path("name").asText(), role, name(subject)));
        }
      }
    }
    return Optional.empty();
  }

  private static String name(JsonNode subject) {
    String name = subject.path("name").asText();
    return subject.path("kind").asText().equals("ServiceAccount")
        ? "User system:serviceaccount:" + subject.path("namespace").asText() + ":" + name
        : subject.path("kind").asText() + " " + name;
  }
}
