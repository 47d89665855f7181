package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Endpoint;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriverPodTest {
  /** As Spark 3.5 and 4.x make it, with a sidecar. */
  private static final String POD =
      """
      metadata:
        name: daily-revenue-1-driver
        namespace: ns-a
        labels:
          spark-role: driver
          spark-app-selector: spark-3f1c
          spark-app-name: daily-revenue
        annotations: {}
      spec:
        containers:
          - name: istio-proxy
            ports: [{name: http-envoy-prom, containerPort: 15090}]
          - name: spark-kubernetes-driver
            ports:
              - {name: driver-rpc-port, containerPort: 7078}
              - {name: blockmanager, containerPort: 7079}
              - {name: spark-ui, containerPort: 4041}
      status:
        phase: Running
        podIP: 10.1.2.3
        startTime: "2026-01-01T00:00:00Z"
        containerStatuses:
          - {name: istio-proxy, ready: true}
          - {name: spark-kubernetes-driver, ready: true}
      """;

  private static Optional<Drivers.Application> of(String yaml) {
    return DriverPod.of(Serialization.unmarshal(yaml, Pod.class));
  }

  private static Driver driver(String yaml) {
    return of(yaml).orElseThrow().driver();
  }

  @Test
  void aPodOfSparkIsTheDriverOfItsApplication() {
    assertThat(of(POD))
        .hasValue(
            new Drivers.Application(
                "spark-3f1c",
                "daily-revenue",
                new Driver.Running(
                    new Endpoint("10.1.2.3", 4041, "10.1.2.3:4041", Set.of("10.1.2.3:4041"))),
                Optional.of(Instant.parse("2026-01-01T00:00:00Z"))));
  }

  @Test
  void thePortIsTheAnnotationsOrTheNamedOneOrTheDefault() {
    String unnamed = POD.replace("name: spark-ui", "name: other");
    assertThat(port(unnamed)).isEqualTo(4040);
    String annotated = "annotations: {sparkhistory.io/application-port: '4077'}";
    assertThat(port(POD.replace("annotations: {}", annotated))).isEqualTo(4077);
    for (String odd : new String[] {"0", "-1", "70000", "x", "999999999999"}) {
      assertThat(port(POD.replace("annotations: {}", annotated.replace("4077", odd))))
          .isEqualTo(4041);
    }
  }

  private static int port(String yaml) {
    return ((Driver.Running) driver(yaml)).endpoint().port();
  }

  @Test
  void aPodThatSomebodyLabelsIsTheDriverOfWhatTheLabelSays() {
    String notebook =
        POD.replace("spark-role: driver", "sparkhistory.io/application: app-2")
            .replace("spark-app-selector: spark-3f1c", "app: notebook");
    assertThat(of(notebook)).map(Drivers.Application::id).hasValue("app-2");
  }

  @Test
  void aDriverThatIsNotReadyStarts() {
    String notReady =
        POD.replace(
            "name: spark-kubernetes-driver, ready: true",
            "name: spark-kubernetes-driver, ready: false");
    assertThat(driver(notReady)).isInstanceOf(Driver.Starting.class);
    assertThat(driver(POD.replace("phase: Running", "phase: Pending")))
        .isInstanceOf(Driver.Starting.class);
    assertThat(driver(POD.replace("  podIP: 10.1.2.3\n", ""))).isInstanceOf(Driver.Starting.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"phase: Succeeded", "phase: Failed"})
  void whatHasEndedIsNone(String phase) {
    assertThat(of(POD.replace("phase: Running", phase))).isEmpty();
  }

  @Test
  void aPodThatIsBeingDeletedIsNone() {
    assertThat(
            of(
                POD.replace(
                    "  name: daily-revenue-1-driver",
                    "  name: x\n  deletionTimestamp: \"2026-01-01T00:00:00Z\"")))
        .isEmpty();
  }

  @Test
  void anExecutorAndAPodWithoutAnIdAreNone() {
    assertThat(of(POD.replace("spark-role: driver", "spark-role: executor"))).isEmpty();
    assertThat(of(POD.replace("spark-app-selector", "other"))).isEmpty();
    assertThat(of(POD.replace("spark-3f1c", ".."))).isEmpty();
  }

  @Test
  void aPodWithTheAddressOfItsNodeIsNone() {
    assertThat(of(POD.replace("spec:\n", "spec:\n  hostNetwork: true\n"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "kubernetes.default"})
  void anAddressThatCanBeNoPodsIsNotCalled(String address) {
    assertThat(driver(POD.replace("10.1.2.3", address))).isInstanceOf(Driver.Starting.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "spec: {}", "status: {}", "spec: {}\nstatus: {}"})
  void aPodWithNextToNothingInItDoesNoHarm(String rest) {
    String metadata = "metadata: {name: x, labels: {spark-role: driver, spark-app-selector: a}}\n";
    assertThat(of(metadata + rest).map(Drivers.Application::driver))
        .isIn(Optional.empty(), Optional.of(new Driver.Starting()));
  }
}
