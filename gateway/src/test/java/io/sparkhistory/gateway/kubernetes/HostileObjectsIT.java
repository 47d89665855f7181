package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.standin.Oddities;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is in the cluster or comes over a watch, the gateway goes on with all the rest. */
class HostileObjectsIT {
  /** What is watched, each with an object of which one field has the wrong type. */
  private static final String[][] KINDS = {
    {"sparkhistoryservers.sparkhistory.io", "{'metadata':{NAMED},'spec':[1]}"},
    {"endpointslices.discovery.k8s.io", "{'metadata':{NAMED},'endpoints':'none'}"},
    {"namespaces", "{'metadata':{NAMED,'labels':[1]}}"},
    {"rolebindings.rbac.authorization.k8s.io", "{'metadata':{NAMED},'subjects':{'a':1}}"},
    {"pods", "{'metadata':{NAMED},'spec':{'containers':'none'}}"}
  };

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  static Stream<String[]> kinds() {
    return Stream.of(KINDS);
  }

  static Stream<Arguments> events() {
    return IntStream.range(0, Oddities.EVENTS.size())
        .mapToObj(i -> Arguments.of(KINDS[i % KINDS.length][0], Oddities.EVENTS.get(i)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anOddObjectOfAWatchKeepsNothingElseFromBeingSeen(String resource, String wrong) {
    cluster.server("ns-a", "Asleep");
    cluster.openAndWait();
    for (String odd : Oddities.objects(wrong)) {
      cluster.standIn.odd(resource, "odd", odd);
    }
    goesOnSeeing();
    Eventually.that(() -> assertThat(cluster.trouble.skipped(plural(resource))).isPositive());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void anOddObjectOfAListKeepsNothingElseFromBeingSeen(String resource, String wrong) {
    cluster.server("ns-a", "Asleep");
    int number = 0;
    for (String odd : Oddities.objects(wrong)) {
      cluster.standIn.odd(resource, "odd" + number++, odd);
    }
    cluster.openAndWait();
    goesOnSeeing();
    Eventually.that(() -> assertThat(cluster.trouble.skipped(plural(resource))).isPositive());
  }

  @ParameterizedTest
  @MethodSource("events")
  void anOddEventOfAWatchLeadsToANewList(String resource, String event) {
    cluster.server("ns-a", "Asleep");
    cluster.openAndWait();
    cluster.standIn.say(resource, event);
    goesOnSeeing();
  }

  @Test
  void brokenWatchesAreCounted() {
    cluster.openAndWait();
    Eventually.that(
        () ->
            assertThat(cluster.trouble.watched)
                .containsExactlyInAnyOrder(
                    "sparkhistoryservers", "endpointslices", "namespaces", "rolebindings", "pods"));
    cluster.standIn.say("namespaces", "<html>\n");
    Eventually.holds(Cluster.SOON, () -> cluster.trouble.broken("namespaces") == 1);
    goesOnSeeing();
  }

  @Test
  void aServerThatCanNoLongerBeReadIsAsOneThatIsGone() {
    cluster.server("ns-a", "Asleep");
    cluster.openAndWait();
    String object =
        "{\"metadata\":{\"name\":\"spark-history-server\",\"namespace\":\"ns-a\"},\"spec\":[1]}";
    cluster.standIn.odd(KINDS[0][0], "odd", object);
    cluster.becomes("ns-a", Backend.Absent.class);
  }

  @Test
  void aPhaseOfAnotherVersionHidesNoServer() {
    cluster.server("ns-a", "Hibernating");
    cluster.openAndWait();
    cluster.becomes("ns-a", Backend.Starting.class);
    cluster.server("ns-a", "Asleep");
    cluster.becomes("ns-a", Backend.Asleep.class);
  }

  /** A change of each kind is seen. */
  private void goesOnSeeing() {
    cluster.server("late", "Ready");
    cluster.becomes("late", Backend.Starting.class);
    cluster.pod("late", "10.1.2.3", true);
    cluster.becomes("late", Backend.Ready.class);
    cluster.namespace("late", "alice");
    cluster.binding("bound", "b", "kubeflow-view", "User", "alice");
    Eventually.holds(Cluster.SOON, () -> isCandidate("late") && isCandidate("bound"));
  }

  private boolean isCandidate(String namespace) {
    return cluster
        .view()
        .candidates()
        .of(new Caller("alice", List.of()))
        .test(new Tenant(namespace));
  }

  private static String plural(String resource) {
    return resource.split("\\.", -1)[0];
  }
}
