package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.sparkhistory.gateway.backend.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyEndpointTest {
  private static final String SLICE =
      """
      metadata:
        name: spark-history-server-x7k2p
        namespace: ns-a
        labels: {kubernetes.io/service-name: spark-history-server}
      addressType: IPv4
      ports: [{name: http, port: 18080}]
      endpoints:
        - addresses: ["10.1.2.3"]
          conditions: {ready: true}
          targetRef: {kind: Pod, name: p, namespace: ns-a}
      """;

  private static Optional<Endpoint> of(String yaml) {
    return ReadyEndpoint.of(Serialization.unmarshal(yaml, EndpointSlice.class), "cluster.local");
  }

  @Test
  void aReadyPodOfTheNamespaceIsOne() {
    assertThat(of(SLICE)).map(Endpoint::host).hasValue("10.1.2.3");
    assertThat(of(SLICE.replace("conditions: {ready: true}", "conditions: {}"))).isPresent();
    assertThat(of(SLICE.replace("    conditions: {ready: true}\n", ""))).isPresent();
  }

  @Test
  void aPodThatIsNotReadyIsNone() {
    assertThat(of(SLICE.replace("ready: true", "ready: false"))).isEmpty();
  }

  @Test
  void anAddressThatIsNoPodOfThisNamespaceIsNone() {
    assertThat(of(SLICE.replace("name: p, namespace: ns-a", "name: p, namespace: ns-b"))).isEmpty();
    assertThat(of(SLICE.replace("kind: Pod", "kind: Node"))).isEmpty();
    assertThat(of(SLICE.replace("    targetRef: {kind: Pod, name: p, namespace: ns-a}\n", "")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.1",
        "0.0.0.0",
        "0",
        "169.254.169.254",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::",
        "example.com",
        "localhost",
        "10.1.2.3:80",
        "10.1.2.3/",
        "1.2.3.4.5",
        ""
      })
  void anAddressThatNoPodCanHaveIsNone(String address) {
    assertThat(of(SLICE.replace("10.1.2.3", address))).isEmpty();
  }

  @Test
  void anIpv6AddressStandsInBracketsWhereAPortFollows() {
    assertThat(of(SLICE.replace("10.1.2.3", "fd00::1")))
        .hasValueSatisfying(
            endpoint -> {
              assertThat(endpoint.host()).isEqualTo("fd00::1");
              assertThat(endpoint.authorities()).contains("[fd00::1]:18080");
            });
  }

  @Test
  void thePortIsThePodsAndTheHostHeaderHasTheServices() {
    assertThat(of(SLICE.replace("port: 18080", "port: 28080")))
        .hasValueSatisfying(
            endpoint -> {
              assertThat(endpoint.port()).isEqualTo(28080);
              assertThat(endpoint.hostHeader())
                  .isEqualTo("spark-history-server.ns-a.svc.cluster.local:18080");
              assertThat(endpoint.authorities()).contains("10.1.2.3:28080");
            });
  }
}
