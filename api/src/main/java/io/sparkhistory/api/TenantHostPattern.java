package io.sparkhistory.api;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The pattern of the hosts that each namespace has to itself, such as {@code
 * {namespace}.spark.example.com}: the one rule for it, of both programs.
 *
 * @param domain what follows the namespace, lower case, without a dot in front, such as {@code
 *     spark.example.com}
 */
public record TenantHostPattern(String domain) {
  private static final String PLACEHOLDER = "{namespace}.";

  /** Longest DNS name in characters (RFC 1035, section 2.3.4), without the dot of the root. */
  private static final int MAX_NAME = 253;

  /** Longest namespace (RFC 1123 label), and its dot. */
  private static final int NAMESPACE = 64;

  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern NAME = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

  /** Browsers take a host whose last label is a number for an IPv4 address (WHATWG URL). */
  private static final Pattern ADDRESS = Pattern.compile("(.*\\.)?[0-9]+");

  /**
   * Reads a pattern. Throws {@link IllegalArgumentException} with what is expected instead of a
   * text that is none.
   */
  public static TenantHostPattern of(String text) {
    String domain = text.startsWith(PLACEHOLDER) ? text.substring(PLACEHOLDER.length()) : "";
    String lower = domain.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(lower).matches() || ADDRESS.matcher(lower).matches()) {
      throw new IllegalArgumentException(
          "{namespace} as the first label of a DNS name, such as {namespace}.spark.example.com");
    }
    if (lower.length() > MAX_NAME - NAMESPACE) {
      throw new IllegalArgumentException(
          "a shorter name: with a namespace of 63 characters it must not exceed 253, so"
              + " {namespace}. may be followed by 189 at most");
    }
    return new TenantHostPattern(lower);
  }

  /** Host of this namespace. */
  public String hostOf(String namespace) {
    return namespace + "." + domain;
  }

  /** Whether the host lies below the domain, directly or deeper. Its case does not matter. */
  public boolean covers(String host) {
    return host.toLowerCase(Locale.ROOT).endsWith("." + domain);
  }
}
