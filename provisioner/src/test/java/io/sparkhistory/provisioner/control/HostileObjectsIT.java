package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.SharedCluster;
import io.sparkhistory.standin.Kind;
import io.sparkhistory.standin.Oddities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in the cluster or comes over a watch, the provisioner goes on with all the rest. */
@TestInstance(Lifecycle.PER_CLASS)
class HostileObjectsIT {
  /** What is watched, each with an object of which one field has the wrong type. */
  private static final List<Watched> KINDS =
      List.of(
          new Watched("sparkhistoryservers", "{'metadata':{NAMED},'spec':[1]}"),
          new Watched("deployments", "{'metadata':{NAMED},'spec':{'replicas':'many'}}"),
          new Watched("services", "{'metadata':{NAMED},'spec':{'ports':80}}"),
          new Watched("configmaps", "{'metadata':{NAMED},'data':['a']}"),
          new Watched("leases", "{'metadata':{NAMED},'spec':{'renewTime':'yesterday'}}"),
          new Watched("networkpolicies", "{'metadata':{NAMED},'spec':{'egress':'all'}}"),
          new Watched("pods", "{'metadata':{NAMED},'spec':{'containers':{'a':'b'}}}"),
          new Watched("namespaces", "{'metadata':{'name':'odd','labels':['a']}}"),
          new Watched("authorizationpolicies", "{'metadata':{NAMED,'labels':7}}"));

  /** Every test leaves one behind that starts. */
  private static final int MAX_STARTING = 100;

  private final SharedCluster watching = new SharedCluster(() -> start(List.of()));
  private final SharedCluster listing = new SharedCluster(() -> start(KINDS));
  private Path defaults = Path.of("");
  private int tests;

  private record Watched(String plural, String wrong) {}

  @BeforeAll
  void writeDefaults(@TempDir Path folder) throws IOException {
    defaults = folder.resolve("defaults.yaml");
    Files.writeString(defaults, "spec: {image: 'spark:4.0.4', s3: {bucket: company}}", UTF_8);
  }

  @AfterAll
  void close() {
    watching.close();
    listing.close();
  }

  static Stream<Arguments> kinds() {
    return KINDS.stream().map(kind -> Arguments.of(kind.plural(), kind.wrong()));
  }

  static Stream<Arguments> events() {
    return IntStream.range(0, Oddities.EVENTS.size())
        .mapToObj(i -> Arguments.of(KINDS.get(i % KINDS.size()).plural(), Oddities.EVENTS.get(i)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anOddObjectOfAWatchKeepsNothingElseFromBeingSeen(String plural, String wrong) {
    watching.use(
        cluster -> {
          String tenant = asleep(cluster);
          double skipped = count(cluster, "objects.skipped", plural);

          for (String odd : Oddities.objects(wrong)) {
            cluster.server.odd(plural, "odd", odd);
          }

          assertGoesOnSeeing(cluster, tenant, plural);
          assertThat(count(cluster, "objects.skipped", plural)).isGreaterThan(skipped);
        });
  }

  /** All kinds at once if the provisioner starts so, and this kind alone if it does not. */
  @ParameterizedTest
  @MethodSource("kinds")
  void anOddObjectOfAListKeepsNothingElseFromBeingSeen(String plural, String wrong) {
    SharedCluster provisioner =
        listing.starts()
            ? listing
            : new SharedCluster(() -> start(List.of(new Watched(plural, wrong))));
    provisioner.use(
        cluster -> {
          assertGoesOnSeeing(cluster, asleep(cluster), plural);
          assertThat(count(cluster, "objects.skipped", plural)).isPositive();
        });
  }

  @ParameterizedTest
  @MethodSource("events")
  void anOddEventOfAWatchLeadsToANewList(String plural, String event) {
    watching.use(
        cluster -> {
          String tenant = asleep(cluster);

          cluster.server.say(plural, event);

          assertGoesOnSeeing(cluster, tenant, plural);
        });
  }

  @Test
  void brokenWatchesAreCounted() {
    watching.use(
        cluster -> {
          String tenant = asleep(cluster);
          double broken = count(cluster, "watches.broken", "pods");

          cluster.server.say("pods", "<html>\n");

          Eventually.holds(
              () -> count(cluster, "watches.broken", "pods") == broken + 1,
              () -> "nothing is counted");
          cluster.server.forgetHistory();
          assertGoesOnSeeing(cluster, tenant, "pods");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"grün", "…", "日本語", "\uD83D\uDE00\uD83D\uDE00"})
  void charactersBeyondAsciiComeThroughAWatch(String text) {
    watching.use(
        cluster -> {
          String tenant = asleep(cluster);
          double broken = count(cluster, "watches.broken", "sparkhistoryservers");
          double skipped = count(cluster, "objects.skipped", "sparkhistoryservers");

          for (int i = 0; i < 9; i++) {
            cluster.server.merge(
                "sparkhistoryservers",
                tenant,
                Cluster.NAME,
                "metadata: {annotations: {note: \"" + text.repeat(i + 1) + "\"}}");
            cluster.label(tenant, "shown: \"" + i + "\"");
          }

          awaitLabelOfPod(cluster, tenant, "8");
          assertThat(count(cluster, "watches.broken", "sparkhistoryservers")).isEqualTo(broken);
          assertThat(count(cluster, "objects.skipped", "sparkhistoryservers")).isEqualTo(skipped);
        });
  }

  @Test
  void aStatusOfAnotherVersionIsWrittenAgain() {
    try (Cluster cluster = new Cluster()) {
      cluster.resource("team-a", "{}");
      cluster.server.merge(
          "sparkhistoryservers", "team-a", Cluster.NAME, "status: {phase: Hibernating, url: [1]}");

      cluster.provision(Cluster.config(defaults, 10, false));

      // nothing is known of it, so it is a new one
      cluster.awaitReason("team-a", "Scheduling");
    }
  }

  /** A cluster in whose lists these kinds have odd objects, and its provisioner. */
  private Cluster start(List<Watched> odd) {
    Cluster cluster = new Cluster();
    try {
      cluster.server.install(
          Kind.namespaced(
              "security.istio.io/v1beta1", "authorizationpolicies", "AuthorizationPolicy"));
      for (Watched kind : odd) {
        List<String> objects = Oddities.objects(kind.wrong());
        for (int i = 0; i < objects.size(); i++) {
          cluster.server.odd(kind.plural(), "odd" + i, objects.get(i));
        }
      }
      cluster.provision(Cluster.config(defaults, MAX_STARTING, true));
      return cluster;
    } catch (Throwable e) {
      cluster.close();
      throw e;
    }
  }

  /** A tenant of this test's own, whose server sleeps. */
  private String asleep(Cluster cluster) {
    String tenant = "team-" + ++tests;
    cluster.usedResource(tenant, "{}");
    cluster.awaitReason(tenant, "Asleep");
    cluster.awaitObject("authorizationpolicies", tenant, policy -> !policy.isMissingNode());
    return tenant;
  }

  /** A change of what this kind of object tells is acted on, and so is a new resource. */
  private void assertGoesOnSeeing(Cluster cluster, String tenant, String plural) {
    String late = "late-" + tests;
    if (plural.equals("namespaces")) {
      cluster.server.put(
          "namespaces",
          "",
          late,
          "metadata: {labels: {app.kubernetes.io/part-of: kubeflow-profile}}");
    } else {
      cluster.resource(late, "{}");
    }
    // a new one is started once
    cluster.awaitReason(late, "Scheduling");
    switch (plural) {
      case "pods", "leases" -> {
        cluster.visit(tenant);
        cluster.podIsReady(tenant);
        cluster.awaitReason(tenant, "Ready");
      }
      case "namespaces" -> cluster.label(tenant, "shown: \"yes\"");
      case "sparkhistoryservers" -> {
        cluster.label(tenant, "shown: \"yes\"");
        awaitLabelOfPod(cluster, tenant, "yes");
      }
      default -> {
        cluster.server.delete(plural, tenant, Cluster.NAME);
        cluster.awaitObject(plural, tenant, object -> !object.isMissingNode());
      }
    }
    cluster.server.noOddities();
  }

  private static void awaitLabelOfPod(Cluster cluster, String tenant, String value) {
    cluster.awaitObject(
        "deployments",
        tenant,
        any -> any.at("/spec/template/metadata/labels/shown").asText().equals(value));
  }

  private static double count(Cluster cluster, String meter, String resource) {
    return cluster
        .meters
        .get("sparkhistory.provisioner." + meter)
        .tag("resource", resource)
        .counter()
        .count();
  }
}
