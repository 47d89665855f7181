package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Servers that have enough of a request before they have read all of it. Who notices first, the one
 * who writes or the one who reads, is chance: so it is tried often.
 */
@ExtendWith(BufferLeaks.class)
class EarlyResponseIT {
  private static final int TRIES = 40;
  private static final int SIZE = 1024 * 1024;

  private static String upload() {
    char[] body = new char[SIZE];
    Arrays.fill(body, 'x');
    return "POST /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
        + "Content-Length: "
        + SIZE
        + "\r\n\r\n"
        + new String(body);
  }

  @Test
  void whatAServerSaidBeforeItClosedIsPassedOnThoughTheRestOfTheRequestCannotBe()
      throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  // so that the rest is on its way
                  int first = e.in.read();
                  assertThat(first).isEqualTo('x');
                  e.send(
                      "HTTP/1.1 413 Content Too Large\r\nContent-Length: 4\r\nConnection: close"
                          + "\r\n\r\nmuch");
                  // with a reset, because not all has been read
                  e.socket.close();
                });
        Gateway gateway = new Gateway().tenant("a", origin)) {
      for (int i = 0; i < TRIES; i++) {
        try (RawClient client = gateway.client()) {
          RawClient.Response response = client.send(upload()).read();
          assertThat(response.status()).as("try %s", i).isEqualTo(413);
          assertThat(response.body()).isEqualTo("much");
        }
      }
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(0));
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(0));
    }
  }

  @Test
  void aServerThatIsGoneInTheMiddleOfAnUploadIsToldAtOnceAndLeavesNothingBehind()
      throws IOException {
    try (RawOrigin origin = new RawOrigin(RawOrigin.Exchanged::reset);
        Gateway gateway = new Gateway().tenant("a", origin)) {
      byte[] upload = upload().getBytes(ISO_8859_1);
      for (int i = 0; i < TRIES; i++) {
        try (RawClient client = gateway.client()) {
          client.socket.getOutputStream().write(upload);
          assertThat(client.read().status()).as("try %s", i).isEqualTo(502);
        }
      }
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(0));
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(0));
      Eventually.that(() -> assertThat(gateway.events.outcomes).hasSize(TRIES));
    }
  }
}
