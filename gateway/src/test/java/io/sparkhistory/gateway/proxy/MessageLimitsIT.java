package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every limit of a message over real sockets: what is just within it is served, what is one beyond
 * is refused with its status, counted, and ends the connection where the next request could not be
 * found.
 */
@ExtendWith(BufferLeaks.class)
class MessageLimitsIT {
  private final Gateway.Limits limits = new Gateway.Limits();

  /** What a message is made of to be of a size: the row's number, and one more. */
  private enum Sized {
    /** Bytes of the head. */
    HEAD {
      @Override
      String message(int size) {
        String start = "GET /sparkhistory/a/ HTTP/1.1\r\n" + FIELDS + "Padding: ";
        return start + "x".repeat(size - start.length() - 4) + "\r\n\r\n";
      }
    },
    TARGET {
      @Override
      String message(int size) {
        String path = "/sparkhistory/a/";
        String target = path + "x".repeat(size - path.length());
        return "GET " + target + " HTTP/1.1\r\n" + FIELDS + "\r\n";
      }
    },
    HEADER_FIELDS {
      @Override
      String message(int size) {
        return "GET /sparkhistory/a/ HTTP/1.1\r\n" + FIELDS + "A: b\r\n".repeat(size - 2) + "\r\n";
      }
    },
    BODY {
      @Override
      String message(int size) {
        return RawClient.POST + "Content-Length: " + size + "\r\n\r\n" + "x".repeat(size);
      }
    },
    CHUNKED_BODY {
      @Override
      String message(int size) {
        return RawClient.POST
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "1\r\nx\r\n".repeat(size)
            + "0\r\n\r\n";
      }
    };

    private static final String FIELDS = "Host: gw\r\nkubeflow-userid: alice@example.com\r\n";

    abstract String message(int size);
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, 2000, 431, HEAD",
    "TARGET, 300, 414, TARGET",
    "HEADER_FIELDS, 12, 431, HEADER_FIELDS",
    "BODY, 1000, 413, BODY",
    "CHUNKED_BODY, 30, 413, BODY"
  })
  void whatIsAsLargeAsItMayBeIsServedAndOneMoreIsRefused(
      Sized what, int most, int status, Limit limit) throws IOException {
    limits.head = new HeadLimits(2000, 300, 12);
    limits.body = what == Sized.CHUNKED_BODY ? 30 : 1000;
    try (RawOrigin origin = new RawOrigin(MessageLimitsIT::readAndRespond);
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient within = gateway.client();
        RawClient beyond = gateway.client()) {
      assertThat(within.send(what.message(most)).read().status()).isEqualTo(200);
      assertThat(gateway.events.limited).isEmpty();

      assertThat(beyond.send(what.message(most + 1)).read().status()).isEqualTo(status);
      assertThat(beyond.ended()).isTrue();
      Eventually.that(() -> assertThat(gateway.events.limited).containsExactly(limit));
    }
  }

  @Test
  void whatIsTooLargeIsToldWithItsLimitAndItsLargestFieldByName() throws IOException {
    limits.head = new HeadLimits(8 * 1024, 300, 12);
    String secret = "s3cret".repeat(1000);
    String lines = "Authorization: Bearer x\r\nCookie: a=" + secret + "\r\nX-More: ";
    try (Gateway gateway = new Gateway(limits);
        RawClient program = gateway.client();
        RawClient person = gateway.client()) {
      RawClient.Response problem =
          program.get("/sparkhistory/a/", lines + "y".repeat(3000) + "\r\n").read();
      RawClient.Response page =
          person
              .get("/sparkhistory/a/", "Accept: text/html\r\n", lines, "y".repeat(3000), "\r\n")
              .read();

      assertThat(problem.status()).isEqualTo(431);
      assertThat(problem.body())
          .contains("larger than 8 KiB, the limit here. Its largest field is Cookie (5 KiB).")
          .contains("--max-head");
      assertThat(page.value("Content-Type")).isEqualTo("text/html; charset=utf-8");
      assertThat(page.body()).contains("Its largest field is Cookie (5 KiB).");
      for (RawClient.Response response : new RawClient.Response[] {problem, page}) {
        assertThat(response.head() + response.body())
            .doesNotContain("s3cret")
            .doesNotContain("yyyy");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HEADER_FIELDS, 13, more than 12 fields, --max-header-fields",
    "TARGET, 301, longer than 300 bytes, --max-target",
    "BODY, 1001, larger than 1000 bytes, --max-body"
  })
  void soAreTheOtherLimits(Sized what, int size, String limit, String option) throws IOException {
    limits.head = new HeadLimits(2000, 300, 12);
    limits.body = 1000;
    try (Gateway gateway = new Gateway(limits);
        RawClient client = gateway.client()) {
      assertThat(client.send(what.message(size)).read().body()).contains(limit).contains(option);
    }
  }

  private static void readAndRespond(RawOrigin.Exchanged e) throws IOException {
    if (!e.values("Transfer-Encoding").isEmpty()) {
      e.readChunked();
    }
    for (String length : e.values("Content-Length")) {
      e.readBytes(Integer.parseInt(length));
    }
    e.ok("x");
  }

  @Test
  void aBodyBeyondTheBoundIs413() throws IOException {
    limits.body = 10;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).tenant("a", origin)) {
      try (RawClient client = gateway.client()) {
        client.send(RawClient.POST + "Content-Length: 11\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(413);
      }
      try (RawClient client = gateway.client()) {
        client.send(
            RawClient.POST + "Transfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n");
        assertThat(client.read().status()).isEqualTo(413);
      }
    }
  }

  @Test
  void interimResponsesWithoutEndAre502() throws IOException {
    String interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send(interim.repeat(32));
                  e.ok("x");
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      assertInterim(32, client.get("/sparkhistory/a/"));
      assertThat(client.read().status()).isEqualTo(200);
    }
    try (RawOrigin origin = new RawOrigin(e -> e.send(interim.repeat(33)));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      assertInterim(32, client.get("/sparkhistory/a/"));
      assertThat(client.read().status()).isEqualTo(502);
    }
  }

  private static void assertInterim(int count, RawClient client) throws IOException {
    for (int i = 0; i < count; i++) {
      assertThat(client.read().status()).isEqualTo(103);
    }
  }
}
