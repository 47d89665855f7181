package io.sparkhistory.standin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RbacTest {
  private static final JsonNode OBJECTS =
      Bodies.read(
          """
          clusterroles:
            - metadata: {name: kubeflow-view, labels: {rbac.authorization.kubeflow.org/aggregate-to-kubeflow-edit: "true"}}
            - metadata: {name: kubeflow-edit}
            - metadata: {name: view-servers, labels: {rbac.authorization.kubeflow.org/aggregate-to-kubeflow-view: "true"}}
              rules: [{apiGroups: [g], resources: [servers], verbs: [get, list]}]
            - metadata: {name: edit-servers, labels: {rbac.authorization.kubeflow.org/aggregate-to-kubeflow-edit: "true"}}
              rules: [{apiGroups: [g], resources: [servers], verbs: [update]}]
            - metadata: {name: all}
              rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
          roles ns-a:
            - metadata: {name: logs}
              rules: [{apiGroups: [g], resources: [servers/log], verbs: [get]}]
          clusterrolebindings:
            - kind: ClusterRoleBinding
              metadata: {name: admins}
              roleRef: {kind: ClusterRole, name: all}
              subjects: [{kind: User, name: root}]
          rolebindings ns-a:
            - kind: RoleBinding
              metadata: {name: viewers}
              roleRef: {kind: ClusterRole, name: kubeflow-view}
              subjects: [{kind: User, name: vera}, {kind: Group, name: team}]
            - kind: RoleBinding
              metadata: {name: editors}
              roleRef: {kind: ClusterRole, name: kubeflow-edit}
              subjects: [{kind: ServiceAccount, namespace: ns-b, name: editor}]
            - kind: RoleBinding
              metadata: {name: readers}
              roleRef: {kind: Role, name: logs}
              subjects: [{kind: User, name: lea}]
            - kind: RoleBinding
              metadata: {name: dangling}
              roleRef: {kind: ClusterRole, name: logs}
              subjects: [{kind: User, name: dan}]
          """);

  private final Rbac rbac =
      new Rbac(
          (plural, namespace) -> {
            List<JsonNode> found = new ArrayList<>();
            OBJECTS.path((plural + " " + namespace).strip()).forEach(found::add);
            return found;
          });

  @ParameterizedTest
  @CsvSource({
    "vera, '', ns-a, get, servers, RoleBinding \"viewers\" of ClusterRole \"kubeflow-view\" to User vera",
    "tom, team, ns-a, list, servers, RoleBinding \"viewers\" of ClusterRole \"kubeflow-view\" to Group team",
    "vera, '', ns-a, update, servers, ''",
    "vera, '', ns-b, get, servers, ''",
    "vera, '', '', get, servers, ''",
    "vera, '', ns-a, get, pods, ''",
    "VERA, '', ns-a, get, servers, ''",
    "team, '', ns-a, get, servers, ''",
    "tom, other, ns-a, get, servers, ''",
    "editor, '', ns-a, get, servers, ''",
    "lea, '', ns-a, get, servers, ''",
    "lea, '', ns-a, get, servers/log, RoleBinding \"readers\" of Role \"logs\" to User lea",
    "dan, '', ns-a, get, servers/log, ''",
    "root, '', ns-b, delete, pods, ClusterRoleBinding \"admins\" of ClusterRole \"all\" to User root",
    "root, '', '', list, pods, ClusterRoleBinding \"admins\" of ClusterRole \"all\" to User root"
  })
  void bindingsAndRolesDecide(
      String user, String group, String namespace, String verb, String resource, String by) {
    assertThat(rbac.grant(review(user, group, namespace, verb, resource)).orElse(""))
        .isEqualTo(by.isEmpty() ? "" : "RBAC: allowed by " + by);
  }

  @Test
  void aServiceAccountHasWhatTheRolesGrantThatItsRoleConsistsOf() {
    String editor = "system:serviceaccount:ns-b:editor";
    for (String verb : List.of("get", "list", "update")) {
      assertThat(rbac.grant(review(editor, "", "ns-a", verb, "servers"))).as(verb).isPresent();
    }
    assertThat(rbac.grant(review(editor, "", "ns-a", "delete", "servers"))).isEmpty();
  }

  private static JsonNode review(
      String user, String group, String namespace, String verb, String resource) {
    String[] parts = resource.split("/", -1);
    return Bodies.read(
        """
        user: "%s"
        groups: [%s]
        resourceAttributes: {namespace: "%s", verb: %s, group: g, resource: %s, subresource: "%s"}
        """
            .formatted(user, group, namespace, verb, parts[0], parts.length > 1 ? parts[1] : ""));
  }
}
