package io.sparkhistory.gateway.routing;

import java.util.Locale;
import java.util.Set;

/**
 * What becomes of a header field on its way to the history server and back: the credential
 * firewall. A history server runs an image that its tenant chooses, so it is shown who looks, and
 * nothing with which it could do anything in that person's name.
 */
public final class HeaderRules {

  /** What a head writer does with a field. */
  public enum Action {
    /** Copies it. */
    KEEP,
    /** Leaves it out. */
    DROP,
    /** Leaves the received one out and writes its own, or an edited copy, in its place. */
    EDIT
  }

  private final Set<String> allowedCookies;

  /**
   * @param allowedCookies names of the cookies that the history servers may see; case matters (RFC
   *     6265, section 5.3)
   */
  public HeaderRules(Set<String> allowedCookies) {
    this.allowedCookies = Set.copyOf(allowedCookies);
  }

  /** For a field of a request. */
  public Action request(Field field) {
    return switch (field) {
      case OTHER, DATE, ACCEPT, TRACEPARENT, PURPOSE, FETCH_MODE, HEAD_ONLY -> Action.KEEP;
      case MAX_FORWARDS, PREFER, CONTENT_TYPE -> Action.KEEP;
      // they mean nothing in a request, and nothing is what they do
      case LOCATION, CONTENT_LOCATION, REFRESH, SITE_WIDE -> Action.KEEP;
      case HOST, CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION -> Action.EDIT;
      case VIA, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST -> Action.EDIT;
      case USER, COOKIE -> Action.EDIT;
      // passed on to the one that can answer it (RFC 9110, section 10.1.1)
      case EXPECT -> Action.EDIT;
      case HOP_BY_HOP, UPGRADE, TRAILER -> Action.DROP;
      // the history server has no use for groups
      case GROUPS, CLIENT_CERTIFICATE, LOOK_ALIKE, SET_COOKIE -> Action.DROP;
      case AUTHORIZATION, CREDENTIAL -> Action.DROP;
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
      case OTHER, DATE, ACCEPT, TRACEPARENT, PURPOSE, FETCH_MODE, HEAD_ONLY -> Action.KEEP;
      case MAX_FORWARDS, PREFER, CONTENT_TYPE -> Action.KEEP;
      case HOST, EXPECT, VIA, COOKIE -> Action.KEEP;
      case CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION -> Action.EDIT;
      case LOCATION, CONTENT_LOCATION, REFRESH, SET_COOKIE -> Action.EDIT;
      case HOP_BY_HOP, UPGRADE, TRAILER, AUTHORIZATION, CREDENTIAL -> Action.DROP;
      case USER, GROUPS, CLIENT_CERTIFICATE, LOOK_ALIKE -> Action.DROP;
      case X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST, SITE_WIDE -> Action.DROP;
    };
  }

  /**
   * Whether a field may stand in a trailer section. Only those that nothing here knows may:
   * framing, routing, identity, credentials and whatever decides how the content is handled would
   * come too late there (RFC 9110, section 6.5.1).
   */
  public boolean trailer(Field field) {
    return field == Field.OTHER;
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
