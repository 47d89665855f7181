package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which fields of a message may pass, a second time: by the letters and digits of their names,
 * which is all that is left of a name where servers fold dashes, dots and underscores into one.
 */
final class FieldsBySpec {
  /** Hop by hop, framing, identity, forwarding, session: not answered. */
  private static final Set<String> NEVER =
      folded(
          "connection keep-alive proxy-connection te http2-settings upgrade trailer",
          "content-length transfer-encoding kubeflow-userid kubeflow-groups authorization",
          "x-forwarded-client-cert x-forwarded-for x-forwarded-proto x-forwarded-host",
          "forwarded x-forwarded x-forwarded-prefix x-forwarded-context x-real-ip x-client-ip",
          "x-cluster-client-ip true-client-ip cf-connecting-ip x-host x-http-method",
          "x-http-method-override x-method-override x-sendfile proxy-authorization",
          "proxy-authenticate cookie2 set-cookie2 x-forwarded-user x-forwarded-email",
          "x-forwarded-groups x-forwarded-preferred-username x-forwarded-access-token",
          "x-id-token x-access-token x-auth-token x-api-key x-csrf-token x-xsrf-token",
          "remote-user x-user x-webauth-user proxy");

  /** Exact names of what reaches a history server as the client sent it. */
  private static final Set<String> ASKED =
      Set.of(
          ("accept accept-charset accept-encoding accept-language range if-range if-match"
                  + " if-none-match if-modified-since if-unmodified-since cache-control pragma"
                  + " content-type content-encoding content-language content-range user-agent"
                  + " traceparent tracestate x-request-id b3 x-b3-traceid x-b3-spanid"
                  + " x-b3-parentspanid x-b3-sampled x-b3-flags")
              .split(" ", -1));

  private static final Set<String> REQUESTS_OWN = folded("host expect cookie set-cookie");

  /** What a tenant's server would say about the whole site; spelled otherwise they say nothing. */
  private static final Set<String> SITE_WIDE =
      Set.of(
          ("clear-site-data strict-transport-security public-key-pins expect-ct alt-svc nel report-to"
                  + " public-key-pins-report-only service-worker-allowed www-authenticate"
                  + " optional-www-authenticate authentication-info authentication-control"
                  + " access-control-expose-headers access-control-max-age accept-ch critical-ch"
                  + " accept-ch-lifetime origin-agent-cluster set-login use-as-dictionary"
                  + " sec-session-registration sec-session-challenge secure-session-registration"
                  + " secure-session-challenge")
              .split(" ", -1));

  private static final String SITE_WIDE_FAMILY =
      "access-control-allow-.*".replace("-", "[^a-z0-9]");

  /** Families; a dash is anything that is no letter and no digit. */
  private static final String FAMILIES =
      ("(proxy-|x-auth-request-|x-amzn-oidc-|x-goog-iap-|x-goog-authenticated-user-|cf-access-"
              + "|x-ms-client-principal|x-ms-token-|impersonate-|x-remote-|x-forwarded-|x-original-"
              + "|x-rewrite-|x-envoy-|x-accel-).*")
          .replace("-", "[^a-z0-9]");

  private FieldsBySpec() {}

  /** Fails unless both accept with the same meaning, or neither accepts. */
  static void agree(String ours, String spec) {
    boolean accepted = !ours.startsWith(Feed.REFUSED) && !ours.equals(Feed.INCOMPLETE);
    boolean expected = !spec.equals(Feed.REFUSED) && !spec.equals(Feed.INCOMPLETE);
    if (accepted || expected) {
      assertThat(ours).isEqualTo(spec);
    }
  }

  static boolean mayBeAsked(String name) {
    return ASKED.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Those that are edited on the way back are not among them: Location and others. */
  static boolean mayBeAnswered(String name) {
    String letters = letters(name);
    boolean folded = REQUESTS_OWN.contains(letters);
    String lower = name.toLowerCase(Locale.ROOT);
    boolean exact = Set.of("host", "expect", "cookie").contains(lower);
    boolean siteWide = SITE_WIDE.contains(lower) || lower.matches(SITE_WIDE_FAMILY);
    return !isNever(name, letters) && (!folded || exact) && !isRedirect(name) && !siteWide;
  }

  static boolean isRedirect(String name) {
    return Set.of("location", "content-location", "refresh")
        .contains(name.toLowerCase(Locale.ROOT));
  }

  private static boolean isNever(String name, String letters) {
    return NEVER.contains(letters) || name.toLowerCase(Locale.ROOT).matches(FAMILIES);
  }

  /** The lines of the head that pass: of an allowed name, and not named by Connection. */
  static List<HeadBySpec.Line> kept(Head head, Predicate<String> allowed) {
    List<HeadBySpec.Line> all = lines(head);
    Set<String> options = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (HeadBySpec.Line line : all) {
      if (line.is("connection")) {
        options.addAll(List.of(line.value().split("[ \\t,]+", -1)));
      }
    }
    return all.stream().filter(l -> allowed.test(l.name()) && !options.contains(l.name())).toList();
  }

  static List<HeadBySpec.Line> lines(Head head) {
    List<HeadBySpec.Line> lines = new ArrayList<>();
    for (int i = 0; i < head.fields(); i++) {
      lines.add(
          new HeadBySpec.Line(
              Octets.text(head.bytes(), head.nameFrom(i), head.nameTo(i)),
              Octets.text(head.bytes(), head.valueFrom(i), head.valueTo(i))));
    }
    return lines;
  }

  private static Set<String> folded(String... names) {
    Set<String> all = new TreeSet<>();
    for (String name : String.join(" ", names).split(" ", -1)) {
      all.add(letters(name));
    }
    return all;
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
