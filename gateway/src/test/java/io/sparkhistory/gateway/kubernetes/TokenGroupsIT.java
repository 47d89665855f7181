package io.sparkhistory.gateway.kubernetes;

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
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.Packaged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged gateway with {@code --jwks}, reached directly as by another pod, with RBAC that
 * answers by group: of what headers say, only what the token says too counts.
 */
@SuppressWarnings("JavaUtilDate") // the library has nothing better
class TokenGroupsIT {
  private static final String ISSUER = "https://dex.example.com";
  private static final String EVE = "eve@example.com";

  @TempDir Path folder;
  private final Cluster cluster = new Cluster();
  private ECKey key;
  private Packaged gateway;

  @BeforeEach
  void open() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("k").generate();
    Path keys = Files.writeString(folder.resolve("keys.json"), new JWKSet(key).toString());
    for (String team : List.of("team-a", "team-b")) {
      cluster.server(team, "Asleep");
      cluster.binding(team, "team", "kubeflow-view", "Group", team);
    }
    cluster.binding("masters", "masters", "kubeflow-view", "Group", "system:masters");
    gateway =
        Packaged.start(
            folder,
            Visitor.following(
                cluster.standIn,
                folder,
                "--jwks=" + keys,
                "--jwt-issuer=" + ISSUER,
                "--jwt-audience=kubeflow"));
  }

  @AfterEach
  void close() {
    gateway.close();
    cluster.close();
  }

  @Test
  void groupsThatOnlyTheHeaderNamesDoNotCount() throws Exception {
    assertThat(eve(Map.of(), "team-a", "team-a")).isEqualTo(403);
    assertThat(eve(Map.of("groups", List.of("team-b")), "team-a,team-b", "team-a")).isEqualTo(403);
  }

  @Test
  void groupsOfTheTokenCountWhereTheHeaderNamesThemOrIsNotThere() throws Exception {
    Map<String, Object> member = Map.of("groups", List.of("team-a", "team-b"));
    assertThat(eve(member, "team-a", "team-a")).isEqualTo(200);
    assertThat(eve(member, "team-a", "team-b")).isEqualTo(403);
    assertThat(eve(member, null, "team-b")).isEqualTo(200);
    assertThat(eve(Map.of("groups", "team-b"), null, "team-b")).isEqualTo(200);
    assertThat(eve(Map.of("groups", "team-b"), null, "team-a")).isEqualTo(403);
  }

  @Test
  void groupsOfKubernetesItselfAreNoIssuersToGive() throws Exception {
    Map<String, Object> master = Map.of("groups", List.of("system:masters"));
    assertThat(eve(master, null, "masters")).isEqualTo(403);
    assertThat(eve(master, "system:masters", "masters")).isEqualTo(403);
  }

  @Test
  void aTokenWhoseGroupsCannotBeReadIsRefused() throws Exception {
    Map<String, Object> odd = Map.of("groups", Map.of("team-a", true));
    assertThat(eve(odd, "team-a", "team-a")).isEqualTo(401);
    Eventually.holds(
        Cluster.SOON,
        () -> gateway.out().contains("token: its groups are neither a text nor a list of texts"));
  }

  /** What the gateway answers to somebody with a valid token of their own. */
  private int eve(Map<String, Object> claims, @Nullable String groups, String namespace)
      throws JOSEException, IOException {
    String bearer = "Bearer " + token(claims);
    Visitor visitor = new Visitor(gateway);
    return groups == null
        ? visitor.status(namespace, "kubeflow-userid", EVE, "Authorization", bearer)
        : visitor.status(
            namespace, "kubeflow-userid", EVE, "Authorization", bearer, "kubeflow-groups", groups);
  }

  private String token(Map<String, Object> more) throws JOSEException {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience("kubeflow")
            .claim("email", EVE)
            .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    more.forEach(claims::claim);
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("k").build(), claims.build());
    token.sign(new ECDSASigner(key));
    return token.serialize();
  }
}
