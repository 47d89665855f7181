package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparkhistory.provisioner.ProvisionerConfig;
import io.sparkhistory.provisioner.objects.ClusterSettings;
import io.sparkhistory.provisioner.operations.ProvisionerMetrics;
import io.sparkhistory.standin.ApiServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A stand-in for an API server, a provisioner that works on it, and a clock to turn. */
final class Cluster implements AutoCloseable {
  static final String NAME = "spark-history-server";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final ApiServer server = ApiServer.start();
  final TurnableClock clock = new TurnableClock();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ProvisionerMetrics metrics = new ProvisionerMetrics(meters);
  private KubernetesClient client = client();
  private Optional<ProvisionerOperator> operator = Optional.empty();

  /** Starts the provisioner; history servers cannot be asked. */
  ProvisionerOperator provision(ProvisionerConfig config) {
    return provision(config, "http://127.0.0.1:1/");
  }

  /**
   * Starts the provisioner.
   *
   * @param historyServer its address in every namespace
   */
  ProvisionerOperator provision(ProvisionerConfig config, String historyServer) {
    ProvisionerOperator started =
        new ProvisionerOperator(
            config,
            client,
            DefaultsFile.open(config.defaults()),
            metrics,
            clock,
            any -> URI.create(historyServer));
    started.start();
    operator = Optional.of(started);
    return started;
  }

  /** Ends the provisioner, as a restart does. */
  void stop() {
    operator.ifPresent(ProvisionerOperator::close);
    operator = Optional.empty();
    client.close();
    client = client();
  }

  /** Configuration with everything that tests leave alone. */
  static ProvisionerConfig config(Path defaults, int maxStarting, boolean profiles) {
    return new ProvisionerConfig(
        new ClusterSettings(
            "/sparkhistory",
            "spark-history",
            Map.of("app.kubernetes.io/name", "spark-history-gateway"),
            "cluster.local/ns/spark-history/sa/spark-history-gateway",
            "/opt/spark"),
        new ProvisionerConfig.Site("https://kubeflow.example.org", Optional.empty()),
        Optional.of(defaults),
        new ProvisionerConfig.Work(
            maxStarting, Duration.ofMinutes(10), 1000, Duration.ofMinutes(10)),
        new ProvisionerConfig.Profiles(profiles, "app.kubernetes.io/part-of=kubeflow-profile"),
        new ProvisionerConfig.Presence(Set.of(), false, "spark-history", new InetSocketAddress(0)));
  }

  /** Applies a resource; the spec in YAML flow style. */
  void resource(String namespace, String spec) {
    server.put("sparkhistoryservers", namespace, NAME, "spec: " + spec);
  }

  /** The same for a resource whose first start is over: its folder is there, and it sleeps. */
  void usedResource(String namespace, String spec) {
    server.put(
        "sparkhistoryservers",
        namespace,
        NAME,
        """
        spec: %s
        status:
          phase: Asleep
          wokenAt: "%s"
          conditions:
            - {type: LogDirectory, status: "True", reason: LogDirectoryReady, message: x,
               observedGeneration: 1, lastTransitionTime: "2026-01-01T00:00:00Z"}
        """
            .formatted(spec, clock.instant().minus(Duration.ofMinutes(20))));
  }

  /** Changes the spec of a resource as kubectl patch does; in YAML flow style. */
  void change(String namespace, String spec) {
    server.merge("sparkhistoryservers", namespace, NAME, "spec: " + spec);
  }

  /** Gives a resource one label more, or another value of it; in YAML flow style. */
  void label(String namespace, String label) {
    server.merge("sparkhistoryservers", namespace, NAME, "metadata: {labels: {" + label + "}}");
  }

  /** Somebody looks at the tenant's pages now. */
  void visit(String namespace) {
    visit(namespace, Duration.ZERO);
  }

  /** The same through a gateway whose clock is ahead by this. */
  void visit(String namespace, Duration ahead) {
    String time = clock.instant().plus(ahead).toString().replace("Z", ".000000Z");
    server.merge(
        "leases", namespace, "spark-history-activity", "spec: {renewTime: \"" + time + "\"}");
  }

  /** What the Deployment's pod would do: it runs and answers. */
  void podIsReady(String namespace) {
    pod(
        namespace,
        """
        conditions:
          - {type: PodScheduled, status: "True"}
          - {type: Ready, status: "True", lastTransitionTime: "%s"}
        initContainerStatuses:
          - {name: log-directory, state: {terminated: {exitCode: 0}}}
        containerStatuses:
          - {name: history-server, ready: true, state: {running: {}}}
        """
            .formatted(clock.instant()));
  }

  /** A pod with this status. */
  void pod(String namespace, String status) {
    podOf(namespace, "", status);
  }

  /** A pod of this restart. */
  void podOf(String namespace, String attempt, String status) {
    server.put(
        "pods",
        namespace,
        NAME + "-x",
        """
        metadata:
          annotations: {sparkhistory.io/started-afresh-at: "%s"}
          labels:
            app.kubernetes.io/name: spark-history-server
            app.kubernetes.io/managed-by: spark-history-provisioner
        status:
        """
                .formatted(attempt)
            + status.indent(2));
  }

  void noPod(String namespace) {
    server.delete("pods", namespace, NAME + "-x");
  }

  JsonNode object(String plural, String namespace) {
    return server.get(plural, namespace, NAME).orElseGet(MissingNode::getInstance);
  }

  JsonNode status(String namespace) {
    return object("sparkhistoryservers", namespace).path("status");
  }

  /** Reason of the Ready condition. */
  String reason(String namespace) {
    return condition(namespace, "Ready").path("reason").asText();
  }

  JsonNode condition(String namespace, String type) {
    for (JsonNode condition : status(namespace).path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return MissingNode.getInstance();
  }

  /** What was written below a path so far. */
  List<ApiServer.Request> writes(String path) {
    return server.requests().stream()
        .filter(request -> request.isWrite() && request.path().startsWith(path))
        .toList();
  }

  int replicas(String namespace) {
    return object("deployments", namespace).at("/spec/replicas").asInt(-1);
  }

  void awaitReason(String namespace, String reason) {
    await(() -> reason(namespace).equals(reason), () -> status(namespace).toString());
  }

  void awaitObject(String plural, String namespace, Predicate<JsonNode> state) {
    await(() -> state.test(object(plural, namespace)), () -> object(plural, namespace).toString());
  }

  static void await(BooleanSupplier state, Supplier<String> otherwise) {
    await(PATIENCE, state, otherwise);
  }

  static void await(Duration patience, BooleanSupplier state, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!state.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        fail("not within " + patience + ": " + otherwise.get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** Nothing was asked for this long: all that had to happen has happened. */
  void awaitQuiet() {
    long[] since = {System.nanoTime()};
    int[] seen = {-1};
    await(
        () -> {
          int now = server.requests().size();
          if (now != seen[0]) {
            seen[0] = now;
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > TimeUnit.MILLISECONDS.toNanos(700);
        },
        () -> "requests without an end");
  }

  @Override
  public void close() {
    stop();
    client.close();
    server.close();
  }

  private KubernetesClient client() {
    return ProvisionerOperator.client(
        new ConfigBuilder()
            .withMasterUrl(server.url())
            .withAutoConfigure(false)
            .withNamespace("default")
            .withRequestRetryBackoffLimit(1)
            .build(),
        metrics);
  }

  /** Stands still until it is turned. */
  static final class TurnableClock extends Clock {
    private volatile Instant now = Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.SECONDS);

    void turn(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
