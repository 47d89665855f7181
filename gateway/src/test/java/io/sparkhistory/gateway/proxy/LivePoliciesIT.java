package io.sparkhistory.gateway.proxy;

import static io.sparkhistory.gateway.proxy.LiveVisits.ALICE;
import static io.sparkhistory.gateway.proxy.LiveVisits.HTML;
import static io.sparkhistory.gateway.proxy.LiveVisits.LIVE;
import static io.sparkhistory.gateway.proxy.LiveVisits.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Running applications behind a policy that keeps the gateway out: the page names the policy, and
 * says how to let the gateway in.
 */
@ExtendWith(BufferLeaks.class)
class LivePoliciesIT {
  @Test
  void anAuthorizationPolicyThatKeepsTheGatewayOutIsNamedAndHowToLetItIn() throws IOException {
    try (RawOrigin driver =
            new RawOrigin(
                e -> {
                  e.send(
                      "HTTP/1.1 403 Forbidden\r\nContent-Length: 19\r\nContent-Type: text/plain\r\n"
                          + "server: istio-envoy\r\n\r\nRBAC: acc");
                  e.send("ess denied");
                });
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      for (int visit = 0; visit < 2; visit++) {
        RawClient.Response page = ask(gateway, LIVE + "jobs/", HTML);
        assertThat(page.status()).isEqualTo(502);
        assertThat(page.body())
            .contains("The application does not answer")
            .contains("an AuthorizationPolicy of a,", "does not let in the namespace gateways")
            .contains("kind: AuthorizationPolicy", "namespace: a\n")
            .contains("namespaces: [&quot;gateways&quot;]", "[&quot;" + driver.port() + "&quot;]")
            .contains("&quot;7078&quot;, &quot;7079&quot;", "docs/live-applications.md")
            .doesNotContain("NetworkPolicy");
      }
      assertThat(ask(gateway, LIVE + "api/v1/applications", ALICE).body())
          .contains("\"cause\":\"AuthorizationPolicy\"", "\"outcome\":\"live_failed\"");
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).hasSize(3).containsOnly(Outcome.LIVE_FAILED));
    }
  }

  @Test
  void aSidecarThatReachesNoDriverInTimeIsTakenForANetworkPolicy() throws IOException {
    String said =
        "upstream connect error or disconnect/reset before headers. retried and the latest reset"
            + " reason: connection timeout";
    try (RawOrigin driver =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: "
                            + said.length()
                            + "\r\n\r\n"
                            + said));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      RawClient.Response page = ask(gateway, LIVE + "jobs/", HTML);
      assertThat(page.status()).isEqualTo(504);
      assertThat(page.body())
          .contains("usually a NetworkPolicy of a that does not let in the namespace gateways")
          .contains("kind: NetworkPolicy", "kubernetes.io/metadata.name: gateways")
          .contains("- port: " + driver.port() + "\n", "- port: 7078\n", "spark-role: executor")
          .doesNotContain("AuthorizationPolicy");

      gateway.gatewayNamespace = ""; // as with tenants from a file
      assertThat(ask(gateway, LIVE + "jobs/", HTML).body())
          .contains("The application does not answer")
          .doesNotContain("NetworkPolicy");
      assertThat(ask(gateway, LIVE + "jobs/", ALICE).body()).doesNotContain("cause");
    }
  }

  /**
   * The backlog of a socket that nobody accepts from is full: nothing answers, as behind a policy.
   */
  @Test
  void aDriverToWhichNoConnectionOpensIsTakenForBehindANetworkPolicy() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.connect = Duration.ofMillis(300);
    try (FullBacklog driver = new FullBacklog();
        Gateway gateway = new Gateway(limits)) {
      gateway.drivers.put(
          "a app-1", new Driver.Running(Endpoint.at(new HostPort("127.0.0.1", driver.port()))));
      RawClient.Response page = ask(gateway, LIVE + "jobs/", HTML);
      assertThat(page.status()).isEqualTo(504);
      assertThat(page.body())
          .contains("kind: NetworkPolicy", "- port: " + driver.port() + "\n")
          .contains("href=\"/sparkhistory/a/history/app-1/\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "403, HTTP ERROR 403 you may not",
    "403, RBAC: access denied to nobody",
    "503, RBAC: access denied",
    "503, connection timeout",
    "503, upstream connect error or disconnect/reset before headers. reset reason: overflow",
    "500, RBAC: access denied"
  })
  void whatADriverItselfRefusesIsPassedOn(int status, String body) throws IOException {
    try (RawOrigin driver =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 "
                            + status
                            + " No\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body));
        Gateway gateway = new Gateway().driver("a", "app-1", driver).tenant("a", driver)) {
      RawClient.Response response = ask(gateway, LIVE + "jobs/", HTML);
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.body()).isEqualTo(body);
      try (RawClient client = gateway.client()) {
        client.send("HEAD " + LIVE + "jobs/ HTTP/1.1\r\nHost: gw\r\n" + HTML + "\r\n");
        assertThat(client.readHeadOnly().status()).isEqualTo(status);
      }
    }
  }

  @Test
  void whatAHistoryServerSaysIsNotTakenForASidecars() throws IOException {
    try (RawOrigin server =
            new RawOrigin(
                e -> e.send("HTTP/1.1 403 No\r\nContent-Length: 19\r\n\r\nRBAC: access denied"));
        Gateway gateway = new Gateway().tenant("a", server)) {
      assertThat(ask(gateway, "/sparkhistory/a/", HTML).body()).isEqualTo("RBAC: access denied");
    }
  }
}
