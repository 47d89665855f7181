package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.FramingScript;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.http.Wire;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same bytes through the gateway into a server that frames strictly and into one that frames
 * loosely: as many requests arrive as the client is answered for, with the bytes that it meant, and
 * the same ones at both.
 */
@ExtendWith(BufferLeaks.class)
class SmugglingIT {
  private static final String WHO = "Host: gw\r\nkubeflow-userid: alice@example.com\r\n";
  private static final String END = "GET /sparkhistory/a/end HTTP/1.1\r\n" + WHO;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/http/smuggling.csv", delimiter = '|', numLinesToSkip = 1)
  void whatArrivesIsWhatTheClientIsAnsweredFor(
      String section, String what, String bytes, String expected) throws IOException {
    String stream =
        new String(Wire.bytes(bytes), StandardCharsets.ISO_8859_1)
            .replace("<who>", WHO)
            .replace("<a>", "/sparkhistory/a");
    for (boolean loose : new boolean[] {false, true}) {
      FramingScript script = new FramingScript(loose);
      try (RawOrigin origin = new RawOrigin(script, loose);
          Gateway gateway = new Gateway().tenant("a", origin);
          RawClient client = gateway.client()) {
        client.send(stream + END + "Connection: close\r\n\r\n");
        List<String> responses = answers(client);

        assertThat(String.join(", ", responses))
            .as("%s: %s, a %s server", section, what, loose ? "loose" : "strict")
            .isEqualTo(expected);
        assertThat(answered(responses)).isEqualTo(script.arrived.stream().map(Wire::said).toList());
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvFileSource(resources = "/http/response-streams.csv", delimiter = '|', numLinesToSkip = 1)
  void noByteOfAResponseIsSomebodyElsesResponse(
      String section, String what, String method, String bytes, String expected)
      throws IOException {
    byte[] response = Wire.bytes(bytes);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  if (e.requestLine().contains("/first")) {
                    e.out.write(response);
                    e.out.flush();
                  } else {
                    e.ok("second");
                  }
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client();
        RawClient other = gateway.client()) {
      client.send(method + " /sparkhistory/a/first HTTP/1.1\r\n" + WHO + "\r\n");
      List<String> got = new ArrayList<>();
      Response read;
      do {
        read = method.equals("HEAD") ? client.readHeadOnly() : client.read();
        got.add((read.status() + " " + (read.status() < 500 ? read.body() : "")).strip());
      } while (read.status() < 200);

      assertThat(String.join(", ", got)).as("%s: %s", section, what).isEqualTo(expected);
      assertThat(other.get("/sparkhistory/a/second").read().body()).isEqualTo("second");
      if (read.values("Connection").isEmpty()) {
        assertThat(client.get("/sparkhistory/a/second").read().body()).isEqualTo("second");
      }
    }
  }

  /** What is behind a response may be the beginning of the next one, whose end is yet to come. */
  @Test
  void aConnectionOnWhichMoreCameThanTheResponseServesNobodyElse() throws IOException {
    String more = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 O";
    try (RawOrigin origin = new RawOrigin(e -> e.send(more));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      for (int i = 1; i <= 3; i++) {
        assertThat(client.get("/sparkhistory/a/").read().body()).isEqualTo("ok");
        assertThat(origin.connections).hasValue(i);
      }
    }
  }

  @Test
  void interimResponsesWithoutEndEndTheRequest() throws IOException {
    String interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
    try (RawOrigin origin = new RawOrigin(e -> e.send(interim.repeat(1000)));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/");
      int interims = 0;
      Response response = client.read();
      for (; response.status() == 103; response = client.read()) {
        interims++;
      }

      assertThat(response.status()).isEqualTo(502);
      assertThat(interims).isEqualTo(32);
    }
  }

  @Test
  void anHttp10ClientGetsNoInterimResponse() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                  e.ok("done");
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send("GET /sparkhistory/a/ HTTP/1.0\r\n" + WHO + "\r\n");

      assertThat(client.read().body()).isEqualTo("done");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void whatFollowsCloseIsNoRequest() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("once"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(END + "Connection: close\r\n\r\n" + END + "\r\n");

      assertThat(client.read().body()).isEqualTo("once");
      assertThat(client.ended()).isTrue();
      assertThat(origin.received).hasSize(1);
    }
  }

  @Test
  void whatFollowsAnEarlyResponseIsNoRequest() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("early"));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send("PUT /sparkhistory/a/ HTTP/1.1\r\n" + WHO + "Content-Length: 1000\r\n\r\nabc");
      Response response = client.read();
      assertThat(response.body()).isEqualTo("early");
      assertThat(response.value("Connection")).isEqualTo("close");
      client.send("GET /sparkhistory/a/smuggled HTTP/1.1\r\n" + WHO + "\r\n");

      assertThat(client.ended()).isTrue();
      assertThat(origin.received).hasSize(1);
      try (RawClient other = gateway.client()) {
        assertThat(other.get("/sparkhistory/a/2").read().body()).isEqualTo("early");
      }
      assertThat(origin.connections)
          .as("the one with half a request is not used again")
          .hasValue(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"HEAD, 200 OK", "GET, 304 Not Modified", "GET, 204 No Content"})
  void aBodyThatComesLateIsNobodysResponse(String method, String status) throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  if (e.connection > 1) {
                    e.ok("second");
                    return;
                  }
                  e.send("HTTP/1.1 " + status + "\r\n\r\n");
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(method + " /sparkhistory/a/ HTTP/1.1\r\n" + WHO + "\r\n");
      client.readHeadOnly();
      Eventually.that(() -> assertThat(gateway.events.idle).hasValue(1));
      origin.received.get(0).send("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
      Eventually.that(() -> assertThat(gateway.events.idle).hasValue(0));

      assertThat(client.get("/sparkhistory/a/").read().body()).isEqualTo("second");
    }
  }

  /** Status of each response, and what the server says it got. */
  private static List<String> answers(RawClient client) throws IOException {
    List<String> responses = new ArrayList<>();
    boolean last = false;
    while (!last) {
      Response response = client.read();
      responses.add(
          response.status() == 200 ? "200 " + Wire.said(response.body()) : "" + response.status());
      last = response.values("Connection").contains("close");
    }
    try {
      assertThat(client.ended()).isTrue();
    } catch (SocketException e) {
      // a reset is an end too
      assertThat(e).hasMessageContaining("reset");
    }
    return responses;
  }

  private static List<String> answered(List<String> responses) {
    return responses.stream().filter(a -> a.startsWith("200 ")).map(a -> a.substring(4)).toList();
  }
}
