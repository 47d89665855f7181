package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.standin.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in the cluster or comes over a watch, the provisioner goes on with all the rest. */
class HostileObjectsIT extends ProvisionedCluster {
  /** What is watched, each with a field that has a type, and a wrong value for it. */
  private static final String[][] KINDS = {
    {"sparkhistoryservers", "spec: [1]"},
    {"deployments", "spec: {replicas: many}"},
    {"services", "spec: {ports: 80}"},
    {"configmaps", "data: [a]"},
    {"leases", "spec: {renewTime: yesterday}"},
    {"networkpolicies", "spec: {egress: all}"},
    {"pods", "spec: {containers: {a: b}}"},
    {"namespaces", "metadata: {name: odd, labels: [a]}"},
    {"authorizationpolicies", "metadata: {name: odd, namespace: odd, labels: 7}"}
  };

  private static final String NAMED = "metadata: {name: odd, namespace: odd}\n";

  /** Each of them in a list, and as the event of a watch. */
  private static List<String> oddities(String wrong) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "metadata: null",
                "{}",
                "metadata: text",
                "metadata: [1]",
                "metadata: {}",
                "metadata: {name: 7, namespace: [], resourceVersion: {}}",
                "metadata: {name: odd, namespace: odd, resourceVersion: null}",
                "metadata: {name: odd, namespace: odd, labels: {a: [1]}}",
                "metadata: {name: odd, namespace: odd, annotations: yes}",
                "metadata: {name: odd, namespace: odd, creationTimestamp: [1]}",
                NAMED + "kind: Banana\napiVersion: fruit/v1",
                NAMED + "apiVersion: [1]",
                NAMED + "nobody: {knows: [this, {field: 1}]}",
                "{\"metadata\": {\"name\": \"odd\", \"namespace\": \"odd\"}, \"deep\": "
                    + "[".repeat(900)
                    + "]".repeat(900)
                    + "}",
                "{\"metadata\": {\"name\": \"odd\", \"namespace\": \"odd\"}, \""
                    + "k".repeat(60_000)
                    + "\": 1}",
                "metadata: {name: odd, namespace: odd, annotations: {note: \""
                    + "ü".repeat(262_144)
                    + "\"}}",
                "metadata: {name: odd, namespace: odd, annotations: {note: \"grün 日本 \\U0001F600 …\"}}"));
    all.add(wrong.startsWith("metadata") ? wrong : NAMED + wrong);
    return all;
  }

  static Stream<String[]> kinds() {
    return Stream.of(KINDS);
  }

  static Stream<Arguments> events() {
    List<String> events =
        List.of(
            "{\"type\":\"ADDED\",\"object\":{\"kind\":\n",
            "{\"type\":\"WHAT\",\"object\":{}}\n",
            "{\"type\":\"MODIFIED\",\"object\":null}\n",
            "{\"type\":\"MODIFIED\"}\n",
            "{\"type\":7,\"object\":{}}\n",
            "{\"type\":\"BOOKMARK\",\"object\":{}}\n",
            "{\"type\":\"DELETED\",\"object\":{\"metadata\":null}}\n",
            "{\"type\":\"ERROR\",\"object\":{\"code\":\"many\"}}\n",
            "{\"type\":\"ERROR\",\"object\":null}\n",
            "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":500}}\n",
            "\u0000\u0001\n",
            "<html>Bad gateway</html>\n",
            "[1,2]\n",
            "7\n",
            "\n\n\n",
            "ünbekannt\n");
    return IntStream.range(0, events.size())
        .mapToObj(i -> Arguments.of(KINDS[i % KINDS.length][0], events.get(i)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anOddObjectOfAWatchKeepsNothingElseFromBeingSeen(String plural, String wrong) {
    startWatching();

    for (String odd : oddities(wrong)) {
      cluster.server.odd(plural, "odd", odd);
    }

    goesOnSeeing(plural);
    assertThat(count("objects.skipped", plural)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anOddObjectOfAListKeepsNothingElseFromBeingSeen(String plural, String wrong) {
    mesh();
    int number = 0;
    for (String odd : oddities(wrong)) {
      cluster.server.odd(plural, "odd" + number++, odd);
    }
    startWatching();

    goesOnSeeing(plural);
    assertThat(count("objects.skipped", plural)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("events")
  void anOddEventOfAWatchLeadsToANewList(String plural, String event) {
    startWatching();

    cluster.server.say(plural, event);

    goesOnSeeing(plural);
  }

  @Test
  void brokenWatchesAreCounted() {
    startWatching();

    cluster.server.say("pods", "<html>\n");

    Cluster.await(() -> count("watches.broken", "pods") == 1, () -> "nothing is counted");
    cluster.server.forgetHistory();
    goesOnSeeing("pods");
  }

  @ParameterizedTest
  @ValueSource(strings = {"grün", "…", "日本語", "\uD83D\uDE00\uD83D\uDE00"})
  void charactersBeyondAsciiComeThroughAWatch(String text) {
    startWatching();

    for (int i = 0; i < 9; i++) {
      cluster.server.merge(
          "sparkhistoryservers",
          "team-a",
          Cluster.NAME,
          "metadata: {annotations: {note: \"" + text.repeat(i + 1) + "\"}}");
      cluster.label("team-a", "shown: \"" + i + "\"");
    }

    cluster.awaitObject(
        "deployments",
        "team-a",
        deployment -> deployment.at("/spec/template/metadata/labels/shown").asText().equals("8"));
    assertThat(count("watches.broken", "sparkhistoryservers")).isZero();
    assertThat(count("objects.skipped", "sparkhistoryservers")).isZero();
  }

  @Test
  void aStatusOfAnotherVersionIsWrittenAgain() {
    cluster.resource("team-a", "{}");
    cluster.server.merge(
        "sparkhistoryservers", "team-a", Cluster.NAME, "status: {phase: Hibernating, url: [1]}");

    start();

    // nothing is known of it, so it is a new one
    cluster.awaitReason("team-a", "Scheduling");
  }

  private void mesh() {
    cluster.server.install(
        Kind.namespaced(
            "security.istio.io/v1beta1", "authorizationpolicies", "AuthorizationPolicy"));
  }

  private ProvisionerOperator startWatching() {
    mesh();
    cluster.usedResource("team-a", "{}");
    ProvisionerOperator operator = cluster.provision(Cluster.config(defaults, 10, true));
    cluster.awaitReason("team-a", "Asleep");
    cluster.awaitObject("authorizationpolicies", "team-a", policy -> !policy.isMissingNode());
    return operator;
  }

  /** A change of what this kind of object tells is acted on, and so is a new resource. */
  private void goesOnSeeing(String plural) {
    if (plural.equals("namespaces")) {
      cluster.server.put(
          "namespaces",
          "",
          "late",
          "metadata: {labels: {app.kubernetes.io/part-of: kubeflow-profile}}");
    } else {
      cluster.resource("late", "{}");
    }
    // a new one is started once
    cluster.awaitReason("late", "Scheduling");
    switch (plural) {
      case "pods", "leases" -> wake("team-a");
      case "namespaces", "sparkhistoryservers" -> cluster.label("team-a", "shown: \"yes\"");
      default -> {
        cluster.server.delete(plural, "team-a", Cluster.NAME);
        cluster.awaitObject(plural, "team-a", object -> !object.isMissingNode());
      }
    }
    if (plural.equals("sparkhistoryservers")) {
      cluster.awaitObject(
          "deployments",
          "team-a",
          any -> any.at("/spec/template/metadata/labels/shown").asText().equals("yes"));
    }
  }

  private double count(String meter, String resource) {
    return cluster
        .meters
        .get("sparkhistory.provisioner." + meter)
        .tag("resource", resource)
        .counter()
        .count();
  }
}
