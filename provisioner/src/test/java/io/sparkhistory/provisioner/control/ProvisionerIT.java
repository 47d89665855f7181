package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkhistory.standin.ApiServer;
import io.sparkhistory.standin.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvisionerIT {
  private static final String PULL_FAILURE =
      """
      conditions: [{type: PodScheduled, status: "True"}]
      initContainerStatuses:
        - name: log-directory
          image: spark:4.0.4
          state: {waiting: {reason: ImagePullBackOff, message: no such manifest}}
      """;

  @TempDir private Path folder;

  private final Cluster cluster = new Cluster();
  private Path defaults = Path.of("");

  @BeforeEach
  void writeDefaults() throws IOException {
    defaults = folder.resolve("defaults.yaml");
    Files.writeString(defaults, "spec: {image: 'spark:4.0.4', s3: {bucket: company}}", UTF_8);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void anEmptySpecMakesAServerThatSleeps() {
    cluster.resource("team-a", "{}");

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
  void aVisitWakesItAndItSleepsAgain() {
    cluster.resource("team-a", "{}");
    start();
    cluster.awaitReason("team-a", "Asleep");

    cluster.visit("team-a");
    cluster.awaitReason("team-a", "Scheduling");
    assertThat(cluster.replicas("team-a")).isEqualTo(1);
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");
    assertThat(cluster.status("team-a").path("phase").asText()).isEqualTo("Ready");

    cluster.clock.turn(Duration.ofMinutes(32));
    cluster.noPod("team-a");
    cluster.awaitReason("team-a", "Asleep");
    assertThat(cluster.replicas("team-a")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"deployments", "services", "configmaps", "networkpolicies"})
  void whatIsDeletedComesBack(String plural) {
    cluster.resource("team-a", "{}");
    start();
    cluster.awaitReason("team-a", "Asleep");

    cluster.server.delete(plural, "team-a", Cluster.NAME);

    cluster.awaitObject(plural, "team-a", object -> !object.isMissingNode());
  }

  @Test
  void theActivityLeaseComesBackAndTheServerStaysAwake() {
    cluster.resource("team-a", "{}");
    start();
    cluster.awaitReason("team-a", "Asleep");
    cluster.visit("team-a");
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");

    cluster.server.delete("leases", "team-a", "spark-history-activity");
    Cluster.await(
        () -> cluster.server.get("leases", "team-a", "spark-history-activity").isPresent(),
        () -> "no Lease");
    cluster.awaitQuiet();

    assertThat(cluster.reason("team-a")).isEqualTo("Ready");
    assertThat(cluster.replicas("team-a")).isEqualTo(1);
  }

  @Test
  void whatIsEditedIsMendedAndWhatOthersAddedStays() {
    cluster.resource("team-a", "{}");
    start();
    cluster.awaitReason("team-a", "Asleep");

    cluster.server.merge(
        "services", "team-a", Cluster.NAME, "spec: {selector: {app.kubernetes.io/name: other}}");
    cluster.server.merge(
        "deployments", "team-a", Cluster.NAME, "spec: {paused: true, replicas: 5}");

    cluster.awaitObject(
        "services",
        "team-a",
        service ->
            service
                .at("/spec/selector/app.kubernetes.io~1name")
                .asText()
                .equals("spark-history-server"));
    cluster.awaitObject(
        "deployments", "team-a", deployment -> deployment.at("/spec/replicas").asInt() == 0);
    assertThat(cluster.object("deployments", "team-a").at("/spec/paused").asBoolean()).isTrue();
  }

  @Test
  void aLabelThatIsTakenAwayComesBack() {
    cluster.resource("team-a", "{}");
    start();
    cluster.awaitReason("team-a", "Asleep");

    cluster.server.merge(
        "services",
        "team-a",
        Cluster.NAME,
        "metadata: {labels: {app.kubernetes.io/managed-by: null}}");

    cluster.awaitObject(
        "services",
        "team-a",
        service -> service.at("/metadata/labels").has("app.kubernetes.io/managed-by"));
  }

  @Test
  void aFieldThatIsNoLongerWantedGoesAway() {
    cluster.resource("team-a", "{podTemplate: {nodeSelector: {disk: ssd}}}");
    start();
    cluster.awaitReason("team-a", "Asleep");
    assertThat(nodeSelector().isMissingNode()).isFalse();

    cluster.resource("team-a", "{podTemplate: {}}");

    cluster.awaitObject("deployments", "team-a", any -> nodeSelector().isMissingNode());
  }

  @Test
  void anotherLabelOfTheResourceReachesThePod() {
    cluster.resource("team-a", "{}");
    start();
    cluster.awaitReason("team-a", "Asleep");

    cluster.server.merge(
        "sparkhistoryservers", "team-a", Cluster.NAME, "metadata: {labels: {proxy: \"yes\"}}");

    cluster.awaitObject(
        "deployments",
        "team-a",
        deployment -> deployment.at("/spec/template/metadata/labels/proxy").asText().equals("yes"));
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
  void whatIsRefusedIsSaidInTheStatusAndOnceInAnEvent() {
    cluster.resource("history", "{}");

    start();

    cluster.awaitReason("history", "ReservedNamespace");
    cluster.awaitQuiet();
    assertThat(cluster.object("deployments", "history").isMissingNode()).isTrue();
    assertThat(writes("/api/v1/namespaces/history/events")).hasSize(1);
  }

  @Test
  void aPodThatCannotPullItsImageIsExplained() {
    cluster.resource("team-a", "{idleTimeout: never}");
    start();
    cluster.awaitReason("team-a", "Scheduling");

    cluster.pod("team-a", PULL_FAILURE);

    cluster.awaitReason("team-a", "ImagePullFailed");
    assertThat(cluster.status("team-a").path("phase").asText()).isEqualTo("Failed");
    cluster.awaitQuiet();
    assertThat(writes("/api/v1/namespaces/team-a/events")).hasSize(1);
  }

  @Test
  void whoAsksAfterAFailureGetsAFreshPodOnceAndEarlierVisitsDoNot() {
    failing("team-a");
    assertThat(attempt("team-a")).isEmpty();
    cluster.clock.turn(Duration.ofSeconds(30));

    cluster.visit("team-a");

    cluster.awaitReason("team-a", "Scheduling");
    assertThat(attempt("team-a")).isEqualTo(cluster.clock.instant().toString());
    assertThat(cluster.replicas("team-a")).isEqualTo(1);
    assertThat(cluster.status("team-a").path("phase").asText()).isEqualTo("Pending");
    assertThat(cluster.status("team-a").path("wokenAt").asText())
        .isEqualTo(cluster.clock.instant().toString());
    cluster.awaitQuiet();
    assertThat(cluster.reason("team-a")).isEqualTo("Scheduling"); // the old pod says nothing now
  }

  @Test
  void aFreshPodThatFailsAgainIsExplainedAgainAndNotReplacedByItself() {
    failing("team-a");
    cluster.clock.turn(Duration.ofSeconds(30));
    cluster.visit("team-a");
    cluster.awaitReason("team-a", "Scheduling");
    String attempt = attempt("team-a");

    cluster.podOf("team-a", attempt, PULL_FAILURE);

    cluster.awaitReason("team-a", "ImagePullFailed");
    cluster.clock.turn(Duration.ofMinutes(5));
    cluster.server.merge(
        "sparkhistoryservers", "team-a", Cluster.NAME, "metadata: {labels: {a: b}}");
    cluster.awaitQuiet();
    assertThat(attempt("team-a")).isEqualTo(attempt);
  }

  @Test
  void whoAsksAgainAndAgainGetsOneFreshPodInTwentySeconds() {
    failing("team-a");
    cluster.clock.turn(Duration.ofSeconds(30));
    cluster.visit("team-a");
    cluster.awaitReason("team-a", "Scheduling");
    String attempt = attempt("team-a");
    cluster.podOf("team-a", attempt, PULL_FAILURE);
    cluster.awaitReason("team-a", "ImagePullFailed");

    for (int second = 1; second < 20; second += 3) {
      cluster.clock.turn(Duration.ofSeconds(3));
      cluster.visit("team-a");
    }
    cluster.awaitQuiet();
    assertThat(attempt("team-a")).isNotEqualTo(attempt);
    assertThat(writes("/apis/apps/v1/namespaces/team-a/deployments")).hasSize(4);
  }

  @Test
  void whoAsksWhileThereIsNoLeaderIsServedByTheNextOne() {
    failing("team-a");
    cluster.stop();
    cluster.clock.turn(Duration.ofSeconds(30));
    cluster.visit("team-a");

    start();

    cluster.awaitObject("deployments", "team-a", any -> !attempt("team-a").isEmpty());
    cluster.awaitReason("team-a", "Scheduling");
  }

  @Test
  void aNewLeaderDoesNotReplaceAPodThatNobodyAskedFor() {
    failing("team-a");
    cluster.stop();
    cluster.clock.turn(Duration.ofSeconds(30));

    start();

    cluster.awaitQuiet();
    assertThat(attempt("team-a")).isEmpty();
    assertThat(cluster.reason("team-a")).isEqualTo("ImagePullFailed");
  }

  @Test
  void aFreshStartWaitsForItsTurn() {
    cluster.resource("a", "{}");
    cluster.resource("b", "{}");
    cluster.provision(Cluster.config(defaults, 1, false));
    cluster.awaitReason("a", "Asleep");
    cluster.awaitReason("b", "Asleep");
    cluster.visit("a");
    cluster.awaitReason("a", "Scheduling");
    cluster.pod("a", PULL_FAILURE);
    cluster.awaitReason("a", "ImagePullFailed");
    cluster.visit("b");
    cluster.awaitReason("b", "Scheduling");
    cluster.clock.turn(Duration.ofSeconds(30));

    cluster.visit("a");

    cluster.awaitReason("a", "Queued");
    assertThat(attempt("a")).isEmpty();
    cluster.podIsReady("b");
    cluster.awaitReason("a", "Scheduling");
    assertThat(attempt("a")).isNotEmpty();
  }

  @Test
  void aLeaseThatGoesBackBySecondsPutsNobodyToSleep() {
    cluster.resource("team-a", "{idleTimeout: 1m, cleaner: {enabled: false}}");
    start();
    cluster.awaitReason("team-a", "Asleep");
    cluster.visit("team-a");
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");
    cluster.clock.turn(Duration.ofSeconds(100));
    cluster.visit("team-a", Duration.ofSeconds(7)); // one replica's clock is ahead
    cluster.awaitQuiet();
    cluster.visit("team-a", Duration.ofMinutes(-1)); // another's is behind, and it wrote late
    cluster.awaitQuiet();

    cluster.clock.turn(Duration.ofSeconds(90));
    cluster.server.merge(
        "sparkhistoryservers", "team-a", Cluster.NAME, "metadata: {labels: {a: b}}");
    cluster.awaitQuiet();
    assertThat(cluster.reason("team-a")).isEqualTo("Ready");

    cluster.clock.turn(Duration.ofSeconds(31));
    cluster.server.merge(
        "sparkhistoryservers", "team-a", Cluster.NAME, "metadata: {labels: {a: c}}");
    cluster.awaitReason("team-a", "Asleep");
  }

  @Test
  void theMeshsPolicyComesWhenTheMeshComes() {
    cluster.resource("team-a", "{}");
    ProvisionerOperator operator = start();
    cluster.awaitReason("team-a", "Asleep");

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
    cluster.resource("team-a", "{}");
    ProvisionerOperator operator = start();
    cluster.awaitReason("team-a", "Asleep");

    Files.writeString(defaults, "spec: {imge: x}", UTF_8);
    operator.lookAtFile();
    Files.writeString(defaults, "spec: {image: 'spark:4.1.3', s3: {bucket: other}}", UTF_8);
    operator.lookAtFile();

    cluster.awaitObject(
        "configmaps", "team-a", map -> map.toString().contains("s3a://other/pipelines/team-a"));
  }

  @Test
  void onlySoManyStartAtOnce() {
    for (String tenant : List.of("a", "b", "c")) {
      cluster.resource(tenant, "{}");
    }
    cluster.provision(Cluster.config(defaults, 1, false));
    for (String tenant : List.of("a", "b", "c")) {
      cluster.awaitReason(tenant, "Asleep");
    }

    cluster.visit("a");
    cluster.awaitReason("a", "Scheduling");
    cluster.visit("b");
    cluster.awaitReason("b", "Queued");
    cluster.visit("c");
    cluster.awaitReason("c", "Queued");
    assertThat(cluster.condition("c", "Progressing").path("message").asText()).startsWith("2 of 2");
    assertThat(cluster.replicas("b")).isZero();

    cluster.podIsReady("a");
    cluster.awaitReason("b", "Scheduling");
    assertThat(cluster.replicas("b")).isEqualTo(1);
    assertThat(cluster.replicas("c")).isZero();
  }

  @Test
  void aSleepingServerIsWokenForItsCleanerAndSleepsAgain() {
    cluster.resource("team-a", "{}");
    start();
    cluster.awaitReason("team-a", "Asleep");

    cluster.clock.turn(Duration.ofDays(1).plusMinutes(1));
    cluster.server.merge(
        "sparkhistoryservers", "team-a", Cluster.NAME, "metadata: {labels: {a: b}}");
    cluster.awaitReason("team-a", "Scheduling");
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");

    cluster.clock.turn(Duration.ofMinutes(11));
    cluster.server.merge(
        "sparkhistoryservers", "team-a", Cluster.NAME, "metadata: {labels: {a: c}}");
    cluster.awaitReason("team-a", "Asleep");
  }

  @Test
  void aRestartWritesNothing() {
    cluster.resource("team-a", "{}");
    start();
    cluster.awaitReason("team-a", "Asleep");
    cluster.visit("team-a");
    cluster.podIsReady("team-a");
    cluster.awaitReason("team-a", "Ready");
    cluster.awaitQuiet();
    cluster.stop();
    cluster.server.clearRequests();

    start();
    cluster.awaitQuiet();

    assertThat(cluster.server.requests()).isNotEmpty();
    assertThat(writes("")).isEmpty();
  }

  @Test
  void profilesGetAServerUnlessTheyDoNotWantOne() {
    namespace("profile", "kubeflow-profile", "enabled");
    namespace("unwilling", "kubeflow-profile", "disabled");
    namespace("other", "something", "enabled");
    namespace("own", "kubeflow-profile", "enabled");
    cluster.resource("own", "{idleTimeout: never}");

    cluster.provision(Cluster.config(defaults, 10, true));

    cluster.awaitReason("profile", "Asleep");
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

    cluster.awaitReason("late", "Asleep");
  }

  private ProvisionerOperator start() {
    return cluster.provision(Cluster.config(defaults, 10, false));
  }

  /** Somebody looks, and the image cannot be pulled. */
  private void failing(String tenant) {
    cluster.resource(tenant, "{}");
    start();
    cluster.awaitReason(tenant, "Asleep");
    cluster.visit(tenant);
    cluster.awaitReason(tenant, "Scheduling");
    cluster.visit(tenant, Duration.ofSeconds(2)); // and so does somebody at the other replica
    cluster.awaitQuiet();
    cluster.clock.turn(Duration.ofSeconds(10));
    cluster.pod(tenant, PULL_FAILURE);
    cluster.awaitReason(tenant, "ImagePullFailed");
    cluster.awaitQuiet();
  }

  /** Which fresh start the pod is; empty when there was none. */
  private String attempt(String tenant) {
    return cluster
        .object("deployments", tenant)
        .at("/spec/template/metadata/annotations/sparkhistory.io~1started-afresh-at")
        .asText();
  }

  private JsonNode nodeSelector() {
    return cluster.object("deployments", "team-a").at("/spec/template/spec/nodeSelector");
  }

  private void namespace(String name, String partOf, String provision) {
    cluster.server.put(
        "namespaces",
        "",
        name,
        "metadata: {labels: {app.kubernetes.io/part-of: %s, sparkhistory.io/provision: %s}}"
            .formatted(partOf, provision));
  }

  private List<ApiServer.Request> writes(String path) {
    return cluster.server.requests().stream()
        .filter(request -> request.isWrite() && request.path().startsWith(path))
        .toList();
  }
}
