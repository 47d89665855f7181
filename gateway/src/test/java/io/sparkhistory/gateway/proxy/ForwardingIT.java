package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that go well, and what becomes of them on their way, over real sockets. */
@ExtendWith(BufferLeaks.class)
class ForwardingIT {
  @Test
  void aRequestArrivesWithoutThePrefixAndItsResponseComesBack() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("hello"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      Response response = client.get("/sparkhistory/a/history/app-1/jobs/?id=3&x=%2F").read();

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("hello");
      assertThat(origin.received.get(0).requestLine())
          .isEqualTo("GET /history/app-1/jobs/?id=3&x=%2F HTTP/1.1");
      Eventually.that(() -> assertThat(gateway.events.outcomes).containsExactly(Outcome.FORWARDED));
      Eventually.that(
          () ->
              assertThat(gateway.events.lines)
                  .containsExactly(
                      "GET /sparkhistory/a/history/app-1/jobs/?id=3&x=%2F alice@example.com a 200 0 5"));
      Eventually.that(() -> assertThat(gateway.touched).containsExactly(new Tenant("a")));
    }
  }

  @Test
  void theHistoryServerIsToldWhoLooksAndWhereItStands() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(""));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/", "X-Forwarded-For: 192.0.2.7\r\n").read();

      RawOrigin.Exchanged got = origin.received.get(0);
      assertThat(got.values("Host")).containsExactly("127.0.0.1:" + origin.port());
      assertThat(got.values("kubeflow-userid")).containsExactly("alice@example.com");
      assertThat(got.values("X-Forwarded-Prefix")).containsExactly("/sparkhistory/a");
      assertThat(got.values("X-Forwarded-Context")).containsExactly("/sparkhistory/a");
      assertThat(got.values("X-Forwarded-Host")).containsExactly("gw.example");
      assertThat(got.values("X-Forwarded-Proto")).containsExactly("http");
      assertThat(String.join(", ", got.values("X-Forwarded-For")))
          .isEqualTo("192.0.2.7, 127.0.0.1");
    }
  }

  @Test
  void noCredentialAndNoSecondIdentityEverArrives() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(""));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client
          .get(
              "/sparkhistory/a/",
              "Authorization: Bearer SECRET-1\r\n",
              "Cookie: oauth2_proxy_kubeflow=SECRET-2; theme=dark\r\n",
              "Proxy-Authorization: Basic SECRET-3\r\n",
              "X-Auth-Request-Access-Token: SECRET-4\r\n",
              "kubeflow_userid: SECRET-5\r\n",
              "kubeflow-groups: SECRET-6\r\n",
              "X-Forwarded-Client-Cert: SECRET-7\r\n",
              "Connection: close, X-Secret\r\n",
              "X-Secret: SECRET-8\r\n",
              "Keep-Alive: SECRET-9\r\n",
              "TE: SECRET-10\r\n",
              "Upgrade: h2c\r\n",
              "HTTP2-Settings: SECRET-11\r\n",
              "Cache-Control: no-cache\r\n")
          .read();

      RawOrigin.Exchanged got = origin.received.get(0);
      assertThat(got.head).doesNotContain("SECRET").doesNotContainIgnoringCase("upgrade");
      assertThat(got.values("Cache-Control")).containsExactly("no-cache");
      assertThat(got.values("kubeflow-userid")).containsExactly("alice@example.com");
    }
  }

  @Test
  void aHostThatIsNotOursIs421() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(""));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(
          "GET /sparkhistory/a/ HTTP/1.1\r\nHost: evil.example\r\n"
              + "kubeflow-userid: alice@example.com\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(421);
      assertThat(origin.received).isEmpty();
    }
  }

  @Test
  void connectionsAreKeptOnBothSides() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.get("/sparkhistory/a/" + i).read().status()).isEqualTo(200);
      }

      assertThat(origin.received).hasSize(5);
      assertThat(origin.connections).hasValue(1);
    }
  }

  @Test
  void aConnectionOfOneTenantNeverServesAnother() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().tenant("a", origin).tenant("a2", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/").read();
      client.get("/sparkhistory/a2/").read();

      assertThat(origin.connections).hasValue(2);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(e.requestLine().split(" ")[1]));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      String line = " HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n\r\n";
      client.send(
          "GET /sparkhistory/a/1"
              + line
              + "GET /sparkhistory/b/2"
              + line
              + "GET /sparkhistory/a/3"
              + line);

      assertThat(client.read().body()).isEqualTo("/1");
      assertThat(client.read().status()).isEqualTo(403);
      assertThat(client.read().body()).isEqualTo("/3");
    }
  }

  @Test
  void aRequestMayArriveByteByByte() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(e.readBytes(5)));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      String request =
          "POST /sparkhistory/a/x HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
              + "Content-Length: 5\r\n\r\nworld";
      for (int i = 0; i < request.length(); i++) {
        client.send(request.substring(i, i + 1));
      }

      assertThat(client.read().body()).isEqualTo("world");
    }
  }

  @Test
  void chunkedRequestsArriveChunked() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(e.readChunked()));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(
          RawClient.POST
              + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n");

      assertThat(client.read().body()).contains("abc").contains("defg").doesNotContain("x=y");
      assertThat(client.get("/sparkhistory/b/").read().status()).isEqualTo(403);
    }
  }

  @Test
  void anUpgradeIsAnsweredWithoutUpgrading() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("plain"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      Response response =
          client
              .get(
                  "/sparkhistory/a/",
                  "Connection: Upgrade\r\n",
                  "Upgrade: websocket\r\n",
                  "Sec-WebSocket-Key: x\r\n")
              .read();

      assertThat(response.status()).isEqualTo(200);
      assertThat(origin.received.get(0).head.toLowerCase(Locale.ROOT)).doesNotContain("upgrade");
    }
  }

  @Test
  void apiClientsAreHeldUntilTheServerIsAwake() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("awake"));
        Gateway gateway = new Gateway().asleep("a");
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/api/v1/applications", "Accept: application/json\r\n");
      Eventually.that(() -> assertThat(gateway.woken).isNotEmpty());
      gateway.tenant("a", origin);

      assertThat(client.read().body()).isEqualTo("awake");
    }
  }

  @Test
  void browsersAreShownThatTheyWait() throws IOException {
    try (Gateway gateway = new Gateway().asleep("a");
        RawClient client = gateway.client()) {
      Response response = client.get("/sparkhistory/a/history/x", "Accept: text/html\r\n").read();

      assertThat(response.status()).isEqualTo(503);
      assertThat(response.values("Retry-After")).hasSize(1);
      assertThat(response.value("Content-Type")).startsWith("text/html");
      Eventually.that(() -> assertThat(gateway.events.outcomes).containsExactly(Outcome.WAITING));
    }
  }
}
