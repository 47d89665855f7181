package io.sparkhistory.gateway.routing;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Rules for each header field on its way to the history server and back: the credential firewall. A
 * history server runs an image that its tenant chooses, so it is sent the fields that it reads (RFC
 * 9110, section 5.1), who looks, and nothing with which it could do anything in that person's name.
 */
public final class HeaderRules {

  /** What a head writer does with a field. */
  public enum Action {
    /** Copies it. */
    KEEP,
    /** Leaves it out. */
    DROP,
    /** Leaves it out of a request and counts it: no history server is known to read it. */
    UNLISTED,
    /** Leaves the received one out and writes its own, or an edited copy, in its place. */
    EDIT
  }

  private final Set<String> allowedCookies;
  private final EnumSet<Field> alsoForwarded;

  /**
   * @param allowedCookies names of the cookies that the history servers may see; case matters (RFC
   *     6265, section 5.3)
   */
  public HeaderRules(Set<String> allowedCookies) {
    this(allowedCookies, Set.of());
  }

  /**
   * @param alsoForwarded fields that the gateway reads itself and that history servers are sent
   *     nevertheless: {@link FieldNames#alsoForwarded}
   */
  public HeaderRules(Set<String> allowedCookies, Set<Field> alsoForwarded) {
    this.allowedCookies = Set.copyOf(allowedCookies);
    this.alsoForwarded = EnumSet.noneOf(Field.class);
    this.alsoForwarded.addAll(alsoForwarded);
  }

  /** For a field of a request. */
  public Action request(Field field) {
    return switch (field) {
      case FORWARDED, FORWARDED_BY_OPTION, ACCEPT, TRACEPARENT, CONTENT_TYPE -> Action.KEEP;
      case DATE, MAX_FORWARDS, PURPOSE, FETCH_MODE, PREFER ->
          alsoForwarded.contains(field) ? Action.KEEP : Action.UNLISTED;
      case OTHER, BETWEEN_PROXIES, LOOK_ALIKE -> Action.UNLISTED;
      // they mean nothing in a request
      case LOCATION, CONTENT_LOCATION, REFRESH, SET_COOKIE, SITE_WIDE, HEAD_ONLY -> Action.UNLISTED;
      case HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION -> Action.EDIT;
      case VIA, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST -> Action.EDIT;
      case USER, COOKIE -> Action.EDIT;
      // passed on to the one that can answer it (RFC 9110, section 10.1.1)
      case EXPECT -> Action.EDIT;
      case HOP_BY_HOP, UPGRADE, TRAILER -> Action.DROP;
      // the history server has no use for groups
      case GROUPS, CLIENT_CERTIFICATE, AUTHORIZATION -> Action.DROP;
    };
  }

  /**
   * For a field of a response. Identity and forwarding fields are dropped here too: they are a
   * language between proxies, such as Envoy's {@code X-Envoy-Immediate-Health-Check-Fail} and
   * nginx's {@code X-Accel-Redirect}, and a tenant's server has nothing to say to those in front of
   * the gateway. So are fields that would hold for the whole site, which is not a tenant's.
   */
  public Action response(Field field) {
    return switch (field) {
      case OTHER, FORWARDED, FORWARDED_BY_OPTION, HEAD_ONLY -> Action.KEEP;
      case DATE, ACCEPT, TRACEPARENT, PURPOSE, FETCH_MODE -> Action.KEEP;
      case MAX_FORWARDS, PREFER, CONTENT_TYPE -> Action.KEEP;
      case HOST, EXPECT, VIA, COOKIE -> Action.KEEP;
      case CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION -> Action.EDIT;
      case LOCATION, CONTENT_LOCATION, REFRESH, SET_COOKIE -> Action.EDIT;
      case HOP_BY_HOP, UPGRADE, TRAILER, AUTHORIZATION, BETWEEN_PROXIES -> Action.DROP;
      case USER, GROUPS, CLIENT_CERTIFICATE, LOOK_ALIKE -> Action.DROP;
      case X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, SITE_WIDE -> Action.DROP;
    };
  }

  /**
   * Whether a field may stand in the trailer section of a request. Only what the operator names
   * may: the other forwarded fields decide how the content is handled, and would come too late
   * there (RFC 9110, section 6.5.1).
   */
  public boolean requestTrailer(Field field) {
    return field == Field.FORWARDED_BY_OPTION;
  }

  /**
   * Whether a field may stand in the trailer section of a response. Only those without a rule may:
   * framing, routing, identity, credentials and whatever decides how the content is handled would
   * come too late there (RFC 9110, section 6.5.1).
   */
  public boolean responseTrailer(Field field) {
    return field == Field.OTHER || field == Field.FORWARDED_BY_OPTION;
  }

  /** Why the operator cannot have a field of requests forwarded; empty when that is possible. */
  static String whyNotForwarded(Field field) {
    return switch (field) {
      case OTHER, FORWARDED, FORWARDED_BY_OPTION, HEAD_ONLY, ACCEPT, TRACEPARENT -> "";
      case DATE, MAX_FORWARDS, PURPOSE, FETCH_MODE, PREFER, CONTENT_TYPE -> "";
      case HOST, VIA, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST ->
          "the gateway writes it itself";
      case CONTENT_LENGTH, TRANSFER_ENCODING, TRAILER, EXPECT ->
          "it frames the message, and the gateway writes it itself";
      case CONNECTION, HOP_BY_HOP, UPGRADE -> "it is meant for one connection alone";
      case USER, GROUPS, CLIENT_CERTIFICATE -> "the gateway decides by it who the visitor is";
      case AUTHORIZATION -> "it holds the visitor's credentials";
      case COOKIE -> "--allowed-cookies names the cookies that history servers see";
      case BETWEEN_PROXIES ->
          "proxies tell each other by it who the visitor is or what was asked for";
      case LOOK_ALIKE -> "servers may take it for another field that the gateway guards";
      case LOCATION, CONTENT_LOCATION, REFRESH, SET_COOKIE, SITE_WIDE ->
          "it is a field of responses";
    };
  }

  /** Whether any cookie is allowed, so that {@link #cookies} need not be asked in vain. */
  public boolean allowsCookies() {
    return !allowedCookies.isEmpty();
  }

  /** The allowed pairs of a {@code Cookie} field, in their order; empty when none is left. */
  public String cookies(String value) {
    if (allowedCookies.isEmpty()) {
      return "";
    }
    StringBuilder kept = new StringBuilder();
    for (String pair : value.split(";", -1)) {
      String trimmed = pair.strip();
      int equals = trimmed.indexOf('=');
      if (equals > 0 && allowedCookies.contains(trimmed.substring(0, equals))) {
        kept.append(kept.isEmpty() ? "" : "; ").append(trimmed);
      }
    }
    return kept.toString();
  }

  /**
   * A {@code Set-Cookie} field that no other tenant and no other part of the site gets to see:
   * {@code Domain} is left out, so that it belongs to this host alone, and {@code Path} lies below
   * the tenant's prefix (RFC 6265, sections 4.1.2.3 and 5.1.4). Empty, which means to drop it, when
   * there is no cookie in it.
   *
   * @param tenantPrefix such as {@code /sparkhistory/ns-a}
   */
  public String setCookie(String value, String tenantPrefix) {
    String[] parts = value.split(";", -1);
    String pair = parts[0].strip();
    if (pair.indexOf('=') < 1 || LocationRewriter.isUnsafe(value)) {
      return "";
    }
    StringBuilder confined = new StringBuilder(pair);
    String path = "/";
    for (int i = 1; i < parts.length; i++) {
      String attribute = parts[i].strip();
      int equals = attribute.indexOf('=');
      String name = equals < 0 ? attribute : attribute.substring(0, equals);
      switch (name.strip().toLowerCase(Locale.ROOT)) {
        case "" -> {}
        case "domain" -> {}
        // the last one counts (RFC 6265, section 5.3)
        case "path" -> path = equals < 0 ? "" : attribute.substring(equals + 1).strip();
        default -> confined.append("; ").append(attribute);
      }
    }
    return confined.append("; Path=").append(confine(path, tenantPrefix)).toString();
  }

  /** A cookie's path is compared as it stands (RFC 6265, section 5.1.4), so it is no address. */
  private static String confine(String path, String tenantPrefix) {
    String root = tenantPrefix + "/";
    if (path.startsWith(root)) {
      return path;
    }
    return path.startsWith("/") && !path.equals(tenantPrefix) ? tenantPrefix + path : root;
  }
}
