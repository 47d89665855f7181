package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.http.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who a request comes from, and over which way, is what the gateway says: no spelling, doubling,
 * folding or encoding of a field makes a history server believe the client instead.
 */
@ExtendWith(BufferLeaks.class)
class IdentityIT {
  /** Each of the gateway's own fields arrives once; names are folded as careless servers do. */
  private static final List<String> OWN =
      List.of(
          "host",
          "kubeflowuserid",
          "xforwardedfor",
          "xforwardedproto",
          "xforwardedhost",
          "xforwardedprefix",
          "xforwardedcontext",
          "via");

  private static RawOrigin origin;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws IOException {
    origin =
        new RawOrigin(
            e -> e.ok(e.values("Transfer-Encoding").isEmpty() ? "seen" : e.readChunked()));
    gateway = new Gateway().tenant("a", origin);
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @BeforeEach
  void forget() {
    origin.received.clear();
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/http/identity.csv", delimiter = '|', numLinesToSkip = 1)
  void onlyTheGatewaySaysWhoAsks(String what, String lines, int status, String arrives)
      throws IOException {
    String head = "GET /sparkhistory/a/ HTTP/1.1¶Host: gw¶" + (lines == null ? "" : lines) + "¶";
    try (RawClient client = gateway.client()) {
      client.send(new String(Wire.bytes(head), ISO_8859_1));
      Response response = client.read();

      assertThat(response.status()).as(what).isEqualTo(status);
      assertThat(origin.received).as(what).hasSize(status == 200 ? 1 : 0);
      assertThat(response.head() + response.body()).doesNotContain("EVIL");
    }
    if (status == 200) {
      arrived(what, arrives);
    }
  }

  private static void arrived(String what, String arrives) {
    RawOrigin.Exchanged got = origin.received.get(0);
    assertThat(got.head).as(what).doesNotContainIgnoringCase("EVIL");
    assertThat(got.values("kubeflow-userid")).as(what).containsExactly(Gateway.ALICE);
    List<String> names =
        got.head
            .lines()
            .skip(1)
            .map(l -> l.replaceFirst(":.*", "").toLowerCase(Locale.ROOT).replaceAll("\\W|_", ""))
            .filter(name -> !name.isEmpty())
            .toList();
    // with what was sent dropped, nothing but the gateway's own is there
    assertThat(names).as(what).containsExactlyInAnyOrderElementsOf(OWN);
    if (!arrives.equals("-")) {
      assertThat(got.head.lines()).as(what).contains(arrives);
    }
  }

  /** Fields that come after the body are too late to say who asks, and never passed on as such. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubeflow-userid",
        "KUBEFLOW-USERID",
        "kubeflow_userid",
        "kubeflow-groups",
        "Authorization",
        "Cookie",
        "Host",
        "Connection",
        "Forwarded",
        "X-Forwarded-For",
        "X-Forwarded-Prefix",
        "X-Forwarded-Client-Cert",
        "X-Real-IP",
        "X-Envoy-Internal",
        "Impersonate-User",
        "Content-Length",
        "Transfer-Encoding",
        "Trailer",
        "Content-Type",
        "Cache-Control"
      })
  void noTrailerSaysWhoAsks(String name) throws IOException {
    try (RawClient client = gateway.client()) {
      client.send(
          "POST /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
              + (name + ": EVIL\r\n\r\n"));

      assertThat(client.read().body()).isEqualTo("1\r\nx\r\n0\r\n\r\n");
      client.send(
          "POST /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "1\r\nx\r\n0\r\nkubeflow-userid: alice@example.com\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(401);
      assertThat(origin.received).hasSize(1);
    }
  }
}
