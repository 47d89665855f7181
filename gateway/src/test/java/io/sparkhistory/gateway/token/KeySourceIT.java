package io.sparkhistory.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.gateway.fixture.OneResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An issuer, or somebody in its place, that answers as it likes. */
class KeySourceIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private final OneResponse issuer = new OneResponse();

  @AfterEach
  void close() throws IOException {
    issuer.close();
  }

  @Test
  void whatItPublishesIsRead() {
    var unused = issuer.with(OK + "Content-Length: 11\r\n\r\n{\"keys\":[]}");
    assertThat(read(LONG).join()).isEqualTo("{\"keys\":[]}");
  }

  @Test
  void aResponseWithoutEndIsNotTakenIntoMemory() throws Exception {
    CompletableFuture<Void> over = issuer.withoutEnd(OK + "\r\n");
    assertThatThrownBy(read(LONG)::join).hasMessageContaining("longer than");
    over.get(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(issuer.sent()).isLessThan(24 << 20);
  }

  @Test
  void aBodyThatDoesNotComeToItsEndIsGivenUp() throws Exception {
    CompletableFuture<Void> over = issuer.trickling(OK + "\r\n");
    assertThat(read(Duration.ofMillis(500))).failsWithin(LONG);
    over.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  /** Where the keys should be, and what is said of it; * is the port of the issuer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://u:s3cret@127.0.0.1:1/keys?token=s3cret | http://127.0.0.1:1/keys: the connection"
            + " was refused; check --jwks, and that network and certificates let the gateway read"
            + " it",
        "http://no-such-host.invalid/keys | http://no-such-host.invalid/keys: its host cannot be"
            + " resolved; check",
        "https://127.0.0.1:*/keys | https://127.0.0.1:*/keys: TLS fails: ",
        "http://127.0.0.1:*/keys?s3cret | http://127.0.0.1:*/keys: it answered with status 404;"
            + " check",
        "/no/such/keys.json | /no/such/keys.json: there is no such file; check --jwks, and that the"
            + " file is mounted and readable"
      })
  void whyItCannotBeReadIsToldWithoutSecrets(String location, String sentence) {
    var unused = issuer.with("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    String port = ":" + issuer.port();
    Keys keys = new Keys(KeySource.of(location.replace(":*", port), LONG), System::nanoTime, LONG);
    keys.refresh().toCompletableFuture().join();
    assertThat(keys.problem())
        .startsWith(
            "the keys of the token issuer have not been read yet from "
                + sentence.replace(":*", port))
        .doesNotContain("s3cret")
        .doesNotContain("Exception");
  }

  private CompletableFuture<String> read(Duration limit) {
    return KeySource.of("http://127.0.0.1:" + issuer.port() + "/keys", limit)
        .text()
        .get()
        .toCompletableFuture();
  }
}
