package io.sparkhistory.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Proof.Verdict;
import io.sparkhistory.gateway.configuration.ProofSettings.TokenRules;
import io.sparkhistory.gateway.fixture.Shown;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a token just is one, and where it just is none any more. */
@SuppressWarnings("JavaUtilDate") // the library has nothing better
class TokenProofLimitsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Caller ALICE = new Caller("alice", List.of());

  private static ECKey key;
  private static ECKey stranger;

  private final TokenProof proof = proof("kubeflow");

  @BeforeAll
  static void makeKeys() throws JOSEException {
    key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    stranger = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
  }

  private static TokenProof proof(String audience) {
    Keys keys =
        new Keys(
            new KeySource(
                "https://dex.example.com/keys",
                () -> CompletableFuture.completedFuture(new JWKSet(key).toString())),
            () -> 1);
    return new TokenProof(
        keys,
        new TokenRules("https://dex", audience, List.of("sub"), "groups"),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://dex")
        .audience("kubeflow")
        .subject("alice")
        .expirationTime(Date.from(NOW.plusSeconds(600)));
  }

  private static String token(JWTClaimsSet.Builder claims, boolean keyNamed, ECKey by) {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256);
    SignedJWT token =
        new SignedJWT((keyNamed ? header.keyID("k") : header).build(), claims.build());
    try {
      token.sign(new ECDSASigner(by));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static String token(JWTClaimsSet.Builder claims) {
    return token(claims, true, key);
  }

  private static boolean isProven(TokenProof proof, String authorization) {
    return proof.of(Shown.authorizations(authorization), ALICE).toCompletableFuture().join()
        instanceof Verdict.Proven;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "Bearer  "})
  void theSchemeIsReadInAnyCase(String scheme) {
    assertThat(isProven(proof, scheme + token(claims()))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer\t", "Bearer\0", "Bearex ", "xearer ", "Token ", " Bearer "})
  void anotherSchemeIsNone(String scheme) {
    assertThat(isProven(proof, scheme + token(claims()))).isFalse();
  }

  @Test
  void aTokenHasALongestLength() {
    String field = "Bearer " + token(claims());
    String longest = field + " ".repeat(16 * 1024 - field.length());

    assertThat(isProven(proof, longest)).isTrue();
    assertThat(isProven(proof, longest + " ")).isFalse();
  }

  @Test
  void theIssuersClockMayBeOffByHalfAMinute() {
    assertThat(isProven(proof, "Bearer " + token(expiring(-29)))).isTrue();
    assertThat(isProven(proof, "Bearer " + token(expiring(-31)))).isFalse();
    assertThat(isProven(proof, "Bearer " + token(notBefore(29)))).isTrue();
    assertThat(isProven(proof, "Bearer " + token(notBefore(31)))).isFalse();
  }

  @Test
  void aTokenThatNamesNoKeyIsCheckedWithThoseThatAreKnown() {
    assertThat(isProven(proof, "Bearer " + token(claims(), false, stranger))).isFalse();
    assertThat(isProven(proof, "Bearer " + token(claims(), false, key))).isTrue();
    assertThat(isProven(proof, "Bearer " + token(claims(), false, stranger))).isFalse();
  }

  @Test
  void aTokenThatEndsLikeARememberedOneIsAnotherOne() {
    String token = token(claims());
    String other = token(claims().claim("more", "said"));
    String signature = token.substring(token.lastIndexOf('.'));
    assertThat(isProven(proof, "Bearer " + token)).isTrue();

    String forged = other.substring(0, other.lastIndexOf('.')) + signature;
    assertThat(isProven(proof, "Bearer " + forged)).isFalse();
    assertThat(isProven(proof, "Bearer " + token)).isTrue();
  }

  @Test
  void withoutAnAudienceItDoesNotMatter() {
    assertThat(isProven(proof, "Bearer " + token(claims().audience("other")))).isFalse();
    assertThat(isProven(proof(""), "Bearer " + token(claims().audience("other")))).isTrue();
    assertThat(isProven(proof(""), "Bearer " + token(claims().issuer("https://x")))).isFalse();
  }

  private static JWTClaimsSet.Builder expiring(int seconds) {
    return claims().expirationTime(Date.from(NOW.plusSeconds(seconds)));
  }

  private static JWTClaimsSet.Builder notBefore(int seconds) {
    return claims().notBeforeTime(Date.from(NOW.plusSeconds(seconds)));
  }
}
