package io.sparkhistory.gateway.proxy;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the packaged gateway with secrets that can be recognized, in every way that a request or the
 * gateway itself can end, and looks for them in everything that comes out of it.
 */
@SuppressWarnings("JavaUtilDate") // the library has nothing better
class SecretsIT {
  /** In the fields that hold visitors' credentials: for nobody's eyes. */
  private static final String CREDENTIAL = "m4rkCr3d3ntial";

  /** In queries and bodies: for the history server, and not for logs and meters. */
  private static final String QUERY = "m4rkQu3ry";

  /** The gateway's own, for the API server alone. */
  private static final String OWN = "m4rk0wnT0k3n";

  private static final String ISSUER = "https://dex.example.com";

  private static final List<String> FIELDS =
      List.of(
          "Authorization: Bearer ",
          "authorization:Basic ",
          "Cookie: oauth2_proxy_kubeflow=",
          "Cookie: a=b; session=",
          "Proxy-Authorization: Basic ",
          "X-Forwarded-Access-Token: ",
          "X-Auth-Request-Access-Token: ",
          "X-Auth-Request-User: ",
          "X-Id-Token: ",
          "X-Access-Token: ",
          "X-Auth-Token: ",
          "X-Api-Key: ",
          "X-Csrf-Token: ",
          "X-Forwarded-Client-Cert: By=spiffe://x;Hash=");

  @TempDir Path folder;
  private final List<String> answers = new ArrayList<>();

  private static String credentials() {
    StringBuilder lines = new StringBuilder();
    FIELDS.forEach(field -> lines.append(field).append(CREDENTIAL).append("\r\n"));
    return lines.toString();
  }

  private static String get(String target, String lines) {
    return "GET "
        + target
        + "?token="
        + QUERY
        + " HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
        + lines
        + "\r\n";
  }

  /** Sends it on a connection of its own; what the answer is does not matter. */
  private void send(Packaged gateway, String request) throws IOException {
    try (RawClient client = gateway.client()) {
      RawClient.Answer answer = client.send(request).read();
      answers.add(answer.head() + answer.body());
    } catch (IOException e) {
      // an answer that ended early, or a connection that was reset
      answers.add("cut");
    }
  }

  private static String without(String request, String line) {
    return request.replace(line, "");
  }

  /** Every way in which a request can end here. */
  private void everyEnd(Packaged gateway) throws IOException {
    for (String kind : List.of("ok", "cut", "reset", "nonsense", "moved", "silent")) {
      send(gateway, get("/sparkhistory/a/" + kind, credentials()));
      send(
          gateway, get("/sparkhistory/a/history/" + kind, credentials() + "Accept: text/html\r\n"));
    }
    for (String target :
        List.of(
            "/",
            "/sparkhistory/",
            "/sparkhistory/b/",
            "/sparkhistory/gone/x",
            "/sparkhistory/api/",
            "/sparkhistory/-/status/a",
            "/sparkhistory/-/assets/x",
            "/sparkhistory/a/..;/x",
            "/sparkhistory/%61/x")) {
      send(gateway, get(target, credentials()));
      send(gateway, get(target, credentials() + "Accept: text/html\r\n"));
    }
    String fine = get("/sparkhistory/a/ok", credentials());
    send(gateway, without(fine, "kubeflow-userid: alice@example.com\r\n"));
    send(gateway, without(fine, "Host: gw\r\n"));
    send(gateway, fine.replace("GET ", "TRACE "));
    send(gateway, fine.replace("HTTP/1.1", "HTTP/3.1"));
    for (String bad :
        List.of(
            "kubeflow-userid: " + CREDENTIAL + "\r\n",
            "a b: " + CREDENTIAL + "\r\n",
            "Authorization : " + CREDENTIAL + "\r\n",
            "Cookie: " + CREDENTIAL + "\0\r\n",
            "Cookie: " + CREDENTIAL + "\n folded\r\n",
            "Content-Length: " + CREDENTIAL + "\r\n",
            "Transfer-Encoding: " + CREDENTIAL + "\r\n",
            "Expect: " + CREDENTIAL + "\r\n",
            "Host: " + CREDENTIAL + "\r\n",
            "traceparent: " + QUERY + "\r\n",
            "Cookie: " + CREDENTIAL.repeat(4000) + "\r\n",
            "Content-Length: 99999999\r\n",
            "Transfer-Encoding: chunked\r\n\r\n" + CREDENTIAL + "\r\n")) {
      send(gateway, get("/sparkhistory/a/ok", credentials() + bad));
    }
  }

  private RawOrigin origin() throws IOException {
    return new RawOrigin(
        e -> {
          String[] path = e.requestLine().split("[ ?]", -1)[1].split("/", -1);
          switch (path[path.length - 1]) {
            case "ok" -> e.ok("fine");
            case "reset" -> e.reset();
            case "nonsense" -> e.send("ICY 200 OK\r\n\r\n");
            case "moved" ->
                e.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /x\r\n\r\n");
            case "cut" -> {
              e.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf");
              e.socket.close();
            }
            default -> {
              int nothing = e.in.read();
              assertThat(nothing).isNegative();
            }
          }
        });
  }

  private Packaged.Options options(RawOrigin origin, String... more) throws IOException {
    String tenants =
        "a: {address: \"127.0.0.1:"
            + origin.port()
            + "\", users: [alice@example.com]}, gone: {address: \"127.0.0.1:1\", users:"
            + " [alice@example.com]}";
    List<String> all =
        new ArrayList<>(
            List.of(
                "--tenants=" + Packaged.tenants(folder, tenants),
                "--response-timeout=1s",
                "--slow-page-after=300ms",
                "--max-body=1000",
                "--drain-delay=0s",
                "--drain-timeout=1s"));
    all.addAll(List.of(more));
    return Packaged.Options.of(all.toArray(String[]::new));
  }

  /** What it printed and what its meters say. */
  private static String everything(Packaged gateway) {
    String meters = gateway.process.isAlive() ? gateway.admin("/metrics").body() : "";
    return gateway.out() + gateway.err() + meters;
  }

  @ParameterizedTest
  @ValueSource(strings = {"info", "trace"})
  void whatVisitorsKeepSecretIsNowhere(String level) throws Exception {
    try (RawOrigin origin = origin();
        Packaged gateway =
            Packaged.start(
                folder,
                options(origin).withJvm("-Dorg.slf4j.simpleLogger.defaultLogLevel=" + level))) {
      everyEnd(gateway);

      // it was there to be found
      assertThat(origin.received).hasSizeGreaterThan(10).anyMatch(e -> e.head.contains(QUERY));
      assertThat(answers).anyMatch(a -> a.contains(" 502 ")).anyMatch(a -> a.contains(" 431 "));
      assertThat(gateway.out()).contains("\"outcome\":\"upstream_timeout\"");
      assertThat(everything(gateway)).doesNotContain(CREDENTIAL).doesNotContain(QUERY);
      assertThat(answers).noneMatch(a -> a.contains(CREDENTIAL));
      assertThat(origin.received).noneMatch(e -> e.head.contains(CREDENTIAL));
      gateway.terminate();
      assertThat(everything(gateway)).doesNotContain(CREDENTIAL).doesNotContain(QUERY);
    }
  }

  /** Of a crash in an event loop: then the report tells of all threads of Java. */
  @Test
  void neitherAThreadDumpNorTheReportOfACrashHasThem() throws Exception {
    Path report = folder.resolve("crash.log");
    List<RawClient> greedy = new ArrayList<>();
    try (RawOrigin origin = origin()) {
      Packaged gateway =
          Packaged.start(
              folder,
              options(origin, "--max-head=1Mi")
                  .withJvm(
                      "-XX:ErrorFile=" + report,
                      "-XX:-CreateCoredumpOnCrash",
                      "-XX:+CrashOnOutOfMemoryError",
                      "-XX:MaxDirectMemorySize=1g"));
      try (RawClient busy = gateway.client()) {
        busy.send(get("/sparkhistory/a/silent", credentials()));
        Eventually.that(() -> assertThat(origin.received).hasSize(1));
        signal(gateway, "-QUIT");
        Eventually.that(() -> assertThat(gateway.out()).contains("Full thread dump"));
        takeAllMemory(gateway, greedy);
        assertThat(gateway.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(Files.readString(report)).contains("OutOfMemory", "Java Threads", "\"gateway-");
      assertThat(everything(gateway) + Files.readString(report))
          .doesNotContain(CREDENTIAL)
          .doesNotContain(QUERY);
    } finally {
      for (RawClient client : greedy) {
        client.close();
      }
    }
  }

  /** Heads that never end, until the heap has no room for one more. */
  private static void takeAllMemory(Packaged gateway, List<RawClient> greedy) {
    String head = "GET / HTTP/1.1\r\nX: " + "x".repeat((1 << 20) - 100);
    try {
      while (gateway.process.isAlive() && greedy.size() < 300) {
        greedy.add(gateway.client().send(head));
      }
    } catch (IOException e) {
      // it has ended
      return;
    }
  }

  private static void signal(Packaged gateway, String signal) throws Exception {
    String pid = Long.toString(gateway.process.pid());
    assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
  }

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
                        origin,
                        "--jwks=" + keys,
                        "--jwt-issuer=" + ISSUER,
                        "--jwt-audience=kubeflow")
                    .withJvm("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace"))) {
      for (String token : tokens) {
        send(gateway, get("/sparkhistory/a/ok", "Authorization: Bearer " + token + "\r\n"));
      }
      assertThat(answers.get(0)).startsWith("HTTP/1.1 200 ");
      assertThat(answers.subList(1, 6)).allMatch(a -> a.startsWith("HTTP/1.1 401 "));
      String all =
          everything(gateway) + answers + origin.received.stream().map(e -> e.head).toList();
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
              Packaged.Options.of("--kubernetes", "--drain-delay=0s")
                  .withJvm(
                      "-Dkubeconfig=" + kubeconfig,
                      "-Dorg.slf4j.simpleLogger.defaultLogLevel=debug"));
      try (gateway) {
        Eventually.that(() -> assertThat(api.received).hasSizeGreaterThan(20));
        Eventually.that(() -> assertThat(gateway.admin("/readyz").statusCode()).isEqualTo(503));
        send(gateway, get("/sparkhistory/a/", credentials()));
        answers.add(gateway.admin("/readyz").body());
        assertThat(api.received).anyMatch(e -> e.values("Authorization").contains("Bearer " + OWN));
        assertThat(everything(gateway) + answers).doesNotContain(OWN).doesNotContain(CREDENTIAL);
      }
    }
  }

  @Test
  void whatCannotStartEndsAndShowsNoToken() throws Exception {
    Path kubeconfig = kubeconfig("http://127.0.0.1:1", "[" + OWN);
    Packaged gateway =
        Packaged.begin(
            folder, Packaged.Options.of("--kubernetes").withJvm("-Dkubeconfig=" + kubeconfig));

    assertThat(gateway.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
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
