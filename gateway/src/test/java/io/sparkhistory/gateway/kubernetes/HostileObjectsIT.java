package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Eventually;
import io.sparkhistory.gateway.routing.Tenant;
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
    {"rolebindings.rbac.authorization.k8s.io", "{'metadata':{NAMED},'subjects':{'a':1}}"}
  };

  private final Cluster cluster = new Cluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  private static List<String> oddities(String wrong) {
    return Stream.of(
            "{'metadata':null}",
            "{}",
            "{'metadata':'text'}",
            "{'metadata':[1]}",
            "{'metadata':{}}",
            "{'metadata':{'name':7,'namespace':[],'resourceVersion':{}}}",
            "{'metadata':{NAMED,'resourceVersion':null}}",
            "{'metadata':{NAMED,'labels':{'a':[1]}}}",
            "{'metadata':{NAMED,'annotations':'yes'}}",
            "{'metadata':{NAMED,'creationTimestamp':[1]}}",
            "{'metadata':{NAMED},'kind':'Banana','apiVersion':'fruit/v1'}",
            "{'metadata':{NAMED},'apiVersion':[1]}",
            "{'metadata':{NAMED},'nobody':{'knows':[1,{}]}}",
            "{'metadata':{NAMED},'deep':" + "[".repeat(900) + "]".repeat(900) + "}",
            "{'metadata':{NAMED},'" + "k".repeat(50_500) + "':1}",
            "{'metadata':{NAMED,'annotations':{'note':'" + "ü".repeat(262_144) + "'}}}",
            "{'metadata':{NAMED,'annotations':{'note':'grün 日本 \uD83D\uDE00 …'}}}",
            wrong)
        .map(text -> text.replace("NAMED", "'name':'odd','namespace':'odd'").replace('\'', '"'))
        .toList();
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
            "{\"type\":7,\"object\":{}}\n",
            "{\"type\":\"DELETED\",\"object\":{\"metadata\":null}}\n",
            "{\"type\":\"ERROR\",\"object\":{\"code\":\"many\"}}\n",
            "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":500}}\n",
            "\u0000\u0001\n",
            "<html>Bad gateway</html>\n",
            "[1,2]\n",
            "\n\n\n",
            "ünbekannt\n");
    return IntStream.range(0, events.size())
        .mapToObj(i -> Arguments.of(KINDS[i % KINDS.length][0], events.get(i)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void an_odd_object_of_a_watch_keeps_nothing_else_from_being_seen(String resource, String wrong)
      throws JsonProcessingException {
    cluster.server("ns-a", "Asleep");
    cluster.openAndWait();
    for (String odd : oddities(wrong)) {
      cluster.standIn.objects.odd(resource, "odd", StandInAnswer.parse(odd));
    }
    goesOnSeeing();
    assertThat(cluster.trouble.skipped(plural(resource))).isPositive();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void an_odd_object_of_a_list_keeps_nothing_else_from_being_seen(String resource, String wrong)
      throws JsonProcessingException {
    cluster.server("ns-a", "Asleep");
    int number = 0;
    for (String odd : oddities(wrong)) {
      cluster.standIn.objects.odd(resource, "odd" + number++, StandInAnswer.parse(odd));
    }
    cluster.openAndWait();
    goesOnSeeing();
    assertThat(cluster.trouble.skipped(plural(resource))).isPositive();
  }

  @ParameterizedTest
  @MethodSource("events")
  void an_odd_event_of_a_watch_leads_to_a_new_list(String resource, String event) {
    cluster.server("ns-a", "Asleep");
    cluster.openAndWait();
    cluster.standIn.objects.say(resource, event);
    goesOnSeeing();
  }

  @Test
  void broken_watches_are_counted() {
    cluster.openAndWait();
    assertThat(cluster.trouble.followed)
        .containsExactlyInAnyOrder(
            "sparkhistoryservers", "endpointslices", "namespaces", "rolebindings");
    cluster.standIn.objects.say("namespaces", "<html>\n");
    Eventually.holds(Cluster.SOON, () -> cluster.trouble.broken("namespaces") == 1);
    goesOnSeeing();
  }

  @Test
  void a_server_that_can_no_longer_be_read_is_as_one_that_is_gone() throws JsonProcessingException {
    cluster.server("ns-a", "Asleep");
    cluster.openAndWait();
    String object =
        "{\"metadata\":{\"name\":\"spark-history-server\",\"namespace\":\"ns-a\"},\"spec\":[1]}";
    cluster.standIn.objects.odd(KINDS[0][0], "odd", StandInAnswer.parse(object));
    cluster.becomes("ns-a", Backend.Absent.class);
  }

  @Test
  void a_phase_of_another_version_hides_no_server() {
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
