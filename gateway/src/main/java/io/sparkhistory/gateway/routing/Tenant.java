package io.sparkhistory.gateway.routing;

import java.util.Set;

/**
 * A Kubernetes namespace whose history server the gateway serves.
 *
 * @param namespace an RFC 1123 label: 1 to 63 of {@code a-z 0-9 -}, no hyphen at either end
 */
public record Tenant(String namespace) {
  /** Longest name of a namespace (RFC 1123 label). */
  public static final int MAX_LENGTH = 63;

  /** Names that break the history server's own JavaScript or paths, so nobody is served there. */
  public static final Set<String> RESERVED = Set.of("history", "proxy", "static", "api");

  /** Throws {@link IllegalArgumentException} when the name is not an RFC 1123 label. */
  public Tenant {
    if (!isLabel(namespace)) {
      throw new IllegalArgumentException(
          "'" + namespace + "' is not a namespace: expected 1 to 63 of a-z, 0-9 and '-'");
    }
  }

  /** Whether the text is an RFC 1123 label and so can name a namespace. */
  public static boolean isLabel(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!isLabelChar(text.charAt(i))) {
        return false;
      }
    }
    return text.charAt(0) != '-' && text.charAt(length - 1) != '-';
  }

  /** Whether the name is one of {@link #RESERVED}. */
  public boolean isReserved() {
    return RESERVED.contains(namespace);
  }

  private static boolean isLabelChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }
}
