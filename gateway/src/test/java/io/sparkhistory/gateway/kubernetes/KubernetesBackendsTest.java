package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesBackendsTest {
  private static final String SLICE = "spark-history-server-x7k2p";
  private static final String READY = "phase: Ready";
  private static final String SPENT =
      "phase: Starting, conditions: [{type: Ready, status: 'False', reason: OutOfMemory,"
          + " lastTransitionTime: '2026-01-01T00:00:00Z'}]";
  private static final Tenant NS = new Tenant("ns-a");

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final KubernetesBackends backends =
      new KubernetesBackends(
          new ActivityLeases(
              (path, type, body, limit) -> new CompletableFuture<>(),
              "gateway-0",
              ActivityLeases.Settings.DEFAULTS,
              Clock.systemUTC(),
              thread),
          endpoint -> new CompletableFuture<>(),
          "cluster.local",
          Clock.systemUTC(),
          () -> 0,
          shown ->
              new KubernetesDrivers(
                  shown,
                  "",
                  new ServicePods(
                      (namespace, pod) -> new CompletableFuture<>(), (task, seconds) -> {})));
  private final ResilientInformer.Sink<SparkHistoryServer> resources = backends.resources();
  private final ResilientInformer.Sink<EndpointSlice> ours = backends.endpoints("ours");
  private final ResilientInformer.Sink<EndpointSlice> selected = backends.endpoints("selected");

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  /**
   * Kubernetes reports an object that leaves a selection as deleted from it (API concepts, "Label
   * selectors"), whatever other lists it is still in.
   */
  @Test
  void aSliceThatLeavesOneOfTwoListsStaysInView() {
    ours.put(slice(true));
    selected.put(slice(true));
    ours.put(slice(true)); // with another label now
    selected.remove("ns-a", SLICE);
    assertThat(backends.find(NS)).isInstanceOf(Backend.Ready.class);

    ours.remove("ns-a", SLICE);
    assertThat(backends.find(NS)).isInstanceOf(Backend.Absent.class);
  }

  @Test
  void aPodThatIsNoLongerReadyIsSoWhenBothListsSayIt() {
    ours.put(slice(true));
    selected.put(slice(true));
    ours.put(slice(false));
    selected.put(slice(false));
    assertThat(backends.find(NS)).isInstanceOf(Backend.Absent.class);
  }

  @Test
  void theApplicationWhoseLogEndedTheServerIsRefusedUntilThereIsMoreMemory() {
    resources.put(resource("1Gi", READY));
    backends.logReads(NS).begin("app-1");
    backends.logReads(NS).begin("app-2");
    backends.logReads(NS).end("app-2");
    resources.put(resource("1Gi", READY));
    assertThat(backends.logReads(NS).refusal("app-1")).isEmpty();

    resources.put(resource("1Gi", SPENT));
    assertThat(backends.logReads(NS).refusal("app-1"))
        .hasValue(
            new Backend.Failed(
                "The event log of app-1 does not fit into the memory of the history server, which"
                    + " is limited to 1Gi.",
                "Raise spec.resources.limits.memory of the SparkHistoryServer, then open this page"
                    + " again. The other applications of this namespace can still be opened.",
                "OutOfMemory"));
    assertThat(backends.logReads(NS).refusal("app-2")).isEmpty();
    resources.put(resource("1Gi", READY));
    assertThat(backends.logReads(NS).refusal("app-1")).isPresent();
    resources.put(resource("2Gi", READY));
    assertThat(backends.logReads(NS).refusal("app-1")).isEmpty();
  }

  @Test
  void oneLackOfMemoryIsBlamedOnceAndASleepBlamesNobody() {
    resources.put(resource("1Gi", SPENT));
    backends.logReads(NS).begin("app-1");
    resources.put(resource("1Gi", SPENT));
    assertThat(backends.logReads(NS).refusal("app-1")).isEmpty();
    resources.put(resource("1Gi", "phase: Asleep"));
    resources.put(resource("1Gi", SPENT));
    assertThat(backends.logReads(NS).refusal("app-1")).isEmpty();
  }

  @Test
  void theListOfTheStatusIsKeptAndAnEqualOneIsTheSameObject() {
    String listed =
        "phase: Asleep, applicationsAsOf: '2026-01-01T00:00:00Z', applications: [{id: app-1,"
            + " name: 'a <b>', user: alice, attempt: '2', started: '2026-01-01T00:00:00Z',"
            + " ended: nonsense, sparkVersion: 4.0.1}, {id: a/b}, {name: without}]";
    resources.put(resource("1Gi", listed));
    Listing listing = listing();
    assertThat(listing.asOf()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(listing.applications())
        .containsExactly(
            new Listing.Application("app-1", "a <b>", "2", "alice", 1767225600, 0, "4.0.1"));

    resources.put(resource("2Gi", listed));
    assertThat(listing()).isSameAs(listing);
    resources.put(resource("2Gi", "phase: Asleep"));
    assertThat(listing()).isEqualTo(Listing.NONE);
  }

  private Listing listing() {
    return backends.all().iterator().next().listing();
  }

  private static SparkHistoryServer resource(String memory, String status) {
    return Serialization.unmarshal(
        """
        metadata: {name: spark-history-server, namespace: ns-a}
        spec: {resources: {limits: {memory: %s}}}
        status: {%s}
        """
            .formatted(memory, status),
        SparkHistoryServer.class);
  }

  private static EndpointSlice slice(boolean ready) {
    return Serialization.unmarshal(
        """
        metadata:
          name: %s
          namespace: ns-a
          labels: {kubernetes.io/service-name: spark-history-server}
        addressType: IPv4
        ports: [{name: http, port: 18080}]
        endpoints:
          - addresses: ["10.1.2.3"]
            conditions: {ready: %s}
            targetRef: {kind: Pod, name: p, namespace: ns-a}
        """
            .formatted(SLICE, ready),
        EndpointSlice.class);
  }
}
