package io.sparkhistory.program.admin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.fixture.BufferLeaks;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Probes and metrics as the programs serve them, over sockets. */
@ExtendWith(BufferLeaks.class)
class AdminServerIT {
  private final Readiness liveness = new Readiness();
  private final Readiness readiness = new Readiness();
  private final Metrics metrics =
      (out, type) -> out.write(("meters as " + type + "\n").getBytes(US_ASCII));
  private final HttpClient client = HttpClient.newHttpClient();
  private AdminServer server;

  @BeforeEach
  void start() throws BindException {
    server =
        AdminServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            liveness,
            readiness,
            metrics,
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void itLivesAndIsReadyWhenEveryCheckPasses() throws Exception {
    readiness.set("tenants", "");

    assertThat(ask("GET", "/livez").statusCode()).isEqualTo(200);
    assertThat(ask("GET", "/readyz").body()).isEqualTo("ok\n");
  }

  @Test
  void whatKeepsItFromBeingReadyIsInTheBody() throws Exception {
    readiness.set("listening", "the proxy has not started");
    readiness.check("broken", () -> List.<String>of().get(0));

    HttpResponse<String> response = ask("GET", "/readyz");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body())
        .startsWith("not ready\nbroken: the check failed with ")
        .endsWith("\nlistening: the proxy has not started\n");
    assertThat(ask("GET", "/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void aNoteIsInTheBodyAndKeepsNobodyFromBeingReady() throws Exception {
    readiness.note("access", () -> "the API server is away");
    readiness.note("quiet", () -> "");

    HttpResponse<String> response = ask("GET", "/readyz");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("ok\naccess: the API server is away\n");
  }

  @Test
  void whatOnlyANewProcessCanMendFailsTheLivenessProbe() throws Exception {
    liveness.set("event loops", "one has stopped");

    HttpResponse<String> response = ask("GET", "/livez");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("not alive\nevent loops: one has stopped\n");
    assertThat(ask("GET", "/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsComeInTheFormatThatWasAskedFor() throws Exception {
    HttpResponse<String> text = ask("GET", "/metrics");
    HttpResponse<String> open =
        client.send(
            request("/metrics").header("Accept", "application/openmetrics-text").build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(text.headers().firstValue("Content-Type")).hasValue(Metrics.PROMETHEUS_TEXT);
    assertThat(text.body()).isEqualTo("meters as text/plain; version=0.0.4; charset=utf-8\n");
    assertThat(open.headers().firstValue("Content-Type")).hasValue(Metrics.OPEN_METRICS);
    assertThat(open.body()).startsWith("meters as application/openmetrics-text; version=1.0.0");
  }

  @Test
  void headHasNoBodyAndOtherMethodsAndPathsAreRefused() throws Exception {
    assertThat(ask("HEAD", "/livez").body()).isEmpty();
    assertThat(ask("POST", "/livez").statusCode()).isEqualTo(405);
    assertThat(ask("POST", "/livez").headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(ask("GET", "/").statusCode()).isEqualTo(404);
    assertThat(ask("GET", "/livez/x").statusCode()).isEqualTo(404);
  }

  @Test
  void anAddressThatIsTakenIsTold() {
    assertThatThrownBy(
            () ->
                AdminServer.start(
                    server.address(), liveness, readiness, metrics, Clock.systemUTC()))
        .isInstanceOf(BindException.class);
  }

  @Test
  void clientsThatNeverEndTheirRequestDoNotLastForEver() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.getOutputStream().write("GET /livez HTTP/1.1\r\nHos".getBytes(US_ASCII));
        slow.add(socket);
      }
      assertThat(ask("GET", "/livez").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void whatIsNoRequestOfHttpIsRefused() throws Exception {
    assertThat(say("GET /livez\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request\r\n");
    assertThat(say("GET /livez HTTP/2.0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(say("GET  /livez HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(say("GET /li[vez HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    assertThat(say("GET /livez HTTP/1.1\r\nX: " + "x".repeat(8192))).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void aHeadMayHaveAsMuchAsTheBoundAndNoMore() throws Exception {
    String within = "GET /livez HTTP/1.1\r\nX: " + "x".repeat(8000) + "\r\n\r\n";
    assertThat(say(within)).startsWith("HTTP/1.1 200 ");
    assertThat(say("GET /" + "x".repeat(8200) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 431 ");
  }

  @Test
  void whatComesAfterTheHeadIsThrownAway() throws Exception {
    assertThat(
            say("GET /livez HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET /readyz HTTP/1.1\r\n\r\n"))
        .containsOnlyOnce("HTTP/1.1 ")
        .endsWith("\r\n\r\nok\n");
  }

  /** More than that are closed at once, and those that are open are served. */
  @Test
  void thereAreAtMostSoManyConnections() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      int closed = 0;
      for (int i = 0; i < 140; i++) {
        Socket socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(180_000);
        open.add(socket);
      }
      for (Socket socket : open.subList(128, 140)) {
        closed += socket.getInputStream().read() < 0 ? 1 : 0;
      }
      assertThat(closed).isEqualTo(12);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void bothFormsOfATargetAreUnderstoodAndTheConnectionEnds() throws Exception {
    assertThat(say("GET http://gw/livez?a=b HTTP/1.1\r\nHost: gw\r\n\r\nGET /livez"))
        .startsWith("HTTP/1.1 200 OK\r\nDate: ")
        .contains("\r\nConnection: close\r\n")
        .endsWith("\r\n\r\nok\n");
    assertThat(say("HEAD /livez HTTP/1.0\r\n\r\n"))
        .contains("\r\nContent-Length: 3\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void whoSaysNothingIsLetGo() throws Exception {
    assertThat(say("")).isEmpty();
  }

  /** Everything that comes back until the other side ends. */
  private String say(String bytes) throws IOException {
    try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(180_000);
      socket.getOutputStream().write(bytes.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    return client.send(
        request(path).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.address().getPort() + path))
        .timeout(Duration.ofMinutes(3));
  }
}
