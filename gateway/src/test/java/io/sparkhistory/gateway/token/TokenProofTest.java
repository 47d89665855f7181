package io.sparkhistory.gateway.token;

import static io.sparkhistory.gateway.token.SignedTokens.START;
import static io.sparkhistory.gateway.token.SignedTokens.claims;
import static io.sparkhistory.gateway.token.SignedTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Proof.Verdict;
import io.sparkhistory.gateway.configuration.ProofSettings.TokenRules;
import io.sparkhistory.gateway.fixture.Shown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("JavaUtilDate") // the library has nothing better
class TokenProofTest {
  private static final Caller ALICE = new Caller("alice@example.com", List.of());

  private static RSAKey first;
  private static ECKey second;
  private static RSAKey stranger;

  private final AtomicLong seconds = new AtomicLong();
  private final AtomicInteger reads = new AtomicInteger();
  private volatile String published;
  private volatile boolean silent;
  private Keys keys;
  private TokenProof proof;

  @BeforeAll
  static void makeKeys() throws JOSEException {
    first = new RSAKeyGenerator(2048).keyID("first").generate();
    second = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
    stranger = new RSAKeyGenerator(2048).keyID("first").generate();
  }

  @BeforeEach
  void open() {
    published = new JWKSet(first).toString();
    keys =
        new Keys(
            new KeySource("https://dex.example.com/keys", this::read),
            () -> Duration.ofSeconds(seconds.get()).toNanos());
    proof =
        new TokenProof(
            keys,
            new TokenRules(
                "https://dex.example.com", "kubeflow", List.of("email", "sub"), "groups"),
            new Moving());
  }

  private CompletionStage<String> read() {
    reads.incrementAndGet();
    return silent ? new CompletableFuture<>() : CompletableFuture.completedFuture(published);
  }

  private final class Moving extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return START.plusSeconds(seconds.get());
    }
  }

  private Verdict verdict(String token, String user) {
    return proof
        .of(Shown.authorizations("Bearer " + token), new Caller(user, List.of()))
        .toCompletableFuture()
        .orTimeout(2, TimeUnit.MINUTES)
        .join();
  }

  private void refused(String token) {
    assertThat(verdict(token, "alice@example.com")).isInstanceOf(Verdict.Refused.class);
  }

  private void proven(String token) {
    assertThat(verdict(token, "alice@example.com")).isInstanceOf(Verdict.Proven.class);
  }

  @Test
  void aTokenThatNamesTheUserOfTheHeaderProvesIt() {
    proven(signed(claims().build(), first));
    proven(
        signed(
            claims().build(),
            new JWSHeader.Builder(JWSAlgorithm.PS384)
                .keyID("first")
                .type(new JOSEObjectType("at+jwt")),
            first));
  }

  @Test
  void aTokenOfSomebodyElseDoesNot() {
    String token = signed(claims().build(), first);
    assertThat(verdict(token, "bob@example.com")).isInstanceOf(Verdict.Refused.class);
    proven(token);
    assertThat(verdict(token, "bob@example.com")).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void theFirstClaimThatIsThereIsTheOne() {
    JWTClaimsSet noEmail = claims().claim("email", null).subject("alice@example.com").build();
    proven(signed(noEmail, first));
    refused(
        signed(
            claims().claim("email", "bob@example.com").subject("alice@example.com").build(),
            first));
    refused(signed(claims().claim("email", null).subject(null).build(), first));
    refused(signed(claims().claim("email", List.of("alice@example.com")).build(), first));
  }

  /** Who signs up may enter any address, and some issuers hand it out before it was looked at. */
  @Test
  void anAddressThatTheIssuerHasNotVerifiedProvesNobody() {
    refused(signed(claims().claim("email_verified", false).build(), first));
    refused(signed(claims().claim("email_verified", "true").build(), first));
    proven(signed(claims().claim("email_verified", true).build(), first));
    JWTClaimsSet other = claims().claim("email", null).claim("email_verified", false).build();
    assertThat(verdict(signed(other, first), "4711")).isInstanceOf(Verdict.Proven.class);
  }

  @Test
  void issuerAudienceAndTimesMustBeRight() {
    refused(signed(claims().issuer("https://evil.example.com").build(), first));
    refused(signed(claims().issuer(null).build(), first));
    refused(signed(claims().audience("other").build(), first));
    refused(signed(claims().audience((String) null).build(), first));
    refused(signed(claims().expirationTime(null).build(), first));
    refused(signed(claims().expirationTime(Date.from(START.minusSeconds(60))).build(), first));
    refused(signed(claims().notBeforeTime(Date.from(START.plusSeconds(60))).build(), first));
    proven(signed(claims().audience(List.of("other", "kubeflow")).build(), first));
  }

  @Test
  void aRememberedTokenExpiresToo() {
    String token = signed(claims().build(), first);
    proven(token);
    seconds.set(599);
    proven(token);
    seconds.set(700);
    refused(token);
    seconds.set(5); // the clock had been wrong
    proven(token);
  }

  @Test
  void aSignatureMustBeOfAPublishedKeyAndOfAPublicKind() throws JOSEException {
    refused(signed(claims().build(), stranger));
    refused(new PlainJWT(claims().build()).serialize());
    byte[] secret =
        first.toPublicJWK().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    refused(
        signed(
            claims().build(),
            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first"),
            new MACSigner(secret)));
    String token = signed(claims().build(), first);
    refused(token.substring(0, token.lastIndexOf('.') + 1));
    refused(token.substring(0, token.length() - 8) + "AAAAAAAA");
    refused("a.b.c");
    refused("x");
  }

  @Test
  void aMissingDoubledOrOtherAuthorizationIsRefused() {
    String token = "Bearer " + signed(claims().build(), first);
    for (Shown shown :
        List.of(
            Shown.authorizations(),
            Shown.authorizations(token, token),
            Shown.authorizations("Basic YWxpY2U6c2VjcmV0"),
            Shown.authorizations("Bearer"),
            Shown.authorizations("Bearer "),
            Shown.authorizations(token.replace("Bearer ", "Bearer")))) {
      assertThat(proof.of(shown, ALICE).toCompletableFuture().join())
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  void aNewKeyIsReadWhenATokenNamesItAndAnOldOneIsNoLongerBelieved() throws JOSEException {
    String old = signed(claims().build(), first);
    proven(old);
    published = new JWKSet(second).toString();
    seconds.set(20);
    proven(
        signed(
            claims().build(),
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("second"),
            new ECDSASigner(second)));
    refused(old);
  }

  @Test
  void madeUpKeyNamesDoNotFloodTheIssuer() {
    proven(signed(claims().build(), first));
    int before = reads.get();
    seconds.set(20);
    for (int i = 0; i < 100; i++) {
      refused(
          signed(
              claims().build(),
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("made-up-" + i),
              first));
    }
    assertThat(reads.get() - before).isEqualTo(1);
  }

  @Test
  void withoutKeysNobodyIsLetInAndItIsNotTheVisitorsFault() {
    published = "<html>Bad gateway</html>";
    assertThat(verdict(signed(claims().build(), first), "alice@example.com"))
        .isInstanceOf(Verdict.Unavailable.class);
    assertThat(keys.problem()).isNotEmpty();
    published = new JWKSet(first).toString();
    seconds.set(20);
    proven(signed(claims().build(), first));
    assertThat(keys.problem()).isEmpty();
  }

  @Test
  void keysFromBeforeStayInForceWhenTheIssuerPublishesNonsenseOrNothing() {
    proven(signed(claims().build(), first));
    for (String bad : List.of("", "{}", "{\"keys\":[]}", "<html>")) {
      published = bad;
      seconds.addAndGet(20);
      keys.refresh().toCompletableFuture().join();
      proven(signed(claims().build(), first));
    }
  }

  @Test
  void aSilentIssuerIsWaitedForButNotForLong() {
    silent = true;
    assertThat(verdict(signed(claims().build(), first), "alice@example.com"))
        .isInstanceOf(Verdict.Unavailable.class);
  }

  @Test
  void theReasonHoldsNothingOfTheToken() {
    for (JWTClaimsSet.Builder evil :
        List.of(
            claims().issuer("https://evil.example.com"),
            claims().claim("email", "evil@example.com"))) {
      assertThat(verdict(signed(evil.build(), first), "alice@example.com"))
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> assertThat(refused.reason()).doesNotContain("evil"));
    }
  }
}
