package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.provisioner.configuration.ProvisionerConfig;
import io.sparkhistory.provisioner.configuration.Site;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import io.sparkhistory.standin.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the provisioner makes of resources, profiles, the mesh and its defaults. */
class ProvisionerIT extends ProvisionedCluster {
  @Test
  void anEmptySpecMakesAServerThatSleeps() {
    cluster.usedResource("team-a", "{}");

    start();

    cluster.awaitReason("team-a", "Asleep");
    assertThat(cluster.replicas("team-a")).isZero();
    assertThat(cluster.object("services", "team-a").isMissingNode()).isFalse();
    assertThat(cluster.object("configmaps", "team-a").isMissingNode()).isFalse();
    assertThat(cluster.object("networkpolicies", "team-a").isMissingNode()).isFalse();
    assertThat(cluster.server.get("leases", "team-a", "spark-history-activity")).isPresent();
    assertThat(cluster.status("team-a").path("url").asText())
        .isEqualTo("https://kubeflow.example.org/sparkhistory/team-a/");
  }

  @Test
  void theStatusNamesTheHostOfTheNamespace() {
    cluster.usedResource("team-a", "{}");
    ProvisionerConfig plain = Cluster.config(defaults, 10, false);

    cluster.provision(
        new ProvisionerConfig(
            plain.cluster(),
            new Site(
                "https://kubeflow.example.org:8443",
                Optional.of(new TenantHostPattern("spark.example.org"))),
            plain.defaults(),
            plain.work(),
            plain.profiles(),
            plain.presence()));

    cluster.awaitReason("team-a", "Asleep");
    assertThat(cluster.status("team-a").path("url").asText())
        .isEqualTo("https://team-a.spark.example.org:8443/sparkhistory/team-a/");
  }

  @Test
  void whatSomebodyElseMadeIsRefusedAndLeftAlone() {
    cluster.server.put("services", "team-a", Cluster.NAME, "spec: {clusterIP: None}");
    cluster.resource("team-a", "{idleTimeout: never}");

    start();

    cluster.awaitReason("team-a", "ForeignObject");
    cluster.awaitQuiet();
    JsonNode service = cluster.object("services", "team-a");
    assertThat(service.path("spec").toString()).isEqualTo("{\"clusterIP\":\"None\"}");
    assertThat(service.path("metadata").has("ownerReferences")).isFalse();
    assertThat(cluster.replicas("team-a")).isZero();
    assertThat(cluster.condition("team-a", "Ready").path("message").asText())
        .contains("Service spark-history-server");
  }

  @Test
  void anOldReleasesDeploymentIsNamedWithItsOwnerAndReplacedWhenItIsGone() {
    cluster.server.put(
        "deployments",
        "team-a",
        Cluster.NAME,
        """
        metadata:
          labels: {app.kubernetes.io/managed-by: Helm}
          annotations: {meta.helm.sh/release-name: spark-history-server}
        spec: {replicas: 1, selector: {matchLabels: {app.kubernetes.io/instance: history}}}
        """);
    cluster.resource("team-a", "{idleTimeout: never}");

    start();

    cluster.awaitReason("team-a", "ForeignObject");
    cluster.awaitQuiet();
    assertThat(cluster.replicas("team-a")).isEqualTo(1);
    assertThat(cluster.condition("team-a", "Ready").path("message").asText())
        .contains("Deployment spark-history-server", "Helm release spark-history-server")
        .contains("helm -n team-a uninstall spark-history-server");
    assertThat(cluster.status("team-a").has("wokenAt")).isFalse();

    cluster.server.delete("deployments", "team-a", Cluster.NAME);
    cluster.label("team-a", "look: again"); // it looks once a minute by itself

    cluster.awaitObject(
        "deployments",
        "team-a",
        deployment -> deployment.at("/spec/selector/matchLabels").has("app.kubernetes.io/name"));
  }

  @Test
  void aDeploymentWhoseSelectorCannotBeChangedIsSaidOnceWithWhatToDo() {
    cluster.resource("team-a", "{idleTimeout: never}");
    String uid = cluster.object("sparkhistoryservers", "team-a").at("/metadata/uid").asText();
    cluster.server.put(
        "deployments",
        "team-a",
        Cluster.NAME,
        """
        metadata:
          ownerReferences:
            - {apiVersion: sparkhistory.io/v1beta1, kind: SparkHistoryServer, name: x, uid: %s}
        spec: {replicas: 1, selector: {matchLabels: {app: older}}}
        """
            .formatted(uid));

    start();

    cluster.awaitReason("team-a", "ForeignObject");
    cluster.awaitQuiet();
    assertThat(cluster.condition("team-a", "Ready").path("message").asText())
        .contains("spec.selector", "kubectl -n team-a delete deployment spark-history-server");
  }

  @Test
  void whatIsRefusedIsSaidInTheStatusAndOnceInAnEvent() {
    cluster.resource("history", "{}");

    start();

    cluster.awaitReason("history", "ReservedNamespace");
    cluster.awaitQuiet();
    assertThat(cluster.object("deployments", "history").isMissingNode()).isTrue();
    assertThat(cluster.writes("/api/v1/namespaces/history/events")).hasSize(1);
  }

  @Test
  void theMeshsPolicyComesWhenTheMeshComes() {
    ProvisionerOperator operator = startAsleep("team-a");

    cluster.server.install(
        Kind.namespaced(
            "security.istio.io/v1beta1", "authorizationpolicies", "AuthorizationPolicy"));
    operator.lookForMesh();

    cluster.awaitObject(
        "authorizationpolicies",
        "team-a",
        policy -> policy.at("/spec/action").asText().equals("ALLOW"));
    cluster.server.delete("authorizationpolicies", "team-a", Cluster.NAME);
    cluster.awaitObject("authorizationpolicies", "team-a", policy -> !policy.isMissingNode());
  }

  @Test
  void otherDefaultsAreTakenOnAndBrokenOnesAreNot() throws IOException {
    ProvisionerOperator operator = startAsleep("team-a");

    Files.writeString(defaults, "spec: {imge: x}", UTF_8);
    operator.lookAtFile();
    Files.writeString(defaults, "spec: {image: 'spark:4.1.3', s3: {bucket: other}}", UTF_8);
    operator.lookAtFile();

    cluster.awaitObject(
        "configmaps", "team-a", map -> map.toString().contains("s3a://other/pipelines/team-a"));
  }

  @Test
  void aRestartWritesNothing() {
    startAsleep("team-a");
    wake("team-a");
    cluster.awaitQuiet();
    cluster.stop();
    cluster.server.clearRequests();

    start();
    cluster.awaitQuiet();

    assertThat(cluster.server.requests()).isNotEmpty();
    assertThat(cluster.writes("")).isEmpty();
  }

  @Test
  void profilesGetAServerUnlessTheyDoNotWantOne() {
    namespace("profile", "kubeflow-profile", "enabled");
    namespace("unwilling", "kubeflow-profile", "disabled");
    namespace("other", "something", "enabled");
    namespace("own", "kubeflow-profile", "enabled");
    cluster.resource("own", "{idleTimeout: never}");

    cluster.provision(Cluster.config(defaults, 10, true));

    cluster.awaitReason("profile", "Scheduling");
    cluster.awaitQuiet();
    assertThat(cluster.object("sparkhistoryservers", "unwilling").isMissingNode()).isTrue();
    assertThat(cluster.object("sparkhistoryservers", "other").isMissingNode()).isTrue();
    assertThat(cluster.object("sparkhistoryservers", "own").at("/spec/idleTimeout").asText())
        .isEqualTo("never");
  }

  @Test
  void aProfileThatComesLaterGetsAServer() {
    cluster.provision(Cluster.config(defaults, 10, true));

    namespace("late", "kubeflow-profile", "enabled");

    cluster.awaitReason("late", "Scheduling");
  }

  private void namespace(String name, String partOf, String provision) {
    cluster.server.put(
        "namespaces",
        "",
        name,
        "metadata: {labels: {app.kubernetes.io/part-of: %s, sparkhistory.io/provision: %s}}"
            .formatted(partOf, provision));
  }
}
