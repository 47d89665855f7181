package io.sparkhistory.gateway.fence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.TenantHosts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cache of the header lines of documents, by host and namespace, so that a response allocates none.
 * For one thread.
 */
public final class FenceLines {
  private static final byte[] NOTHING = {};

  /** How many lines are remembered; a power of two. A newcomer takes the place of another. */
  private static final int REMEMBERED = 256;

  /** A DNS name has at most 253 characters, and a port 5. */
  private static final int LONGEST_HOST = 260;

  private final Fence fence;
  private final TenantHosts hosts;
  private final byte[] unknownHost;
  private final @Nullable Line[] lines = new Line[REMEMBERED];

  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Line(byte[] host, String prefix, byte[] document, byte[] other) {

    boolean isFor(ByteRange asked, String tenantPrefix) {
      return Arrays.equals(host, 0, host.length, asked.bytes(), asked.from(), asked.to())
          && prefix.equals(tenantPrefix);
    }
  }

  /** Lines of a gateway on which every host serves everything. */
  public FenceLines(Fence fence) {
    this(fence, TenantHosts.OFF);
  }

  /**
   * @param hosts which have a policy of their own, see {@link TenantHosts#policyLine}
   */
  public FenceLines(Fence fence, TenantHosts hosts) {
    this.fence = fence;
    this.hosts = hosts;
    unknownHost = bytes(fence, Confinement.UNKNOWN_HOST);
  }

  /** Whether {@link #of} returns anything. */
  public boolean any() {
    return fence.isSent() || hosts.on();
  }

  /** As {@link #of(ByteRange, String, boolean)}, for a document. */
  public byte[] of(ByteRange host, String tenantPrefix) {
    return of(host, tenantPrefix, true);
  }

  /**
   * The lines for a response of a tenant, their line ends included; empty when none is sent.
   *
   * @param host value of the request's {@code Host}, valid; empty when there was none
   * @param tenantPrefix such as {@code /sparkhistory/ns-a}
   * @param document whether a browser could show it as one; only those are fenced
   */
  public byte[] of(ByteRange host, String tenantPrefix, boolean document) {
    if (!document && !hosts.on()) {
      return NOTHING;
    } else if (!isSource(host)) {
      byte[] own = hosts.policyLine(host);
      return document ? joined(unknownHost, own) : own;
    }
    Line line = line(host, tenantPrefix);
    return document ? line.document() : line.other();
  }

  private Line line(ByteRange host, String tenantPrefix) {
    int hash = tenantPrefix.hashCode();
    for (int i = host.from(); i < host.to(); i++) {
      hash = hash * 31 + host.bytes()[i];
    }
    int slot = (hash ^ (hash >>> 16)) & (REMEMBERED - 1);
    Line known = lines[slot];
    if (known == null || !known.isFor(host, tenantPrefix)) {
      String authority = host.text();
      Confinement to = Confinement.to(authority, tenantPrefix + "/", hosts.framedBy(host));
      byte[] own = hosts.policyLine(host);
      byte[] document = joined(bytes(fence, to), own);
      known = new Line(authority.getBytes(ISO_8859_1), tenantPrefix, document, own);
      lines[slot] = known;
    }
    return known;
  }

  private static byte[] joined(byte[] one, byte[] other) {
    if (other.length == 0) {
      return one;
    }
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /**
   * Whether a source can name it (CSP Level 3, section 2.3.1, host-part and port-part): letters,
   * digits, dots and hyphens, then a port with at least one digit or none. An IPv6 address cannot
   * be named, and neither can {@code _} and {@code ~}.
   */
  private static boolean isSource(ByteRange host) {
    byte[] b = host.bytes();
    int at = host.from();
    while (at < host.to() && isHostCharacter(b[at])) {
      at++;
    }
    boolean named = at > host.from() && host.length() <= LONGEST_HOST;
    return named && (at == host.to() || isPort(b, at, host.to()));
  }

  private static boolean isPort(byte[] b, int colon, int to) {
    if (b[colon] != ':' || colon + 1 == to) {
      return false;
    }
    for (int i = colon + 1; i < to; i++) {
      if (b[i] < '0' || b[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isHostCharacter(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '.'
        || b == '-';
  }

  private static byte[] bytes(Fence fence, Confinement confinement) {
    return fence.isSent() ? fence.line(confinement).getBytes(ISO_8859_1) : NOTHING;
  }
}
