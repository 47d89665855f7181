package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.OriginScripts;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.routing.LocationRewrite;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of a history server that go well, however they are framed, over real sockets. */
@ExtendWith(BufferLeaks.class)
class ForwardedResponsesIT {
  private static final String PUT_EXPECTING =
      "PUT /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
          + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n";

  @Test
  void headHasNoBodyButTheLength() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(e -> e.send("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 2; i++) {
        client.send(
            "HEAD /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\n"
                + "kubeflow-userid: alice@example.com\r\n\r\n");
        assertThat(client.readHeadOnly().value("Content-Length")).isEqualTo("1234");
      }
      assertThat(origin.connections).hasValue(1);
      assertThat(gateway.touched).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"204 No Content", "304 Not Modified"})
  void responsesWithoutABodyEndWithTheirHead(String status) throws IOException {
    try (RawOrigin origin =
            new RawOrigin(e -> e.send("HTTP/1.1 " + status + "\r\nETag: \"x\"\r\n\r\n"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 2; i++) {
        Response response = client.get("/sparkhistory/a/").read();
        assertThat(response.head()).startsWith("HTTP/1.1 " + status);
        assertThat(response.values("Transfer-Encoding")).isEmpty();
      }
    }
  }

  @Test
  void chunkedResponsesKeepTheirTrailers() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 42\r\n"
                            + "Set-Cookie: no=1\r\n\r\n"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.get("/sparkhistory/a/").read().body()).isEqualTo("hello world|X-Sum: 42");
      }
      assertThat(origin.connections).hasValue(1);
    }
  }

  /**
   * The head, more small chunks than fit behind it into one buffer, and more trailers than that.
   */
  @Test
  void manySmallChunksAndLongTrailersThatComeAtOnceAreAllPassedOn() throws IOException {
    String text = "twenty bytes, whole.";
    String trailer = "X-Long: " + "y".repeat(9000);
    String response =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + ("14\r\n" + text + "\r\n").repeat(3000)
            + "0\r\n"
            + (trailer + "\r\n").repeat(3)
            + "\r\n";
    try (RawOrigin origin = new RawOrigin(e -> e.send(response));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.get("/sparkhistory/a/").read().body())
            .isEqualTo(text.repeat(3000) + ("|" + trailer).repeat(3));
      }
      assertThat(origin.connections).hasValue(1);
    }
  }

  @Test
  void aResponseThatEndsWithTheConnectionIsPassedOnWhole() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                OriginScripts.sendAndClose(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      for (int i = 0; i < 2; i++) {
        assertThat(client.get("/sparkhistory/a/").read().body()).isEqualTo("all of it");
      }
      assertThat(origin.connections).hasValue(2);
    }
  }

  @Test
  void http10ClientsGetNoChunks() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "5\r\nhello\r\n0\r\n\r\n"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(
          "GET /sparkhistory/a/ HTTP/1.0\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n\r\n");
      Response response = client.read();

      assertThat(response.values("Transfer-Encoding")).isEmpty();
      assertThat(response.body()).isEqualTo("hello");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void expect100IsAnsweredByTheHistoryServer() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  assertThat(e.values("Expect")).containsExactly("100-continue");
                  e.send("HTTP/1.1 100 Continue\r\n\r\n");
                  e.ok(e.readBytes(4));
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(PUT_EXPECTING);
      assertThat(client.read().status()).isEqualTo(100);
      client.send("body");

      assertThat(client.read().body()).isEqualTo("body");
      assertThat(client.get("/sparkhistory/b/").read().status()).isEqualTo(403);
    }
  }

  @Test
  void aFinalResponseInsteadOf100EndsTheConnection() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(e -> e.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(PUT_EXPECTING);
      Response response = client.read();

      assertThat(response.status()).isEqualTo(403);
      assertThat(response.value("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void interimResponsesArePassedOn() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send("HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n");
                  e.ok("done");
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      Response hints = client.get("/sparkhistory/a/").read();
      assertThat(hints.status()).isEqualTo(103);
      assertThat(hints.value("Link")).isEqualTo("</s.css>");
      assertThat(client.read().body()).isEqualTo("done");
    }
  }

  @Test
  void redirectsKeepThePrefix() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 302 Found\r\nLocation: http://"
                            + e.values("Host").get(0)
                            + "/history/app-1/jobs/?x=1\r\nContent-Length: 0\r\n\r\n"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      Response response = client.get("/sparkhistory/a/history/app-1").read();

      assertThat(response.status()).isEqualTo(302);
      assertThat(response.value("Location")).isEqualTo("/sparkhistory/a/history/app-1/jobs/?x=1");
      Eventually.that(
          () ->
              assertThat(gateway.events.locations).containsExactly(LocationRewrite.Kind.REWRITTEN));
    }
  }

  @Test
  void redirectsToOtherHostsAreLeftAlone() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 302 Found\r\nLocation: https://other.example/x\r\n"
                            + "Content-Length: 0\r\n\r\n"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      assertThat(client.get("/sparkhistory/a/").read().value("Location"))
          .isEqualTo("https://other.example/x");
    }
  }

  @Test
  void onlyTheHostThatWasAskedIsThisSiteWhateverTheClientSays() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 302 Found\r\nLocation: https://other.example/x\r\n"
                            + "Content-Location: http://gw.example/y\r\nContent-Length: 0\r\n\r\n"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      Response response =
          client.get("/sparkhistory/a/", "X-Forwarded-Host: other.example\r\n").read();

      assertThat(response.value("Location")).isEqualTo("https://other.example/x");
      assertThat(response.value("Content-Location")).isEqualTo("/sparkhistory/a/y");
      assertThat(origin.received.get(0).values("X-Forwarded-Host")).containsExactly("gw.example");
    }
  }

  @Test
  void whatATenantSaysAboutTheWholeSiteIsLeftOutAndCounted() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 200 OK\r\nClear-Site-Data: \"*\"\r\nETag: x\r\n"
                            + "Service-Worker-Allowed: /\r\nContent-Length: 0\r\n\r\n"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      Response response = client.get("/sparkhistory/a/").read();

      assertThat(response.values("Clear-Site-Data")).isEmpty();
      assertThat(response.values("Service-Worker-Allowed")).isEmpty();
      assertThat(response.value("ETag")).isEqualTo("x");
      Eventually.that(() -> assertThat(gateway.events.siteWide).hasValue(2));
    }
  }
}
