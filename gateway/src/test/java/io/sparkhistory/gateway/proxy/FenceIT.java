package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The policy around the documents of history servers, over real sockets. */
@ExtendWith(BufferLeaks.class)
class FenceIT {
  private static final String POLICY = "Content-Security-Policy";
  private static final String REPORT_ONLY = "Content-Security-Policy-Report-Only";
  private static final String REPORTS = "/sparkhistory/-/fence-reports";
  private static final String HTML =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html;charset=utf-8\r\nContent-Length: 6\r\n\r\n<html>";
  private static final String ALICE = "kubeflow-userid: alice@example.com\r\n";

  @Test
  void aPageIsConfinedToItsNamespaceOfTheHostThatWasAsked() throws IOException {
    Response response = get(Fence.Mode.ON, HTML);

    assertThat(response.value(POLICY))
        .startsWith("default-src 'none'; script-src gw.example/sparkhistory/a/ 'unsafe-inline';")
        .contains("; connect-src gw.example/sparkhistory/a/;")
        .contains("; frame-ancestors 'self'; sandbox allow-downloads allow-forms ")
        .doesNotContain("allow-popups", "allow-top-navigation");
    assertThat(response.values(REPORT_ONLY)).isEmpty();
    assertThat(response.body()).isEqualTo("<html>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404 Not Found",
        "500 Server Error",
        "302 Found",
        "304 Not Modified",
        "401 Unauthorized"
      })
  void soIsOneOfAnyStatusAndWithoutAType(String status) throws IOException {
    String head = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n";

    assertThat(get(Fence.Mode.ON, head + "\r\n").value(POLICY)).startsWith("default-src 'none'");
    assertThat(get(Fence.Mode.ON, head + "Content-Type: text/html\r\n\r\n").value(POLICY))
        .startsWith("default-src 'none'");
  }

  @Test
  void policiesOfTheServerStayAndOneIsAdded() throws IOException {
    String own = "content-security-policy: script-src 'nonce-1'\r\n";
    String other = "Content-Security-Policy: default-src *, img-src 'none'\r\n";

    Response response =
        get(Fence.Mode.ON, HTML.replace("Content-Length", own + other + "Content-Length"));

    assertThat(response.head()).contains(own).contains(other);
    assertThat(response.values(POLICY)).hasSize(3);
    assertThat(response.values(POLICY).get(2)).contains("connect-src gw.example/sparkhistory/a/;");
  }

  /** What a server names in Connection is for the gateway, but the gateway's own is not. */
  @Test
  void aServerCannotTakeItAway() throws IOException {
    String connection = "Connection: content-security-policy, content-type\r\n";

    assertThat(
            get(Fence.Mode.ON, HTML.replace("Content-Length", connection + "Content-Length"))
                .value(POLICY))
        .contains("connect-src gw.example/sparkhistory/a/;");
  }

  @Test
  void theResponseToHeadHasIt() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.send(HTML.replace("<html>", "")));
        Gateway gateway = gateway(Fence.Mode.ON).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send("HEAD /sparkhistory/a/ HTTP/1.1\r\nHost: gw:8443\r\n" + ALICE + "\r\n");

      assertThat(client.readHeadOnly().value(POLICY))
          .contains("connect-src gw:8443/sparkhistory/a/;");
    }
  }

  @Test
  void aCompressedPageIsPassedOnAsItIs() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n";

    Response response =
        get(
            Fence.Mode.ON,
            head + "Transfer-Encoding: chunked\r\n\r\n3\r\n\u001f\u008b\b\r\n0\r\n\r\n");

    assertThat(response.values(POLICY)).hasSize(1);
    assertThat(response.value("Content-Encoding")).isEqualTo("gzip");
    assertThat(response.body()).isEqualTo("\u001f\u008b\b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/css", "text/javascript;charset=utf-8"})
  void whatIsNoDocumentHasNone(String type) throws IOException {
    for (Fence.Mode mode : Fence.Mode.values()) {
      Response response = get(mode, HTML.replace("text/html;charset=utf-8", type));

      assertThat(response.head()).doesNotContainIgnoringCase(POLICY);
    }
  }

  @Test
  void interimResponsesHaveNone() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(e -> e.send("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" + HTML));
        Gateway gateway = gateway(Fence.Mode.ON).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/");

      assertThat(client.readHeadOnly().head()).startsWith("HTTP/1.1 103").doesNotContain(POLICY);
      assertThat(client.read().values(POLICY)).hasSize(1);
    }
  }

  @Test
  void aClientThatNamesNoHostGetsTheStrictestPolicy() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.send(HTML));
        Gateway gateway = gateway(Fence.Mode.ON).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send("GET /sparkhistory/a/ HTTP/1.0\r\n" + ALICE + "\r\n");

      assertThat(client.read().value(POLICY))
          .startsWith("default-src 'none'; form-action 'none';")
          .doesNotContain("sparkhistory");
    }
  }

  @Test
  void reportsOnlyNothingIsBlocked() throws IOException {
    Response response = get(Fence.Mode.REPORT, HTML);

    assertThat(response.value(REPORT_ONLY))
        .contains("; connect-src gw.example/sparkhistory/a/;")
        .endsWith("; report-uri " + REPORTS);
    assertThat(response.values(POLICY)).isEmpty();
  }

  @Test
  void offNothingIsAdded() throws IOException {
    assertThat(get(Fence.Mode.OFF, HTML).head()).doesNotContainIgnoringCase(POLICY);
  }

  @Test
  void pagesOfTheGatewayHaveTheirOwn() throws IOException {
    try (Gateway gateway = gateway(Fence.Mode.ON).asleep("a");
        RawClient client = gateway.client()) {
      Response response = client.get("/sparkhistory/a/", "Accept: text/html\r\n").read();

      assertThat(response.value(POLICY)).contains("script-src 'nonce-");
    }
  }

  @Test
  void reportsAreCountedAndTheConnectionGoesWithTheUnreadBody() throws IOException {
    String report = "{\"csp-report\":{\"blocked-uri\":\"http://gw/secret\"}}";
    try (Gateway gateway = gateway(Fence.Mode.REPORT)) {
      for (int i = 0; i < 3; i++) {
        try (RawClient client = gateway.client()) {
          Response response = report(client, ALICE, "POST", report);

          assertThat(response.status()).isEqualTo(200);
          assertThat(response.body()).isEmpty();
          assertThat(response.value("Connection")).isEqualTo("close");
        }
      }
      assertThat(gateway.events.fenceReports).hasValue(3);
      assertThat(gateway.events.outcomes).containsOnly(Outcome.OWN);
      assertThat(gateway.events.lines).noneMatch(line -> line.contains("secret"));
    }
  }

  @Test
  void reportsOfStrangersAreRefused() throws IOException {
    try (Gateway gateway = gateway(Fence.Mode.REPORT)) {
      try (RawClient client = gateway.client()) {
        assertThat(report(client, "", "POST", "{}").status()).isEqualTo(401);
      }
      for (String method : List.of("PUT", "GET", "DELETE")) {
        try (RawClient client = gateway.client()) {
          assertThat(report(client, ALICE, method, "").status()).isEqualTo(405);
        }
      }
      assertThat(gateway.events.fenceReports).hasValue(0);
    }
  }

  private static Response report(RawClient client, String identity, String method, String body)
      throws IOException {
    return client
        .send(
            method
                + " "
                + REPORTS
                + " HTTP/1.1\r\nHost: gw\r\nContent-Type: application/csp-report\r\n"
                + identity
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
        .read();
  }

  private static Response get(Fence.Mode mode, String response) throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.send(response));
        Gateway gateway = gateway(mode).tenant("a", origin);
        RawClient client = gateway.client()) {
      return client.get("/sparkhistory/a/").read();
    }
  }

  private static Gateway gateway(Fence.Mode mode) throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.fence = mode;
    return new Gateway(limits);
  }
}
