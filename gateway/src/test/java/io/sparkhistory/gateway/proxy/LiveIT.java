package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Running applications: what holds for history servers holds for their drivers. */
@ExtendWith(BufferLeaks.class)
class LiveIT {
  private static final String LIVE = "/sparkhistory/a/-/live/app-1/";
  private static final String ALICE = "kubeflow-userid: alice@example.com\r\n";
  private static final String HTML = ALICE + "Accept: text/html\r\n";

  private static RawClient.Answer ask(Gateway gateway, String target, String lines)
      throws IOException {
    try (RawClient client = gateway.client()) {
      return client.send("GET " + target + " HTTP/1.1\r\nHost: gw\r\n" + lines + "\r\n").read();
    }
  }

  @Test
  void aDriverIsSentWhatAHistoryServerIsSentBelowItsOwnPrefix() throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      String secrets = "Cookie: session=1\r\nAuthorization: Bearer x\r\nX-Auth-Token: y\r\n";

      assertThat(ask(gateway, LIVE + "jobs/?x=1", HTML + secrets).body()).isEqualTo("x");

      RawOrigin.Exchanged sent = driver.received.get(0);
      assertThat(sent.requestLine()).isEqualTo("GET /jobs/?x=1 HTTP/1.1");
      assertThat(sent.values("Host")).containsExactly("127.0.0.1:" + driver.port());
      assertThat(sent.values("X-Forwarded-Context"))
          .containsExactly("/sparkhistory/a/-/live/app-1");
      assertThat(sent.values("X-Forwarded-Prefix")).containsExactly("/sparkhistory/a/-/live/app-1");
      assertThat(sent.values("kubeflow-userid")).containsExactly("alice@example.com");
      assertThat(sent.head).doesNotContain("session", "Bearer", "X-Auth-Token");
      Eventually.that(() -> assertThat(gateway.events.outcomes).containsExactly(Outcome.LIVE));
      assertThat(gateway.events.lines.get(0))
          .isEqualTo("GET " + LIVE + "jobs/?x=1 alice@example.com a 200 0 1");
      assertThat(gateway.touched).isEmpty();
      assertThat(gateway.woken).isEmpty();
      assertThat(gateway.asked).hasValue(0);
    }
  }

  @Test
  void whatADriverSendsIsConfinedToItsOwnPaths() throws IOException {
    try (RawOrigin driver =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 302 Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n"
                            + "Set-Cookie: c=1; Domain=example.com; Path=/\r\n"
                            + "Clear-Site-Data: \"*\"\r\nLocation: http://"
                            + e.values("Host").get(0)
                            + "/jobs/\r\n\r\n"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      RawClient.Answer answer = ask(gateway, LIVE, HTML);

      assertThat(answer.value("Location")).isEqualTo(LIVE + "jobs/");
      assertThat(answer.value("Set-Cookie")).isEqualTo("c=1; Path=" + LIVE);
      assertThat(answer.values("Clear-Site-Data")).isEmpty();
      assertThat(answer.value("Content-Security-Policy"))
          .contains("connect-src gw" + LIVE + ";")
          .contains("form-action gw" + LIVE + ";");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sparkhistory/a/jobs/", "/sparkhistory/b/-/live/app-1/"})
  void aRedirectOfADriverLeadsNowhereElseOnThisHost(String where) throws IOException {
    try (RawOrigin driver =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://gw"
                            + where
                            + "\r\n\r\n"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE, HTML).value("Location"))
          .isEqualTo("/sparkhistory/a/-/live/app-1" + where);
    }
  }

  @Test
  void noConnectionIsSharedBetweenApplicationsAndTheHistoryServer() throws IOException {
    try (RawOrigin same = new RawOrigin(e -> e.ok("x"));
        Gateway gateway =
            new Gateway().tenant("a", same).driver("a", "app-1", same).driver("a", "app-2", same)) {
      for (String path : new String[] {LIVE, "/sparkhistory/a/-/live/app-2/", "/sparkhistory/a/"}) {
        assertThat(ask(gateway, path, ALICE).status()).isEqualTo(200);
        assertThat(ask(gateway, path, ALICE).status()).isEqualTo(200);
      }
      assertThat(same.connections).hasValue(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"bob@example.com, jobs/", "viewer@example.com, jobs/job/kill/?id=1"})
  void whoMayNotIsRefusedAndTheDriverIsNotAsked(String user, String path) throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      RawClient.Answer answer =
          ask(
              gateway,
              LIVE + path,
              "kubeflow-userid: " + user + "\r\nReferer: http://gw" + LIVE + "jobs/\r\n");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(driver.received).isEmpty();
    }
  }

  @Test
  void theViewerLooks() throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE + "jobs/", "kubeflow-userid: viewer@example.com\r\n").body())
          .isEqualTo("x");
    }
  }

  @Test
  void aKillIsPassedOnForAPageOfTheApplicationOnly() throws IOException {
    String kill = LIVE + "jobs/job/kill/?id=1";
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      RawClient.Answer foreign = ask(gateway, kill, HTML + "Referer: http://gw/other\r\n");
      assertThat(foreign.status()).isEqualTo(403);
      assertThat(foreign.body()).contains("not asked for by the application").contains(LIVE);
      assertThat(ask(gateway, kill, HTML).status()).isEqualTo(403);
      String own = "REFERER: http://gw" + LIVE + "jobs/\r\n";
      assertThat(ask(gateway, kill, HTML + own + own).status()).isEqualTo(403);
      assertThat(driver.received).isEmpty();

      assertThat(ask(gateway, kill, HTML + own + "Sec-Fetch-Site: same-origin\r\n").status())
          .isEqualTo(200);
      assertThat(driver.received.get(0).head).doesNotContain("REFERER", "Sec-Fetch-Site");
    }
  }

  @Test
  void whatHasEndedLeadsAPersonToTheHistoryAndTellsAProgram() throws IOException {
    try (Gateway gateway = new Gateway().asleep("a")) {
      RawClient.Answer person = ask(gateway, LIVE + "jobs/job/?id=3", HTML);
      assertThat(person.status()).isEqualTo(302);
      assertThat(person.value("Location"))
          .isEqualTo("/sparkhistory/a/history/app-1/jobs/job/?id=3");

      String api = "api/v1/applications/app-1/jobs";
      RawClient.Answer program = ask(gateway, LIVE + api, ALICE);
      assertThat(program.status()).isEqualTo(404);
      assertThat(program.body())
          .contains("\"outcome\":\"live_ended\"")
          .contains("\"example\":\"/sparkhistory/a/" + api + "\"");
      // Java's own client asks for HTML, too
      assertThat(ask(gateway, LIVE + api, HTML).status()).isEqualTo(404);
      assertThat(gateway.woken).isEmpty();
    }
  }

  @Test
  void anApplicationThatEndsWhileItIsWatchedLeadsToItsHistory() throws IOException {
    RawOrigin driver = new RawOrigin(e -> e.ok("x"));
    try (Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE + "jobs/", HTML).status()).isEqualTo(200);
      driver.close();
      try (RawClient client = gateway.client()) {
        client.send("GET " + LIVE + "jobs/ HTTP/1.1\r\nHost: gw\r\n" + HTML + "\r\n");
        gateway.drivers.clear();
        RawClient.Answer answer = client.read();
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.value("Location")).isEqualTo("/sparkhistory/a/history/app-1/jobs/");
      }
    }
  }

  @Test
  void aDriverThatIsNotThereHasAPageOfItsOwn() throws IOException {
    RawOrigin driver = new RawOrigin(e -> e.ok("x"));
    try (Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      driver.close();
      RawClient.Answer answer = ask(gateway, LIVE, HTML);
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.body())
          .contains("The application does not answer")
          .contains("href=\"/sparkhistory/a/history/app-1/\"");
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.LIVE_FAILED));
    }
  }

  @Test
  void aDriverThatHangsIsGivenUpAndNotAskedTwice() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.response = Duration.ofMillis(300);
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin driver = new RawOrigin(e -> Eventually.happens(go));
        Gateway gateway = new Gateway(limits).driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE + "jobs/", HTML).status()).isEqualTo(504);
      assertThat(driver.received).hasSize(1);
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.LIVE_TIMEOUT));
    } finally {
      go.countDown();
    }
  }

  @Test
  void aDriverThatStartsIsSaidToStart() throws IOException {
    try (Gateway gateway = new Gateway()) {
      gateway.drivers.put("a app-1", new Driver.Starting());
      RawClient.Answer answer = ask(gateway, LIVE, HTML);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.body()).contains("The application is starting");
      assertThat(answer.value("Retry-After")).isEqualTo("5");
    }
  }

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
        RawClient.Answer page = ask(gateway, LIVE + "jobs/", HTML);
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
      RawClient.Answer page = ask(gateway, LIVE + "jobs/", HTML);
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
      RawClient.Answer page = ask(gateway, LIVE + "jobs/", HTML);
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
      RawClient.Answer answer = ask(gateway, LIVE + "jobs/", HTML);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body()).isEqualTo(body);
      try (RawClient client = gateway.client()) {
        client.send("HEAD " + LIVE + "jobs/ HTTP/1.1\r\nHost: gw\r\n" + HTML + "\r\n");
        assertThat(client.readHeadOnly().status()).isEqualTo(status);
      }
    }
  }

  @Test
  void aRefusalThatBreaksOffIsSaidToBeNoAnswer() throws IOException {
    try (RawOrigin driver =
            new RawOrigin(
                e -> {
                  e.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 19\r\n\r\nRBAC: acc");
                  e.socket.close();
                });
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE + "jobs/", HTML).status()).isEqualTo(502);
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.LIVE_FAILED));
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

  /** What a driver says whose job sets {@code spark.ui.proxyBase}. */
  private static RawOrigin.Script linksTo(String base) {
    return e ->
        e.ok(
            e.requestLine().equals("GET /executors/ HTTP/1.1")
                ? "<html><head><link href=\"" + base + "/static/webui.css\"></head></html>"
                : "a page");
  }

  @Test
  void whoEntersAnApplicationWhoseLinksLeadElsewhereIsToldWhere() throws IOException {
    try (RawOrigin driver = new RawOrigin(linksTo("/ns-a/daily-revenue"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      for (int visit = 0; visit < 3; visit++) {
        RawClient.Answer told = ask(gateway, LIVE, HTML);
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.body())
            .contains("The links of this application lead elsewhere")
            .contains(">/ns-a/daily-revenue<")
            .contains("href=\"" + LIVE + "jobs/\"");
      }
      RawOrigin.Exchanged asked = driver.received.get(0);
      assertThat(asked.values("X-Forwarded-Context")).containsExactly(LIVE.replaceFirst("/$", ""));
      assertThat(asked.head).doesNotContain("alice");
      assertThat(driver.received).hasSize(1);

      assertThat(ask(gateway, LIVE + "jobs/", HTML).body()).isEqualTo("a page");
      assertThat(ask(gateway, LIVE, ALICE).body()).isEqualTo("a page");
      assertThat(ask(gateway, LIVE, HTML + "Sec-Purpose: prefetch\r\n").body()).isEqualTo("a page");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sparkhistory/a/-/live/app-1", "", "/<script>alert(1)</script>"})
  void whoEntersAnApplicationWithLinksOfItsOwnSeesIt(String base) throws IOException {
    try (RawOrigin driver = new RawOrigin(linksTo(base));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE, HTML).body()).isEqualTo("a page");
      assertThat(ask(gateway, LIVE + "?x", HTML).body()).isEqualTo("a page");
      assertThat(driver.received).hasSize(3);
    }
  }

  @Test
  void aDriverThatDoesNotSayWhereItsLinksLeadIsShownAndAskedAgain() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin driver =
            new RawOrigin(
                e -> {
                  if (e.requestLine().startsWith("GET /executors/")) {
                    e.send("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<html>");
                    Eventually.happens(go);
                  } else {
                    e.ok("a page");
                  }
                });
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE, HTML).body()).isEqualTo("a page");
      assertThat(ask(gateway, LIVE, HTML).body()).isEqualTo("a page");
      assertThat(driver.received).hasSize(4);
    } finally {
      go.countDown();
    }
  }

  @Test
  void theListLeadsToWhatRuns() throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, "/sparkhistory/a/-/live/", HTML).body())
          .contains("href=\"" + LIVE + "\"");
      assertThat(ask(gateway, "/sparkhistory/a/-/live/", ALICE).body())
          .contains("{\"id\":\"app-1\",\"name\":\"job\",\"state\":\"running\",\"url\":\"" + LIVE);
      assertThat(driver.received).isEmpty();
    }
  }

  @Test
  void theLinkOfAnApplicationLeadsToItWhereverItIs() throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().asleep("a").asleep("ab").asleep("b")) {
      gateway.driver("ab", "app-1", driver).driver("b", "app-1", driver);
      RawClient.Answer one = ask(gateway, "/sparkhistory/-/app/app-1", HTML);
      assertThat(one.status()).isEqualTo(302);
      assertThat(one.value("Location")).isEqualTo("/sparkhistory/ab/-/live/app-1/");

      gateway.driver("a", "app-1", driver);
      RawClient.Answer several = ask(gateway, "/sparkhistory/-/app/app-1", HTML);
      assertThat(several.status()).isEqualTo(200);
      assertThat(several.body())
          .contains("href=\"/sparkhistory/a/-/live/app-1/\"")
          .contains("href=\"/sparkhistory/ab/-/live/app-1/\"")
          .doesNotContain("/sparkhistory/b/");

      RawClient.Answer none = ask(gateway, "/sparkhistory/-/app/app-2", HTML);
      assertThat(none.body())
          .contains("href=\"/sparkhistory/a/history/app-2/\"")
          .contains("href=\"/sparkhistory/ab/history/app-2/\"")
          .doesNotContain("/sparkhistory/b/");

      gateway.lists("ab", "app-2", "job");
      assertThat(ask(gateway, "/sparkhistory/-/app/app-2", HTML).value("Location"))
          .isEqualTo("/sparkhistory/ab/history/app-2/");

      gateway.tenants.remove(new Tenant("ab"));
      assertThat(ask(gateway, "/sparkhistory/-/app/app-2", HTML).value("Location"))
          .isEqualTo("/sparkhistory/a/history/app-2/");
    }
  }
}
