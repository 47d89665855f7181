package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.FreePort;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.fixture.Packaged;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every response in the gateway's own words has, as it is on the wire. */
@ExtendWith(BufferLeaks.class)
class LocalResponsesIT {
  private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";
  private static final String PAGE =
      "default-src 'none'; script-src 'nonce-[A-Za-z0-9+/]{22}=='; style-src"
          + " 'nonce-[A-Za-z0-9+/]{22}=='; img-src 'self'; connect-src 'self'; frame-ancestors"
          + " 'self'; base-uri 'none'; form-action 'self'";

  /** Asks once, with more field lines, each ending in CRLF. */
  private static RawClient.Response ask(String method, String target, String lines)
      throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.body = 10;
    try (RawOrigin origin = new RawOrigin(e -> e.send("ICY 200 OK\r\n\r\n"));
        Gateway gateway = new Gateway(limits)) {
      gateway.tenant("a-nonsense", origin).tenant("a-gone", "127.0.0.1", FreePort.next());
      gateway.tenants.put(new Tenant("a-asleep"), new Backend.Asleep(Duration.ZERO));
      gateway.tenants.put(
          new Tenant("a-failed"), new Backend.Failed("No such bucket.", "Make it."));
      try (RawClient client = gateway.client()) {
        client.send(method + " " + target + " HTTP/1.1\r\n" + lines + "\r\n");
        return client.read();
      }
    }
  }

  private static final String HOST = "Host: gw\r\n";
  private static final String ALICE = HOST + "kubeflow-userid: alice@example.com\r\n";
  private static final String HTML = "Accept: text/html\r\n";

  private static void isSafe(RawClient.Response response, String policy) {
    assertThat(response.value("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(response.value("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(response.value("Content-Security-Policy")).matches(policy);
    assertThat(response.value("Cache-Control")).isEqualTo("no-store");
    assertThat(response.values("Content-Type")).doesNotContain("");
    saysNotWhatRuns(response);
  }

  private static void saysNotWhatRuns(RawClient.Response response) {
    assertThat(response.values("Server")).isEmpty();
    assertThat(response.values("Via")).isEmpty();
    assertThat(response.values("X-Powered-By")).isEmpty();
    assertThat(response.head() + response.body())
        .doesNotContainIgnoringCase("netty")
        .doesNotContain("0.1.0");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /sparkhistory/, 200",
    "GET, /nowhere, 404",
    "GET, /sparkhistory/b/, 403",
    "GET, /sparkhistory/api/, 404",
    "GET, /sparkhistory/a-none/, 404",
    "GET, /sparkhistory/a-asleep/, 503",
    "GET, /sparkhistory/a-failed/, 503",
    "GET, /sparkhistory/a-gone/, 502",
    "GET, /sparkhistory/a-nonsense/, 502",
    "GET, /sparkhistory/a/%2e%2e/x, 400",
    "PUT, /sparkhistory/, 405",
    "TRACE, /sparkhistory/a-gone/, 405"
  })
  void pagesAndProblemsAreNeitherStoredNorGuessedNorFramedByOthers(
      String method, String target, int status) throws IOException {
    RawClient.Response page = ask(method, target, ALICE + HTML);
    RawClient.Response problem =
        ask(method, target, ALICE + (status == 503 ? "Purpose: prefetch\r\n" : ""));

    assertThat(page.status()).isEqualTo(status);
    assertThat(page.value("Content-Type")).isEqualTo("text/html; charset=utf-8");
    isSafe(page, PAGE);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.value("Content-Type")).startsWith("application/");
    isSafe(problem, NOTHING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        HOST,
        ALICE + "kubeflow-userid: bob@example.com\r\n",
        ALICE + "a b: c\r\n",
        ALICE + "Content-Length: 11\r\n",
        ALICE + "Expect: something\r\n",
        "Host: evil.example\r\n",
      })
  void soIsWhatRefusesARequestThatCannotBeRead(String lines) throws IOException {
    RawClient.Response response = ask("POST", "/sparkhistory/a-gone/", lines);

    assertThat(response.status()).isBetween(400, 431);
    isSafe(response, NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /sparkhistory, 308",
    "GET, /sparkhistory/a, 308",
    "GET, /sparkhistory/-/status/a-asleep, 200",
    "POST, /sparkhistory/-/status/a-failed, 200",
    "GET, /sparkhistory/-/assets/no-such-file, 404"
  })
  void soAreRedirectsAndStates(String method, String target, int status) throws IOException {
    RawClient.Response response = ask(method, target, ALICE);

    assertThat(response.status()).isEqualTo(status);
    isSafe(response, NOTHING);
  }

  @Test
  void theIconMayBeKeptAndNothingElse() throws IOException {
    RawClient.Response response = ask("GET", "/sparkhistory/-/assets/icon.svg", ALICE);

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.value("Cache-Control")).isEqualTo("private, max-age=86400");
    assertThat(response.value("Content-Security-Policy")).isEqualTo("default-src 'none'");
    assertThat(response.value("X-Content-Type-Options")).isEqualTo("nosniff");
    saysNotWhatRuns(response);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/readyz", "/metrics", "/nowhere"})
  void theAdminAddressSaysNoMore(String path, @TempDir Path folder) throws IOException {
    Path tenants =
        Packaged.tenants(folder, "a: {address: \"127.0.0.1:9\", users: [alice@example.com]}");
    try (Packaged gateway = Packaged.start(folder, Packaged.Options.of("--tenants=" + tenants))) {
      var fields = gateway.admin(path).headers();
      assertThat(fields.firstValue("Server")).isEmpty();
      assertThat(fields.firstValue("Cache-Control")).hasValue("no-store");
      assertThat(fields.firstValue("X-Content-Type-Options")).hasValue("nosniff");
      assertThat(fields.firstValue("Content-Type").orElse("")).doesNotContain("html");
    }
  }
}
