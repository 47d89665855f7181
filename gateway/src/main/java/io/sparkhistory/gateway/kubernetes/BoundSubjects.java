package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Candidates;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * Index of the namespaces that name a user or group: as the owner that Kubeflow's profile
 * controller writes into the annotation {@code owner}, or as a subject of a RoleBinding. Whoever is
 * named nowhere in a namespace can have access to it through a ClusterRoleBinding only, and those
 * who have that have it everywhere.
 *
 * <p>Which role is bound is not looked at: that is RBAC's business, which is asked afterwards.
 */
final class BoundSubjects implements Candidates {
  private static final String OWNER = "owner";
  private static final String USER = "u:";
  private static final String GROUP = "g:";

  /** What names somebody, {@code namespace/binding} or {@code namespace}, and whom it names. */
  private final ConcurrentMap<String, List<String>> sources = new ConcurrentHashMap<>();

  /** Subject, and the namespaces that name it with how many sources do. */
  private final ConcurrentMap<String, Map<String, Integer>> namespaces = new ConcurrentHashMap<>();

  /** The candidates of a caller. What changes meanwhile may or may not be in it. */
  @Override
  public Predicate<Tenant> of(Caller caller) {
    Set<String> found = new HashSet<>();
    add(USER + caller.user(), found);
    Subjects.groups(caller).forEach(group -> add(GROUP + group, found));
    return tenant -> found.contains(tenant.namespace());
  }

  private void add(String subject, Set<String> found) {
    Map<String, Integer> named = namespaces.get(subject);
    if (named != null) {
      found.addAll(named.keySet());
    }
  }

  ResilientInformer.Sink<Namespace> owners() {
    return new ResilientInformer.Sink<>() {
      @Override
      public void put(Namespace object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String owner = annotations == null ? null : annotations.get(OWNER);
        String name = object.getMetadata().getName();
        replace(name, name, owner == null ? List.of() : List.of(USER + owner));
      }

      @Override
      public void remove(String namespace, String name) {
        replace(name, name, List.of());
      }
    };
  }

  ResilientInformer.Sink<RoleBinding> bindings() {
    return new ResilientInformer.Sink<>() {
      @Override
      public void put(RoleBinding object) {
        String namespace = object.getMetadata().getNamespace();
        List<Subject> subjects = object.getSubjects();
        replace(
            namespace + "/" + object.getMetadata().getName(),
            namespace,
            subjects == null
                ? List.of()
                : subjects.stream().map(subject -> key(subject, namespace)).distinct().toList());
      }

      @Override
      public void remove(String namespace, String name) {
        replace(namespace + "/" + name, namespace, List.of());
      }
    };
  }

  private static String key(Subject subject, String bindingNamespace) {
    return switch (Objects.requireNonNullElse(subject.getKind(), "")) {
      case "User" -> USER + subject.getName();
      case "ServiceAccount" ->
          USER
              + "system:serviceaccount:"
              + Objects.requireNonNullElse(subject.getNamespace(), bindingNamespace)
              + ":"
              + subject.getName();
      default -> GROUP + subject.getName();
    };
  }

  private void replace(String source, String namespace, List<String> subjects) {
    List<String> before =
        subjects.isEmpty() ? sources.remove(source) : sources.put(source, subjects);
    subjects.forEach(subject -> count(subject, namespace, 1));
    if (before != null) {
      before.forEach(subject -> count(subject, namespace, -1));
    }
  }

  /** Adds one source, or takes one away and forgets what has none left. */
  private void count(String subject, String namespace, int change) {
    namespaces.compute(
        subject,
        (same, known) -> {
          Map<String, Integer> named = known == null ? new ConcurrentHashMap<>(2) : known;
          named.merge(namespace, change, (a, b) -> a + b == 0 ? null : a + b);
          return named.isEmpty() ? null : named;
        });
  }
}
