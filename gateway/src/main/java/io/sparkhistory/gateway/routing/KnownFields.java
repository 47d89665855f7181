package io.sparkhistory.gateway.routing;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names behind each {@link Field}, lower case. */
final class KnownFields {
  /** Fields that carry a secret and so can never carry a name. */
  static final Set<String> PASSWORDS = Set.of("authorization", "proxy-authorization");

  private KnownFields() {}

  /**
   * Families of names, by what they start with. Checked after the exact names. {@code
   * X-Forwarded-*} is all that the gateway does not itself write or continue.
   */
  static Map<String, Field> prefixes() {
    return Map.ofEntries(
        Map.entry("proxy-", Field.BETWEEN_PROXIES),
        Map.entry("x-auth-request-", Field.BETWEEN_PROXIES), // oauth2-proxy
        Map.entry("x-amzn-oidc-", Field.BETWEEN_PROXIES), // AWS load balancer
        Map.entry("x-goog-iap-", Field.BETWEEN_PROXIES),
        Map.entry("x-goog-authenticated-user-", Field.BETWEEN_PROXIES),
        Map.entry("cf-access-", Field.BETWEEN_PROXIES), // Cloudflare
        Map.entry("x-ms-client-principal", Field.BETWEEN_PROXIES), // Azure
        Map.entry("x-ms-token-", Field.BETWEEN_PROXIES),
        Map.entry("impersonate-", Field.BETWEEN_PROXIES), // Kubernetes API
        Map.entry("x-remote-", Field.BETWEEN_PROXIES),
        Map.entry("access-control-allow-", Field.SITE_WIDE),
        Map.entry("x-forwarded-", Field.BETWEEN_PROXIES),
        Map.entry("x-original-", Field.BETWEEN_PROXIES),
        Map.entry("x-rewrite-", Field.BETWEEN_PROXIES),
        Map.entry("x-envoy-", Field.BETWEEN_PROXIES),
        Map.entry("x-accel-", Field.BETWEEN_PROXIES)); // nginx
  }

  /** Names of this field. Those of the identity headers are configured. */
  static List<String> names(Field field) {
    return switch (field) {
      case OTHER, FORWARDED_BY_OPTION, USER, GROUPS, LOOK_ALIKE -> List.of();
      case FORWARDED -> FORWARDED;
      case HOST -> List.of("host");
      case CONTENT_LENGTH -> List.of("content-length");
      case TRANSFER_ENCODING -> List.of("transfer-encoding");
      case CONNECTION -> List.of("connection");
      case HOP_BY_HOP -> List.of("keep-alive", "proxy-connection", "te", "http2-settings");
      case UPGRADE -> List.of("upgrade");
      case EXPECT -> List.of("expect");
      case TRAILER -> List.of("trailer");
      case MAX_FORWARDS -> List.of("max-forwards");
      case VIA -> List.of("via");
      case DATE -> List.of("date");
      case ACCEPT -> List.of("accept");
      case TRACEPARENT -> List.of("traceparent");
      case CLIENT_CERTIFICATE -> List.of("x-forwarded-client-cert");
      case X_FORWARDED_FOR -> List.of("x-forwarded-for");
      case X_FORWARDED_PROTO -> List.of("x-forwarded-proto");
      case X_FORWARDED_HOST -> List.of("x-forwarded-host");
      case COOKIE -> List.of("cookie");
      case AUTHORIZATION -> List.of("authorization");
      case BETWEEN_PROXIES -> BETWEEN_PROXIES;
      case PURPOSE -> List.of("purpose", "sec-purpose", "x-purpose", "x-moz");
      case PREFER -> List.of("prefer");
      case FETCH_MODE -> List.of("sec-fetch-mode");
      case CONTENT_TYPE -> List.of("content-type");
      case LOCATION -> List.of("location");
      case CONTENT_LOCATION -> List.of("content-location");
      case REFRESH -> List.of("refresh");
      case SET_COOKIE -> List.of("set-cookie");
      case SITE_WIDE -> SITE_WIDE;
      case HEAD_ONLY -> HEAD_ONLY;
    };
  }

  /** The reason of each is in docs/security.md, "What reaches a history server". */
  private static final List<String> FORWARDED =
      List.of(
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
          "user-agent",
          "tracestate",
          "x-request-id",
          "b3",
          "x-b3-traceid",
          "x-b3-spanid",
          "x-b3-parentspanid",
          "x-b3-sampled",
          "x-b3-flags");

  private static final List<String> BETWEEN_PROXIES =
      List.of(
          "forwarded",
          "x-forwarded",
          "x-forwarded-prefix",
          "x-forwarded-context",
          "x-forwarded-user",
          "x-forwarded-email",
          "x-forwarded-groups",
          "x-forwarded-preferred-username",
          "x-forwarded-access-token",
          "x-real-ip",
          "x-client-ip",
          "x-cluster-client-ip",
          "true-client-ip",
          "cf-connecting-ip",
          "x-host",
          "x-scheme",
          "x-url-scheme",
          "front-end-https",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-sendfile",
          "proxy", // CGI's HTTP_PROXY, CVE-2016-5385
          "proxy-authorization",
          "proxy-authenticate",
          "cookie2",
          "set-cookie2",
          "x-id-token",
          "x-access-token",
          "x-auth-token",
          "x-api-key",
          "x-csrf-token",
          "x-xsrf-token",
          "client-cert", // RFC 9440
          "client-cert-chain",
          "remote-user",
          "remote-name",
          "remote-email",
          "remote-groups",
          "x-user",
          "x-webauth-user");

  private static final List<String> HEAD_ONLY =
      List.of("age", "content-disposition", "expires", "retry-after", "vary", "warning");

  private static final List<String> SITE_WIDE =
      List.of(
          // W3C Clear Site Data: cookies and storage of the origin, the visitor's session with them
          "clear-site-data",
          // RFC 6797, RFC 7469, RFC 9163: how the host is to be reached, for months
          "strict-transport-security",
          "public-key-pins",
          "public-key-pins-report-only",
          "expect-ct",
          // RFC 7838: another server that may answer for the whole origin
          "alt-svc",
          // W3C Service Workers: a script that answers for paths of others
          "service-worker-allowed",
          // W3C Network Error Logging: where the browser reports everybody's requests to
          "nel",
          "report-to",
          // the Authorization field never reaches a history server, so a password that is asked for
          // in the site's name has no use but theft (RFC 9110, section 11.6)
          "www-authenticate",
          "optional-www-authenticate",
          "authentication-info",
          "authentication-control",
          // Fetch standard: which other sites may read along is not for a tenant to say
          "access-control-expose-headers",
          "access-control-max-age",
          // RFC 8942: what the browser tells every path of the origin about itself
          "accept-ch",
          "accept-ch-lifetime",
          "critical-ch",
          // HTML standard: how the browser isolates the origin
          "origin-agent-cluster",
          // W3C FedCM and Device Bound Session Credentials: whether and how one is signed in
          "set-login",
          "sec-session-registration",
          "sec-session-challenge",
          "secure-session-registration",
          "secure-session-challenge",
          // RFC 9842: a dictionary for paths of others
          "use-as-dictionary");
}
