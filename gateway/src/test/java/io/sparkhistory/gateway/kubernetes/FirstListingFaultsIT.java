package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.fixture.OneResponse;
import io.sparkhistory.gateway.kubernetes.FirstListing.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The history server is the tenant's, and answers the gateway's own question as it likes: that must
 * cost neither a connection nor a processor for longer than a moment.
 */
class FirstListingFaultsIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String PAGE =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
          + "<title>History Server</title><p id=\"last-updated\">";

  private final OneResponse server = new OneResponse();

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void aPageThatTricklesIsGivenUp() throws Exception {
    CompletableFuture<Void> over = server.trickling(PAGE);
    // long enough to be connected on a busy machine
    assertThat(ask(Duration.ofSeconds(5))).failsWithin(LONG);
    over.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void ofAPageWithoutEndOnlyTheBeginningIsRead() throws Exception {
    CompletableFuture<Void> over = server.withoutEnd(PAGE);
    assertThat(ask(LONG)).succeedsWithin(LONG).isEqualTo(Answer.QUIET);
    over.get(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(server.sent()).isLessThan(24 << 20);
  }

  private CompletableFuture<Answer> ask(Duration timeout) {
    Endpoint endpoint = new Endpoint("127.0.0.1", server.port(), "history:18080", Set.of());
    return new FirstListing.OverHttp(timeout).page(endpoint).toCompletableFuture();
  }
}
