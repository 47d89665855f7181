package io.sparkhistory.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An issuer, or somebody in its place, that answers as it likes. */
class KeySourceIT {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private final OneAnswer issuer = new OneAnswer();

  @AfterEach
  void close() throws IOException {
    issuer.close();
  }

  @Test
  void what_it_publishes_is_read() {
    var unused = issuer.with(OK + "Content-Length: 11\r\n\r\n{\"keys\":[]}");
    assertThat(read().join()).isEqualTo("{\"keys\":[]}");
  }

  @Test
  void an_answer_without_end_is_not_taken_into_memory() throws Exception {
    CompletableFuture<Void> over = issuer.withoutEnd(OK + "\r\n");
    assertThatThrownBy(read()::join).hasMessageContaining("longer than");
    over.get(20, TimeUnit.SECONDS);
    assertThat(issuer.sent()).isLessThan(24 << 20);
  }

  @Test
  void a_body_that_does_not_come_to_its_end_is_given_up() throws Exception {
    CompletableFuture<Void> over = issuer.trickling(OK + "\r\n");
    assertThat(read()).failsWithin(20, TimeUnit.SECONDS);
    over.get(20, TimeUnit.SECONDS);
  }

  private CompletableFuture<String> read() {
    return KeySource.of("http://127.0.0.1:" + issuer.port() + "/keys").get().toCompletableFuture();
  }
}
