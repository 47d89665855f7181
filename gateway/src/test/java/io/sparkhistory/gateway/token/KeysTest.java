package io.sparkhistory.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an issuer publishes may be anything; keys that can be used are. */
class KeysTest {
  private static RSAKey good;
  private static String other;

  private final AtomicLong seconds = new AtomicLong();
  private volatile String published = "";
  private final Keys keys =
      new Keys(
          new KeySource(
              "https://dex.example.com/keys", () -> CompletableFuture.completedFuture(published)),
          () -> Duration.ofSeconds(seconds.get()).toNanos());

  @BeforeAll
  static void makeKeys() throws JOSEException {
    good = new RSAKeyGenerator(2048).keyID("good").generate().toPublicJWK();
    other = new ECKeyGenerator(Curve.P_256).keyID("other").generate().toPublicJWK().toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"keys\":[null]}",
        "{\"keys\":[7]}",
        "{\"keys\":7}",
        "{\"keys\":[{}]}",
        "[]",
        "null",
        "7",
        "\"\"",
        "{\"keys\":[{\"kty\":null}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}]}"
      })
  void nonsenseIsNotTheLastThingThatIsRead(String nonsense) {
    published = nonsense;
    assertThat(refreshed()).as("it has an end").isDone();

    published = new JWKSet(good).toString();
    seconds.set(20);
    assertThat(refreshed().join().has("good")).isTrue();
  }

  /** RFC 7517, section 5: what is not understood should be ignored. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"AKP\",\"kid\":\"x\",\"alg\":\"ML-DSA-65\",\"pub\":\"AQAB\"}",
        "{\"kty\":\"EC\",\"kid\":\"x\",\"crv\":\"BP-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
        "{\"kty\":\"OKP\",\"kid\":\"x\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}",
        "{\"kty\":\"RSA\",\"kid\":\"x\"}",
        "{\"kid\":\"x\"}",
        "null"
      })
  void aKeyThatIsNotUnderstoodTakesNoOtherWithIt(String strange) {
    published = "{\"keys\":[%s,%s,%s]}".formatted(good, strange, other);
    Keys.Known known = refreshed().join();
    assertThat(known.has("good")).isTrue();
    assertThat(known.has("other")).isTrue();
  }

  @Test
  void aSourceThatThrowsIsAskedAgain() {
    CompletionStage<String> first = CompletableFuture.failedFuture(new IllegalStateException());
    AtomicLong asked = new AtomicLong();
    Keys stubborn =
        new Keys(
            new KeySource(
                "https://dex.example.com/keys",
                () -> {
                  if (asked.incrementAndGet() == 1) {
                    throw new IllegalStateException();
                  }
                  return asked.get() == 2
                      ? first
                      : CompletableFuture.completedFuture(new JWKSet(good).toString());
                }),
            () -> Duration.ofSeconds(20 * asked.get()).toNanos());
    for (int i = 0; i < 3; i++) {
      assertThat(stubborn.refresh().toCompletableFuture()).isDone();
    }
    assertThat(stubborn.known().has("good")).isTrue();
  }

  private CompletableFuture<Keys.Known> refreshed() {
    return keys.refresh().toCompletableFuture();
  }
}
