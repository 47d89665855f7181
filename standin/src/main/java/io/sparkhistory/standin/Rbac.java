package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Decides by bindings and roles, as the API server does (Kubernetes, "Using RBAC Authorization"). A
 * ClusterRole also grants what those grant that are labelled {@code aggregate-to-<its name>}, of
 * Kubernetes or of Kubeflow. Names of resources are not looked at.
 */
public final class Rbac implements Rights {
  private static final List<String> AGGREGATES =
      List.of(
          "rbac.authorization.k8s.io/aggregate-to-",
          "rbac.authorization.kubeflow.org/aggregate-to-");

  private final Listing objects;

  /** Where bindings and roles come from. */
  interface Listing {
    /** All of a kind, such as {@code rolebindings}, in a namespace; those of a cluster in none. */
    List<JsonNode> list(String plural, String namespace);
  }

  /** By the objects of this server. */
  public Rbac(ApiServer server) {
    this(server::list);
  }

  Rbac(Listing objects) {
    this.objects = objects;
  }

  @Override
  public Optional<String> grant(JsonNode spec) {
    String namespace = spec.at("/resourceAttributes/namespace").asText();
    return granted("clusterrolebindings", "", spec)
        .or(
            () ->
                namespace.isEmpty() ? Optional.empty() : granted("rolebindings", namespace, spec));
  }

  private Optional<String> granted(String bindings, String namespace, JsonNode spec) {
    Set<String> callers = new HashSet<>();
    callers.add("User " + spec.path("user").asText());
    spec.path("groups").forEach(group -> callers.add("Group " + group.asText()));
    JsonNode asked = spec.path("resourceAttributes");
    return objects.list(bindings, namespace).stream()
        .flatMap(
            binding ->
                subjects(binding)
                    .filter(callers::contains)
                    .filter(caller -> grants(binding.path("roleRef"), namespace, asked))
                    .map(caller -> reason(binding, caller)))
        .findFirst();
  }

  private static Stream<String> subjects(JsonNode binding) {
    return StreamSupport.stream(binding.path("subjects").spliterator(), false).map(Rbac::caller);
  }

  private static String caller(JsonNode subject) {
    String name = subject.path("name").asText();
    return subject.path("kind").asText().equals("ServiceAccount")
        ? "User system:serviceaccount:" + subject.path("namespace").asText() + ":" + name
        : subject.path("kind").asText() + " " + name;
  }

  private boolean grants(JsonNode role, String namespace, JsonNode asked) {
    String name = role.path("name").asText();
    return role.path("kind").asText().equals("Role")
        ? objects.list("roles", namespace).stream()
            .anyMatch(each -> name(each).equals(name) && hasRuleFor(asked, each))
        : clusterRoleGrants(name, asked);
  }

  private boolean clusterRoleGrants(String name, JsonNode asked) {
    return objects.list("clusterroles", "").stream()
        .anyMatch(
            each ->
                name(each).equals(name)
                    ? hasRuleFor(asked, each)
                    : isPartOf(name, each) && clusterRoleGrants(name(each), asked));
  }

  private static boolean isPartOf(String name, JsonNode role) {
    JsonNode labels = role.at("/metadata/labels");
    return AGGREGATES.stream().anyMatch(label -> labels.path(label + name).asText().equals("true"));
  }

  private static boolean hasRuleFor(JsonNode asked, JsonNode role) {
    String part = asked.path("subresource").asText();
    String resource = asked.path("resource").asText() + (part.isEmpty() ? "" : "/" + part);
    for (JsonNode rule : role.path("rules")) {
      if (names(rule.path("apiGroups"), asked.path("group").asText())
          && names(rule.path("resources"), resource)
          && names(rule.path("verbs"), asked.path("verb").asText())) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(JsonNode list, String wanted) {
    for (JsonNode each : list) {
      if (each.asText().equals("*") || each.asText().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static String reason(JsonNode binding, String caller) {
    return "RBAC: allowed by %s \"%s\" of %s \"%s\" to %s"
        .formatted(
            binding.path("kind").asText(),
            name(binding),
            binding.at("/roleRef/kind").asText(),
            binding.at("/roleRef/name").asText(),
            caller);
  }

  private static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }
}
