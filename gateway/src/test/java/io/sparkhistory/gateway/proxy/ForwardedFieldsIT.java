package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Of the fields of a request, a history server is sent those that it reads and no others. */
@ExtendWith(BufferLeaks.class)
class ForwardedFieldsIT {
  /** What the gateway writes itself, for a request without a body. */
  private static final List<String> OWN =
      List.of(
          "host",
          "x-forwarded-prefix",
          "x-forwarded-context",
          "kubeflow-userid",
          "x-forwarded-for",
          "x-forwarded-proto",
          "x-forwarded-host",
          "via");

  /** In which proxies, meshes and identity providers tell who the visitor is, or prove it. */
  private static final List<String> SIGN_IN =
      List.of(
          "Authorization",
          "Proxy",
          "Proxy-Authorization",
          "Cookie",
          "Cookie2",
          "kubeflow-groups",
          "X-Auth-Request-User",
          "X-Auth-Request-Access-Token",
          "X-Forwarded-User",
          "X-Forwarded-Access-Token",
          "X-Amzn-Oidc-Data",
          "X-Amzn-Oidc-Accesstoken",
          "X-Amzn-Oidc-Identity",
          "X-Goog-IAP-JWT-Assertion",
          "X-Goog-Authenticated-User-Email",
          "X-Serverless-Authorization",
          "X-Endpoint-API-UserInfo",
          "X-Apigateway-Api-Userinfo",
          "Cf-Access-Jwt-Assertion",
          "Cf-Access-Client-Secret",
          "X-Ms-Client-Principal",
          "X-Ms-Token-Aad-Access-Token",
          "X-Pomerium-Jwt-Assertion",
          "X-Pomerium-Claim-Email",
          "X-Pomerium-Authorization",
          "X-authentik-jwt",
          "X-authentik-username",
          "X-authentik-groups",
          "X-Vouch-User",
          "X-Vouch-Token",
          "X-Vouch-IdP-AccessToken",
          "X-Vouch-IdP-IdToken",
          "X-Vouch-IdP-Claims-Groups",
          "Remote-User",
          "Remote-Groups",
          "X-Remote-User",
          "X-Remote-Extra-Scopes",
          "X-WebAuth-User",
          "X-Webauth-Token",
          "X-Token",
          "X-Token-User-Email",
          "X-Id-Token",
          "X-Access-Token",
          "X-Auth-Token",
          "X-Api-Key",
          "Api-Key",
          "X-Api-Token",
          "X-Jwt",
          "X-Jwt-Assertion",
          "X-JWT-Payload",
          "jwt",
          "X-Session-Token",
          "X-Session-Id",
          "X-Csrf-Token",
          "X-Userinfo",
          "X-User-Id",
          "X-User-Email",
          "X-Email",
          "X-Username",
          "X-Groups",
          "X-Roles",
          "X-Credential-Identifier",
          "X-Consumer-Username",
          "X-Consumer-Custom-Id",
          "X-Authenticated-Userid",
          "X-Authenticated-Scope",
          "Tailscale-User-Login",
          "Teleport-Jwt-Assertion",
          "X-Okta-User",
          "OIDC_access_token",
          "OIDC_CLAIM_email",
          "OIDC-Access-Token",
          "SM_USER",
          "SM-User",
          "iv-user",
          "iv-creds",
          "X-SSL-Client-Cert",
          "Ssl-Client-Cert",
          "X-Client-Cert",
          "Client-Cert",
          "X-Forwarded-Tls-Client-Cert",
          "X-Forwarded-Client-Cert",
          "X-Amz-Security-Token",
          "X-Amz-Cf-Id",
          "X-Gitlab-Token",
          "Private-Token",
          "X-Vault-Token",
          "DPoP",
          "X-MS-API-ROLE",
          "X-Anything");

  private RawOrigin origin;

  @BeforeEach
  void start() throws IOException {
    origin =
        new RawOrigin(
            e -> e.ok(e.values("Transfer-Encoding").isEmpty() ? "seen" : e.readChunked()));
  }

  @AfterEach
  void stop() throws IOException {
    origin.close();
  }

  @Test
  void noFieldOfASignInProxyArrives() throws IOException {
    try (Gateway gateway = new Gateway().tenant("a", origin)) {
      assertThat(arriving(gateway, SIGN_IN)).containsExactlyInAnyOrderElementsOf(OWN);
    }
  }

  @Test
  void whatAHistoryServerReadsArrives() throws IOException {
    List<String> read =
        List.of(
            "accept",
            "accept-charset",
            "accept-encoding",
            "accept-language",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "range",
            "cache-control",
            "pragma",
            "content-encoding",
            "content-language",
            "content-range",
            "content-type",
            "user-agent",
            "traceparent",
            "tracestate",
            "x-request-id",
            "b3",
            "x-b3-traceid",
            "x-b3-spanid",
            "x-b3-parentspanid",
            "x-b3-sampled",
            "x-b3-flags");
    try (Gateway gateway = new Gateway().tenant("a", origin)) {
      assertThat(arriving(gateway, read)).containsExactlyInAnyOrderElementsOf(and(OWN, read));
    }
  }

  @Test
  void whatTheOperatorNamesArrivesAndNothingElse() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.forwardedFields = List.of("X-Anything", "x-pomerium-claim-email", "Sec-Fetch-Mode");
    List<String> named = List.of("x-anything", "x-pomerium-claim-email", "sec-fetch-mode");
    try (Gateway gateway = new Gateway(limits).tenant("a", origin)) {
      assertThat(arriving(gateway, and(SIGN_IN, List.of("Sec-Fetch-Mode", "Sec-Fetch-Site"))))
          .containsExactlyInAnyOrderElementsOf(and(OWN, named));
    }
  }

  @Test
  void noTrailerArrivesThatTheOperatorDoesNotName() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.forwardedFields = List.of("X-Sum");
    try (Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.send(
          "POST /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
              + "X-Anything: SECRET\r\nX-Pomerium-Jwt-Assertion: SECRET\r\n\r\n");
      assertThat(client.read().body()).isEqualTo("1\r\nx\r\n0\r\n\r\n");
      Eventually.that(() -> assertThat(gateway.events.requestFields).hasValue(2));
    }
  }

  @Test
  void whatIsLeftOutIsCounted() throws IOException {
    try (Gateway gateway = new Gateway().tenant("a", origin)) {
      List<String> names =
          List.of("Accept", "X-Anything", "x-anything", "Origin", "Authorization", "TE");
      assertThat(arriving(gateway, names)).hasSize(OWN.size() + 1);
      Eventually.that(() -> assertThat(gateway.events.requestFields).hasValue(3));
    }
  }

  private static List<String> and(List<String> names, List<String> more) {
    return Stream.concat(names.stream(), more.stream()).toList();
  }

  /** Names of the fields that arrive of a request with these, each with a secret, lower case. */
  private List<String> arriving(Gateway gateway, List<String> names) throws IOException {
    StringBuilder lines = new StringBuilder();
    names.forEach(name -> lines.append(name).append(": SECRET\r\n"));
    try (RawClient client = gateway.client()) {
      client.send(
          "GET /sparkhistory/a/ HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n"
              + lines
              + "\r\n");
      assertThat(client.read().status()).isEqualTo(200);
    }
    return origin
        .received
        .get(0)
        .head
        .lines()
        .skip(1)
        .filter(line -> !line.isEmpty())
        .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
        .toList();
  }
}
