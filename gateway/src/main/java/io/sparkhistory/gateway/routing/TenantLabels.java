package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * Namespaces as they stand in a path: a DNS label (RFC 1123, section 2.1), taken byte by byte.
 * Tenants that were seen lately need not be made anew.
 */
final class TenantLabels {
  /** How many tenants are kept; a power of two. */
  private static final int INTERNED = 4096;

  /**
   * One tenant for each hash of a name; a newcomer takes the place, so that names which nobody has
   * cannot fill the memory. Read and written by all event loops without a lock: a {@link Tenant} is
   * immutable with a final field (Java Language Specification, section 17.5), and the loser of a
   * race is merely made again.
   */
  private final @Nullable Tenant[] interned = new Tenant[INTERNED];

  /** The tenant with the name {@code b[from..to)}, which is a label. */
  Tenant tenant(byte[] b, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + b[i];
    }
    int slot = (hash ^ (hash >>> 12)) & (INTERNED - 1);
    Tenant known = interned[slot];
    if (known != null && isNamed(known.namespace(), b, from, to)) {
      return known;
    }
    Tenant tenant = new Tenant(new String(b, from, to - from, ISO_8859_1));
    interned[slot] = tenant;
    return tenant;
  }

  private static boolean isNamed(String namespace, byte[] b, int from, int to) {
    if (namespace.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (namespace.charAt(i - from) != b[i]) {
        return false;
      }
    }
    return true;
  }

  static boolean isLabel(byte[] b, int from, int to) {
    if (from >= to || to - from > Tenant.MAX_LENGTH || b[from] == '-' || b[to - 1] == '-') {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (!isLowerOrDigit(b[i]) && b[i] != '-') {
        return false;
      }
    }
    return true;
  }

  static boolean isLowerOrDigit(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9');
  }
}
