package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.provisioner.fixture.ProvisionedCluster;
import io.sparkhistory.standin.ApiServer.Request;
import io.sparkhistory.standin.Kind;
import java.net.URLDecoder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever may write in a namespace can give any number of large objects the provisioner's labels.
 * It must not read them: one object of a kind and namespace is its own, and that has a name.
 */
class BorrowedLabelsIT extends ProvisionedCluster {

  @ParameterizedTest
  @CsvSource({
    "configmaps, spark-history-server",
    "services, spark-history-server",
    "deployments, spark-history-server",
    "networkpolicies, spark-history-server",
    "authorizationpolicies, spark-history-server",
    "leases, spark-history-activity"
  })
  void onlyTheObjectsThatItMakesAreAskedFor(String plural, String name) {
    startWithMesh();

    List<Request> asked = askedFor(plural);
    assertThat(asked).hasSizeGreaterThanOrEqualTo(2); // a list and a watch
    assertThat(asked)
        .allMatch(
            request ->
                URLDecoder.decode(request.query(), UTF_8)
                    .contains("fieldSelector=metadata.name=" + name));
  }

  private void startWithMesh() {
    cluster.server.install(
        Kind.namespaced(
            "security.istio.io/v1beta1", "authorizationpolicies", "AuthorizationPolicy"));
    startAsleep("team-a");
    cluster.awaitObject("authorizationpolicies", "team-a", policy -> !policy.isMissingNode());
  }

  /** Lists and watches of all namespaces. */
  private List<Request> askedFor(String plural) {
    return cluster.server.requests().stream()
        .filter(request -> request.method().equals("GET") && request.path().endsWith("/" + plural))
        .toList();
  }
}
