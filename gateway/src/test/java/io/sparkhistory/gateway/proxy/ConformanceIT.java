package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.http.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of heads over real sockets: what is refused reaches no history server, and neither
 * does what is smuggled in behind it.
 */
@ExtendWith(BufferLeaks.class)
class ConformanceIT {
  private static final String SMUGGLED =
      "GET /sparkhistory/a/smuggled HTTP/1.1\r\nHost: gw\r\n"
          + "kubeflow-userid: alice@example.com\r\n\r\n";
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

  private static RawOrigin origin;
  private static Gateway gateway;

  @BeforeAll
  static void start() throws IOException {
    origin = new RawOrigin(e -> e.ok("x"));
    gateway = new Gateway().tenant("a", origin);
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusedRequests")
  void aRefusedRequestEndsTheConnection(String section, String what, String head)
      throws IOException {
    origin.received.clear();
    try (RawClient client = gateway.client()) {
      client.socket.getOutputStream().write(Wire.bytes(head));
      client.send("\r\n\r\n" + SMUGGLED);
      String all = untilEnd(client.in);

      Matcher status = STATUS.matcher(all);
      assertThat(status.find()).as("%s: %s: a response", section, what).isTrue();
      assertThat(status.group(1)).isIn("400", "405", "414", "417", "431", "501", "505");
      assertThat(status.find()).as("%s: %s: one response", section, what).isFalse();
      assertThat(all).containsIgnoringCase("Connection: close");
      assertThat(origin.received).as("%s: %s: nothing arrives", section, what).isEmpty();
    }
  }

  /** The same heads for a tenant's path, so that it is not the path that keeps them away. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusedUploads")
  void aRefusedRequestForATenantDoesNotArrive(String section, String what, String head)
      throws IOException {
    origin.received.clear();
    String there =
        head.replaceFirst("PUT / ", "PUT /sparkhistory/a/ ")
            .replaceFirst("Host: a¶", "Host: a¶kubeflow-userid: alice@example.com¶");
    try (RawClient client = gateway.client()) {
      client.socket.getOutputStream().write(Wire.bytes(there));
      client.send("0\r\n\r\n" + SMUGGLED);
      String all = untilEnd(client.in);

      assertThat(STATUS.matcher(all).results()).as("%s: %s", section, what).hasSize(1);
      assertThat(origin.received).as("%s: %s", section, what).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusedResponses")
  void aRefusedResponseIs502AndPoisonsNothing(String section, String what, String head)
      throws IOException {
    try (RawOrigin bad =
            new RawOrigin(
                e -> {
                  e.out.write(Wire.bytes(head));
                  e.send("\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
                  e.socket.close();
                });
        RawClient client = gateway.tenant("abad", bad).client()) {
      Response response = client.get("/sparkhistory/abad/").read();

      assertThat(response.status()).as("%s: %s", section, what).isEqualTo(502);
      assertThat(response.body()).doesNotContain("poison");
      assertThat(client.get("/sparkhistory/a/").read().body()).isEqualTo("x");
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("refusedChunks")
  void whatFollowsMalformedChunksIsNoRequest(String section, String what, String body)
      throws IOException {
    origin.received.clear();
    try (RawClient client = gateway.client()) {
      client.send(
          "PUT /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n");
      client.socket.getOutputStream().write(Wire.bytes(body));
      client.send(SMUGGLED);
      untilEnd(client.in);

      assertThat(origin.received)
          .as("%s: %s", section, what)
          .noneMatch(e -> e.requestLine().contains("smuggled"));
    }
  }

  static Stream<Arguments> refusedRequests() throws IOException {
    return refused("request-heads", "");
  }

  static Stream<Arguments> refusedUploads() throws IOException {
    return refused("request-heads", "PUT / ");
  }

  static Stream<Arguments> refusedResponses() throws IOException {
    return refused("response-heads", "");
  }

  static Stream<Arguments> refusedChunks() throws IOException {
    return refused("chunked", "");
  }

  private static Stream<Arguments> refused(String table, String start) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/http", table + ".csv")).stream()
        .map(line -> line.split("\\|", 4))
        .filter(row -> row.length == 4 && row[3].startsWith("refused") && row[2].startsWith(start))
        .map(row -> Arguments.of(row[0], row[1], row[2]));
  }

  private static String untilEnd(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      in.transferTo(all);
    } catch (IOException e) {
      // A reset is an end too; what came before it counts.
      assertThat(e).hasMessageContaining("reset");
    }
    return all.toString(ISO_8859_1);
  }
}
