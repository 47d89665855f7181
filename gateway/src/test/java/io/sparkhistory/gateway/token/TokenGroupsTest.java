package io.sparkhistory.gateway.token;

import static io.sparkhistory.gateway.token.SignedTokens.START;
import static io.sparkhistory.gateway.token.SignedTokens.claims;
import static io.sparkhistory.gateway.token.SignedTokens.signed;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Proof.Verdict;
import io.sparkhistory.gateway.configuration.ProofSettings.TokenRules;
import io.sparkhistory.gateway.fixture.Shown;
import java.text.ParseException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which groups count, by what the groups header and the token say. */
class TokenGroupsTest {
  private static RSAKey key;

  private final TokenProof proof =
      new TokenProof(
          new Keys(
              new KeySource(
                  "https://dex.example.com/keys",
                  () -> CompletableFuture.completedFuture(new JWKSet(key).toString())),
              () -> 1),
          new TokenRules("https://dex.example.com", "kubeflow", List.of("email"), "groups"),
          Clock.fixed(START, ZoneOffset.UTC));

  @BeforeAll
  static void makeKey() throws JOSEException {
    key = new RSAKeyGenerator(2048).keyID("k").generate();
  }

  /** Groups of the header, the token's claim in JSON, and what counts. Dash: not there. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-     | -                        | ",
        "a,b   | -                        | ",
        "a,b   | null                     | ",
        "a,b   | []                       | ",
        "-     | []                       | ",
        "-     | [`a`,`b`]                | a,b",
        "a     | [`a`,`b`]                | a",
        "b,a   | [`a`,`b`]                | b,a",
        "a,c   | [`a`,`b`]                | a",
        "c     | [`a`,`b`]                | ",
        "''    | [`a`,`b`]                | ",
        "-     | `a`                      | a",
        "a,b   | `a`                      | a",
        "a,b   | `a,b`                    | ",
        "-     | `a b`                    | a b",
        "A     | [`a`]                    | ",
        "-     | [`a`,`a`,``,` `]         | a",
        "-     | [`system:masters`,`a`]   | a",
        "-     | `system:masters`         | ",
        "-     | 7                        | refused",
        "a     | true                     | refused",
        "a     | {`a`:true}               | refused",
        "a     | [[`a`]]                  | refused",
        "a     | [`a`,7]                  | refused",
        "a     | [`a`,null]               | refused",
        "-     | [`a\\u0000b`]            | refused",
        "-     | [`a\\u202eb`]            | refused"
      })
  void onlyWhatTheTokenSaysCounts(String header, String claim, @Nullable String counts)
      throws ParseException {
    JWTClaimsSet.Builder claims = claims();
    if (!claim.equals("-")) {
      claims.claim("groups", json(claim));
    }
    assertThat(outcome(claims, header)).isEqualTo(counts == null ? "" : counts);
  }

  @Test
  void theNumberAndTheLengthOfGroupsAreBounded() {
    assertThat(outcome(claims().claim("groups", numbered(1000)), "-")).endsWith(",999");
    assertThat(outcome(claims().claim("groups", numbered(1001)), "-")).isEqualTo("refused");
    assertThat(outcome(claims().claim("groups", "x".repeat(512)), "-")).hasSize(512);
    assertThat(outcome(claims().claim("groups", "x".repeat(513)), "-")).isEqualTo("refused");
    assertThat(outcome(claims().claim("groups", "ä".repeat(257)), "-")).isEqualTo("refused");
  }

  @Test
  void aRememberedTokenHasItsGroupsAndNoOthers() {
    JWTClaimsSet.Builder member = claims().claim("groups", List.of("a", "b"));
    for (String header : List.of("a", "b,c", "-", "c")) {
      assertThat(outcome(member, header))
          .isEqualTo(header.equals("-") ? "a,b" : header.replaceAll(",?c", ""));
    }
  }

  @Test
  void anotherClaimIsNotRead() {
    assertThat(outcome(claims().claim("roles", List.of("a")), "a")).isEmpty();
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private String outcome(JWTClaimsSet.Builder claims, String header) {
    Shown bare = Shown.authorizations("Bearer " + signed(claims.build(), key));
    boolean absent = header.equals("-");
    List<String> groups = absent || header.isEmpty() ? List.of() : List.of(header.split(",", -1));
    Verdict verdict =
        proof
            .of(absent ? bare : bare.withGroupsHeader(), new Caller("alice@example.com", groups))
            .toCompletableFuture()
            .join();
    return verdict instanceof Verdict.Proven proven
        ? String.join(",", proven.caller().groups())
        : "refused";
  }

  private static @Nullable Object json(String text) throws ParseException {
    return JSONObjectUtils.parse("{\"v\":" + text.replace('`', '"') + "}").get("v");
  }
}
