package io.sparkhistory.gateway.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import io.sparkhistory.gateway.access.Proof.Verdict;
import io.sparkhistory.gateway.configuration.ProofSettings.TokenRules;
import io.sparkhistory.gateway.fixture.Shown;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.token.KeySource;
import io.sparkhistory.gateway.token.Keys;
import io.sparkhistory.gateway.token.TokenProof;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Who asks is what the rule says when it is said a second time; what a stranger puts before the
 * sidecar's word never makes him the trusted peer; and a token that was changed in what it says
 * proves nothing.
 */
public final class IdentityFuzz {
  private static final Callers CALLERS = new Callers("p:", "");
  private static final String INGRESS = "spiffe://cluster.local/ns/istio-system/sa/ingress";
  private static final String STRANGER = "spiffe://cluster.local/ns/ns-a/sa/default-editor";
  private static final TrustedPeer PEER = new TrustedPeer(INGRESS);

  /** What sidecars append, with the subjects that certificates have in and outside of a mesh. */
  private static final List<String> ELEMENTS =
      List.of(
          "By=spiffe://cluster.local/ns/spark-history/sa/gateway;Hash=ab12;Subject=\"\";URI=",
          "By=b;Hash=ab12;Subject=\"CN=\\\"x\\\",O=y;z\";URI=",
          "URI=");

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Caller ALICE = new Caller("alice", List.of());
  private static final ECKey KEY = key();
  private static final String TOKEN = token();
  private static final TokenProof PROOF =
      new TokenProof(
          new Keys(
              new KeySource(
                  "https://dex.example.com/keys",
                  () -> CompletableFuture.completedFuture(new JWKSet(KEY).toString())),
              () -> 1L),
          new TokenRules("https://dex", "kubeflow", List.of("sub"), "groups"),
          Clock.fixed(NOW, ZoneOffset.UTC));

  private IdentityFuzz() {}

  /**
   * The bytes are user, groups, the start of a certificate field, and an edit of a token (two bytes
   * that say where, what to write there), separated by 0xff.
   */
  public static void fuzzerTestOneInput(byte[] data) {
    String[] parts = Arrays.copyOf(new String(data, ISO_8859_1).split("\u00ff", 4), 4);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = parts[i] == null ? "" : parts[i];
    }
    Identity identity = CALLERS.identify(1, range(parts[0]), 1, range(parts[1]));
    assertThat(identity.getClass().getSimpleName() + said(identity))
        .isEqualTo(spec(parts[0], parts[1]));
    for (String element : ELEMENTS) {
      String hearsay = parts[2].isEmpty() ? "" : parts[2] + ",";
      assertThat(isProven(PEER, Shown.certificates(hearsay + element + STRANGER)))
          .as(parts[2])
          .isFalse();
      boolean balanced = parts[2].matches("(?s)([^\"]|\"([^\"\\\\]|\\\\.)*+\")*+");
      assertThat(!balanced || isProven(PEER, Shown.certificates(hearsay + element + INGRESS)))
          .as(parts[2])
          .isTrue();
    }
    token(parts[3]);
  }

  private static void token(String edit) {
    if (edit.length() < 3) {
      return;
    }
    int at = (edit.charAt(0) << 8 | edit.charAt(1)) % TOKEN.length();
    String with = edit.substring(2);
    String after = TOKEN.substring(Math.min(TOKEN.length(), at + with.length()));
    String token = TOKEN.substring(0, at) + with + after;
    boolean same =
        token.startsWith(TOKEN.substring(0, TOKEN.lastIndexOf('.') + 1)) || token.equals(TOKEN);
    if (isProven(PROOF, Shown.authorizations("Bearer " + token))) {
      assertThat(same).as(token).isTrue();
    }
  }

  private static boolean isProven(Proof proof, Shown shown) {
    return proof.of(shown, ALICE).toCompletableFuture().join() instanceof Verdict.Proven;
  }

  private static String said(Identity identity) {
    return identity instanceof Identity.Known known
        ? " " + known.caller().user() + " " + known.caller().groups()
        : "";
  }

  private static String spec(String user, String groups) {
    if (user.isEmpty()) {
      return "Missing";
    }
    String name = decoded(user).replaceFirst("^p:", "");
    boolean kept = name.startsWith("system:") && !name.startsWith("system:serviceaccount:");
    if (isNoName(user) || name.isBlank() || name.contains(",") || kept) {
      return "Ambiguous";
    }
    List<String> names = new ArrayList<>();
    for (String group : groups.split(",", -1)) {
      if (group.isBlank()) {
        continue;
      }
      String one = decoded(group).strip();
      if (isNoName(group) || one.isEmpty()) {
        return "Ambiguous";
      }
      if (!one.startsWith("system:") && !names.contains(one)) {
        names.add(one);
      }
    }
    return names.size() > 1000 ? "Ambiguous" : "Known " + name + " " + names;
  }

  /** U+FFFD where it is not UTF-8; invisible are the categories that a terminal does not draw. */
  private static boolean isNoName(String bytes) {
    String name = decoded(bytes);
    boolean utf8 = Arrays.equals(name.getBytes(UTF_8), bytes.getBytes(ISO_8859_1));
    return !utf8 || bytes.length() > 512 || name.matches("(?s).*[\\p{C}\\p{Zl}\\p{Zp}].*");
  }

  private static String decoded(String bytes) {
    return new String(bytes.getBytes(ISO_8859_1), UTF_8);
  }

  private static ByteRange range(String text) {
    byte[] b = (" " + text + ",x").getBytes(ISO_8859_1);
    return new ByteRange().set(b, 1, 1 + text.length());
  }

  private static ECKey key() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("JavaUtilDate") // the library has nothing better
  private static String token() {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("https://dex")
            .audience("kubeflow")
            .subject("alice")
            .expirationTime(Date.from(NOW.plusSeconds(600)))
            .build();
    try {
      SignedJWT token =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(), claims);
      token.sign(new ECDSASigner(KEY));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
