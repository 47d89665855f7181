package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.HttpStub;
import io.sparkhistory.provisioner.apply.Pace;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import io.sparkhistory.provisioner.operations.ProvisionerMetrics;
import io.sparkhistory.standin.ApiServer;
import io.sparkhistory.standin.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The start, whatever the API server says of a mesh, and when it says nothing yet. */
class MeshAtStartIT extends ProvisionedCluster {

  @Test
  void anApiServerThatComesLaterIsWaitedForAndItsMeshIsKnownFromTheFirstLook() throws IOException {
    try (ServerSocket early = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        KubernetesClient client = client(early.getLocalPort());
        ProvisionerOperator operator = operator(client)) {
      CompletableFuture<Void> started = CompletableFuture.runAsync(operator::start);
      for (int refused = 0; refused < 3; refused++) {
        try (Socket asked = early.accept()) {
          assertThat(asked.isConnected()).isTrue();
        }
      }
      assertThat(started).isNotDone();
      goesAway(early);
      Kind policy =
          Kind.namespaced(
              "security.istio.io/v1beta1", "authorizationpolicies", "AuthorizationPolicy");
      try (ApiServer late = ApiServer.start(early.getLocalPort(), policy)) {
        late.put("sparkhistoryservers", "team-a", Cluster.NAME, "spec: {}");

        Eventually.holds(
            () -> late.get("authorizationpolicies", "team-a", Cluster.NAME).isPresent(),
            () -> "no policy; started: " + started);
        Eventually.holds(started::isDone, () -> "it does not end its start");
        assertThat(operator.isStarted()).isTrue();
      }
    }
  }

  @Test
  void theEndOfTheProcessIsNotHeldUpByAnApiServerThatIsAway() throws IOException {
    try (ServerSocket away = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        KubernetesClient client = client(away.getLocalPort());
        ProvisionerOperator operator = operator(client)) {
      CompletableFuture<Void> started = CompletableFuture.runAsync(operator::start);
      away.accept().close();
      goesAway(away);
      goesAway(operator);

      Eventually.holds(started::isDone, () -> "it goes on asking");
      assertThat(operator.isStarted()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"resources\": null}",
        "200 | {\"resources\": [null]}",
        "200 | {\"resources\": [{\"kind\": null}]}",
        "200 | {}",
        "403 | {}",
        "404 | {}"
      })
  void aResponseWithoutTheMeshsKindIsNoMeshWhateverItIs(int status, String body) {
    HttpStub.Response response =
        new HttpStub.Response(status, Map.of("Content-Type", "application/json"), body);
    try (HttpStub server = HttpStub.start(any -> response);
        KubernetesClient client = client(server.port())) {
      IstioApi istio = new IstioApi(client, new Pace(1000, System::nanoTime));
      istio.discoverAtStart();

      assertThat(istio.isPresent()).isFalse();
    }
  }

  private ProvisionerOperator operator(KubernetesClient client) {
    return new ProvisionerOperator(
        Cluster.config(defaults, 10, false),
        client,
        DefaultsFile.open(Cluster.config(defaults, 10, false).defaults()),
        new ProvisionerMetrics(new SimpleMeterRegistry()),
        Clock.systemUTC());
  }

  private static KubernetesClient client(int port) {
    Config config =
        new ConfigBuilder()
            .withMasterUrl("http://127.0.0.1:" + port)
            .withAutoConfigure(false)
            .withNamespace("default")
            .withRequestRetryBackoffLimit(0)
            .build();
    return ProvisionerOperator.client(config, new ProvisionerMetrics(new SimpleMeterRegistry()));
  }

  /** Before the end of its block. */
  private static void goesAway(AutoCloseable what) {
    assertThatCode(what::close).doesNotThrowAnyException();
  }
}
