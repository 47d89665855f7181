package io.sparkhistory.gateway.proxy;

import static io.sparkhistory.gateway.fixture.MarkedVisits.CREDENTIAL;
import static io.sparkhistory.gateway.fixture.MarkedVisits.credentials;
import static io.sparkhistory.gateway.fixture.MarkedVisits.everything;
import static io.sparkhistory.gateway.fixture.MarkedVisits.get;
import static io.sparkhistory.gateway.fixture.MarkedVisits.options;
import static io.sparkhistory.gateway.fixture.MarkedVisits.origin;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.MarkedVisits;
import io.sparkhistory.gateway.fixture.Packaged;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the packaged gateway with tokens, its visitors' and its own, and looks for them in
 * everything that comes out of it.
 */
@SuppressWarnings("JavaUtilDate") // the library has nothing better
class TokensIT {
  /** The gateway's own, for the API server alone. */
  private static final String OWN = "m4rk0wnT0k3n";

  private static final String ISSUER = "https://dex.example.com";

  @TempDir Path folder;
  private final MarkedVisits visits = new MarkedVisits();

  @Test
  void aTokenThatProvesTheVisitorIsReadAndNotPassedOnNorWrittenDown() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
    RSAKey other = new RSAKeyGenerator(2048).keyID("k").generate();
    Path keys = Files.writeString(folder.resolve("keys.json"), new JWKSet(key).toString());
    List<String> tokens =
        List.of(
            token(key, ISSUER, "alice@example.com", 600),
            token(key, "https://" + CREDENTIAL, "alice@example.com", 600),
            token(other, ISSUER, "alice@example.com", 600),
            token(key, ISSUER, "bob@example.com", 600),
            token(key, ISSUER, "alice@example.com", -600),
            CREDENTIAL + "." + CREDENTIAL + "." + CREDENTIAL);
    try (RawOrigin origin = origin();
        Packaged gateway =
            Packaged.start(
                folder,
                options(
                    folder,
                    origin,
                    "--jwks=" + keys,
                    "--jwt-issuer=" + ISSUER,
                    "--jwt-audience=kubeflow",
                    "--log-level=trace"))) {
      for (String token : tokens) {
        visits.send(gateway, get("/sparkhistory/a/ok", "Authorization: Bearer " + token + "\r\n"));
      }
      assertThat(visits.responses.get(0)).startsWith("HTTP/1.1 200 ");
      assertThat(visits.responses.subList(1, 6)).allMatch(a -> a.startsWith("HTTP/1.1 401 "));
      String all =
          everything(gateway)
              + visits.responses
              + origin.received.stream().map(e -> e.head).toList();
      assertThat(parts(tokens)).noneMatch(all::contains);
      assertThat(all).doesNotContain(CREDENTIAL);
    }
  }

  /** Each by itself would be enough for somebody. */
  private static Stream<String> parts(List<String> tokens) {
    return tokens.stream().flatMap(token -> Stream.of(token.split("\\.", -1)).skip(1));
  }

  private static String token(RSAKey key, String issuer, String user, long seconds)
      throws JOSEException {
    Instant end = Instant.now().plus(Duration.ofSeconds(seconds));
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience("kubeflow")
            .claim("email", user)
            .expirationTime(Date.from(end))
            .build();
    SignedJWT token =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(), claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  @Test
  void theGatewaysOwnTokenIsForTheApiServerAlone() throws Exception {
    List<String> ends =
        List.of(
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{");
    try (RawOrigin api =
        new RawOrigin(
            e -> {
              e.send(ends.get(e.connection % ends.size()));
              e.socket.close();
            })) {
      Path kubeconfig = kubeconfig("http://127.0.0.1:" + api.port(), OWN);
      Packaged gateway =
          Packaged.launch(
              folder,
              Packaged.Options.of("--kubernetes", "--drain-delay=0s", "--log-level=debug")
                  .withJvm("-Dkubeconfig=" + kubeconfig));
      try (gateway) {
        Eventually.that(() -> assertThat(api.received).hasSizeGreaterThan(20));
        Eventually.that(() -> assertThat(gateway.admin("/readyz").statusCode()).isEqualTo(503));
        visits.send(gateway, get("/sparkhistory/a/", credentials()));
        visits.responses.add(gateway.admin("/readyz").body());
        assertThat(api.received).anyMatch(e -> e.values("Authorization").contains("Bearer " + OWN));
        assertThat(everything(gateway) + visits.responses)
            .doesNotContain(OWN)
            .doesNotContain(CREDENTIAL);
      }
    }
  }

  @Test
  void whatCannotStartEndsAndShowsNoToken() throws Exception {
    Path kubeconfig = kubeconfig("http://127.0.0.1:1", "[" + OWN);
    Packaged gateway =
        Packaged.begin(
            folder, Packaged.Options.of("--kubernetes").withJvm("-Dkubeconfig=" + kubeconfig));

    assertThat(gateway.process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(gateway.process.exitValue()).isEqualTo(1);
    assertThat(gateway.out() + gateway.err())
        .contains("the kubeconfig cannot be read")
        .doesNotContain(OWN);
  }

  private Path kubeconfig(String server, String token) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: c
        clusters: [{name: c, cluster: {server: "%s"}}]
        contexts: [{name: c, context: {cluster: c, user: u}}]
        users: [{name: u, user: {token: %s}}]
        """
            .formatted(server, token));
  }
}
