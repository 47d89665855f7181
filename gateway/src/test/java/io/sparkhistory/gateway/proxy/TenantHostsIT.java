package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.routing.TenantHosts;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host for each namespace, as it is on the wire. */
@ExtendWith(BufferLeaks.class)
class TenantHostsIT {
  private static final String MAIN = "hub.example.com:8443";
  private static final String HOST_A = "a.spark.example.com:8443";
  private static final String CSP = "Content-Security-Policy";
  private static final String FRAMED = "frame-ancestors 'self' hub.example.com:8443";

  private RawOrigin origin;
  private Gateway gateway;

  @BeforeEach
  void start() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.hosts = new TenantHosts("spark.example.com", "hub.example.com");
    limits.fence = Fence.Mode.OFF;
    origin =
        new RawOrigin(
            e ->
                e.send(
                    "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nX-Frame-Options: SAMEORIGIN\r\n"
                        + "Content-Security-Policy: script-src 'self'\r\n"
                        + "Set-Cookie: c=1; Domain=spark.example.com; Path=/\r\nLocation: http://"
                        + e.values("X-Forwarded-Host").get(0)
                        + "/history/app-1/\r\n\r\n"));
    gateway = new Gateway(limits);
    gateway.tenant("a", origin).tenant("ab", origin).asleep("a-asleep");
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  private RawClient.Response ask(String method, String host, String target, String lines)
      throws IOException {
    try (RawClient client = gateway.client()) {
      client.send(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + lines + "\r\n");
      return method.equals("HEAD") ? client.readHeadOnly() : client.read();
    }
  }

  private static final String ALICE =
      "kubeflow-userid: alice@example.com\r\nX-Forwarded-Proto: https\r\n";
  private static final String HTML = ALICE + "Accept: text/html\r\n";

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void aDocumentOnTheMainHostIsRedirectedAndTheRedirectIsNotKept(String method) throws IOException {
    RawClient.Response response = ask(method, MAIN, "/sparkhistory/a/jobs/?x=1&y=%2F", HTML);

    assertThat(response.status()).isEqualTo(307);
    assertThat(response.value("Location"))
        .isEqualTo("https://a.spark.example.com:8443/sparkhistory/a/jobs/?x=1&y=%2F");
    assertThat(response.value("Cache-Control")).isEqualTo("no-store");
    assertThat(origin.received).isEmpty();
    Eventually.that(() -> assertThat(gateway.events.outcomes).containsExactly(Outcome.REDIRECTED));
    assertThat(gateway.events.lines.get(0))
        .isEqualTo(method + " /sparkhistory/a/jobs/?x=1&y=%2F alice@example.com a 307 0 0");
  }

  @Test
  void theSchemeIsPlainWhereNobodySaysOtherwise() throws IOException {
    for (String proto : new String[] {"", "X-Forwarded-Proto: wss\r\n"}) {
      String lines = "kubeflow-userid: alice@example.com\r\n" + proto;
      assertThat(ask("GET", "localhost:8080", "/sparkhistory/a/", lines).value("Location"))
          .isEqualTo("http://a.spark.example.com:8080/sparkhistory/a/");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, hub.example.com, /sparkhistory/a/x, https://a.spark.example.com/sparkhistory/a/x",
    "GET, a.spark.example.com, /sparkhistory/ab/, https://ab.spark.example.com/sparkhistory/ab/",
    "GET, a.spark.example.com, /sparkhistory/-/status/ab, https://ab.spark.example.com/sparkhistory/-/status/ab",
    "GET, a.spark.example.com, /dashboard, https://hub.example.com/dashboard",
    "GET, x.a.spark.example.com, /sparkhistory/a/, https://a.spark.example.com/sparkhistory/a/"
  })
  void whatAHostDoesNotServeIsMisdirectedAndThePageNamesTheAddress(
      String method, String host, String target, String address) throws IOException {
    RawClient.Response page = ask(method, host, target, HTML);
    RawClient.Response problem = ask(method, host, target, ALICE);

    assertThat(page.status()).isEqualTo(421);
    assertThat(page.body()).contains("<code id=\"example\">" + address + "</code>");
    assertThat(problem.status()).isEqualTo(421);
    assertThat(problem.value("Content-Type")).isEqualTo("application/problem+json");
    assertThat(problem.body()).contains("\"example\":\"" + address + "\"");
    assertThat(origin.received).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {MAIN, HOST_A, "x.a.spark.example.com"})
  void whoAsksIsDemandedOnEveryHost(String host) throws IOException {
    for (String path : new String[] {"a/", "a/api/v1/version", "-/status/a", ""}) {
      assertThat(ask("GET", host, "/sparkhistory/" + path, "").status()).isEqualTo(401);
    }
    assertThat(origin.received).isEmpty();
  }

  @Test
  void onItsHostANamespaceIsForwardedToAndTheDashboardMayFrameIt() throws IOException {
    RawClient.Response response = ask("GET", HOST_A, "/sparkhistory/a/jobs/", HTML);

    assertThat(response.status()).isEqualTo(302);
    assertThat(response.value("Location")).isEqualTo("/sparkhistory/a/history/app-1/");
    assertThat(response.values(CSP)).containsExactly("script-src 'self'", FRAMED);
    assertThat(response.value("Set-Cookie")).isEqualTo("c=1; Path=/sparkhistory/a/");
    assertThat(gateway.touched).isNotEmpty();
  }

  @Test
  void whatTheMainHostForwardsForProgramsIsNeverADocument() throws IOException {
    for (String method : new String[] {"GET", "HEAD"}) {
      RawClient.Response response = ask(method, MAIN, "/sparkhistory/a/api/v1/version", HTML);
      assertThat(response.values(CSP)).containsExactly("script-src 'self'", "sandbox");
    }
    assertThat(ask("GET", "10.0.0.1:8080", "/sparkhistory/a/api/v1/version", ALICE).values(CSP))
        .containsExactly("script-src 'self'", "sandbox");
    assertThat(ask("GET", MAIN, "/sparkhistory/b/api/v1/version", ALICE).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"ON, Content-Security-Policy", "REPORT, Content-Security-Policy-Report-Only"})
  void theFenceIsThatOfTheHostAndTheDashboardMayFrameIt(Fence.Mode mode, String field)
      throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.hosts = new TenantHosts("spark.example.com", "hub.example.com");
    limits.fence = mode;
    try (Gateway fenced = new Gateway(limits).tenant("a", origin);
        RawClient client = fenced.client()) {
      client.send("GET /sparkhistory/a/ HTTP/1.1\r\nHost: " + HOST_A + "\r\n" + HTML + "\r\n");
      RawClient.Response response = client.read();

      assertThat(response.values(field))
          .anyMatch(
              policy -> policy.contains("connect-src a.spark.example.com:8443/sparkhistory/a/;"))
          .filteredOn(policy -> policy.contains("frame-ancestors"))
          .isNotEmpty()
          .allMatch(policy -> policy.contains(FRAMED));
      assertThat(response.values(CSP)).contains(FRAMED);

      client.send(
          "GET /sparkhistory/a/api/v1/x HTTP/1.1\r\nHost: " + MAIN + "\r\n" + HTML + "\r\n");
      assertThat(client.read().values(CSP)).contains("sandbox");
    }
  }

  @Test
  void theGatewaysOwnPagesOfANamespaceMayBeFramedByTheDashboard() throws IOException {
    RawClient.Response waiting =
        ask("GET", "a-asleep.spark.example.com:8443", "/sparkhistory/a-asleep/", HTML);
    RawClient.Response refused = ask("GET", "b.spark.example.com:8443", "/sparkhistory/b/", HTML);
    RawClient.Response landing = ask("GET", MAIN, "/sparkhistory/", HTML);
    RawClient.Response status = ask("GET", HOST_A, "/sparkhistory/-/status/a", ALICE);

    assertThat(waiting.status()).isEqualTo(503);
    assertThat(waiting.value(CSP)).contains(FRAMED + ";");
    assertThat(waiting.body()).contains("data-status=\"/sparkhistory/-/status/a-asleep\"");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.value(CSP)).contains(FRAMED + ";");
    assertThat(landing.value(CSP)).contains("frame-ancestors 'self';");
    assertThat(status.status()).isEqualTo(200);
    assertThat(status.value(CSP)).isEqualTo("default-src 'none'; frame-ancestors 'none'");
  }

  @Test
  void theLandingPageLinksToTheHostsAndIsOnTheMainHostAlone() throws IOException {
    String url = "https://a.spark.example.com:8443/sparkhistory/a/";
    assertThat(ask("GET", MAIN, "/sparkhistory/", HTML).body()).contains("href=\"" + url + "\"");
    assertThat(ask("GET", MAIN, "/sparkhistory/", ALICE).body())
        .contains("\"url\":\"" + url + "\"");

    RawClient.Response away = ask("GET", HOST_A, "/sparkhistory/", HTML);
    assertThat(away.status()).isEqualTo(307);
    assertThat(away.value("Location")).isEqualTo("https://hub.example.com:8443/sparkhistory/");
    assertThat(ask("GET", HOST_A, "/", HTML).value("Location")).isEqualTo(url);
  }

  @Test
  void withoutThemNothingOfThisHappens() throws IOException {
    Gateway.Limits off = new Gateway.Limits();
    off.fence = Fence.Mode.OFF;
    try (Gateway plain = new Gateway(off).tenant("a", origin);
        RawClient client = plain.client()) {
      RawClient.Response response = client.get("/sparkhistory/a/").read();
      assertThat(response.status()).isEqualTo(302);
      assertThat(response.values(CSP)).containsExactly("script-src 'self'");
    }
  }
}
