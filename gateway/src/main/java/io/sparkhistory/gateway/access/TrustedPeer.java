package io.sparkhistory.gateway.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sparkhistory.gateway.routing.ByteRange;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;

/**
 * Demands that the gateway's own sidecar saw one certain peer: the ingress gateway, by the SPIFFE
 * id in its certificate. The sidecar says so in {@code X-Forwarded-Client-Cert} (Envoy
 * documentation, "x-forwarded-client-cert"): it appends an element for its peer to what that peer
 * sent, and removes the field when the peer has no certificate. So only the last element is the
 * sidecar's word; everything before it is hearsay.
 */
public final class TrustedPeer implements Proof {
  private static final byte[] URI = {'u', 'r', 'i'};

  private static final CompletionStage<Verdict> NO_FIELD =
      Verdict.refused("peer: no sidecar says who it is");
  private static final CompletionStage<Verdict> TWO_FIELDS =
      Verdict.refused("peer: more than one field says who it is");
  private static final CompletionStage<Verdict> ANOTHER =
      Verdict.refused("peer: not the trusted one");

  private final byte[] expected;

  /**
   * @param spiffeId such as {@code
   *     spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account}
   */
  public TrustedPeer(String spiffeId) {
    this.expected = spiffeId.getBytes(ISO_8859_1);
  }

  @Override
  public CompletionStage<Verdict> of(Evidence evidence, Caller caller) {
    if (evidence.certificateFields() == 0) {
      return NO_FIELD;
    }
    if (evidence.certificateFields() > 1) {
      return TWO_FIELDS;
    }
    ByteRange value = evidence.certificate();
    return isNamedLast(value.bytes(), value.from(), value.to()) ? Verdict.proven(caller) : ANOTHER;
  }

  /** Whether the last element has exactly one URI and that is the expected one. */
  private boolean isNamedLast(byte[] b, int from, int to) {
    // a quote that a stranger opens and nobody closes would swallow what the sidecar says after it
    if (isOpen(b, from, to)) {
      return false;
    }
    int element = from;
    for (int end = endOf(b, from, to, ','); end < to; end = endOf(b, end + 1, to, ',')) {
      element = end + 1;
    }
    int uris = 0;
    boolean found = false;
    for (int pair = element; pair < to; ) {
      int end = endOf(b, pair, to, ';');
      int equals = endOf(b, pair, end, '=');
      if (equals < end && isUri(b, pair, equals)) {
        uris++;
        found = isExpected(b, equals + 1, end);
      }
      pair = end + 1;
    }
    return uris == 1 && found;
  }

  /**
   * Where the separator stands, or the end. Between double quotes nothing separates, and a
   * backslash there takes the next byte's meaning away.
   */
  private static int endOf(byte[] b, int from, int to, char separator) {
    boolean quoted = false;
    for (int i = from; i < to; i++) {
      if (quoted && b[i] == '\\') {
        i++;
      } else if (b[i] == '"') {
        quoted = !quoted;
      } else if (!quoted && b[i] == separator) {
        return i;
      }
    }
    return to;
  }

  /** Whether a quotation is not closed at the end. */
  private static boolean isOpen(byte[] b, int from, int to) {
    boolean quoted = false;
    for (int i = from; i < to; i++) {
      if (quoted && b[i] == '\\') {
        i++;
      } else if (b[i] == '"') {
        quoted = !quoted;
      }
    }
    return quoted;
  }

  private static boolean isUri(byte[] b, int from, int to) {
    int start = from;
    while (start < to && b[start] == ' ') {
      start++;
    }
    if (to - start != URI.length) {
      return false;
    }
    for (int i = 0; i < URI.length; i++) {
      if ((b[start + i] | 0x20) != URI[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean isExpected(byte[] b, int from, int to) {
    boolean quoted = to - from >= 2 && b[from] == '"' && b[to - 1] == '"';
    int inner = quoted ? 1 : 0;
    return Arrays.equals(b, from + inner, to - inner, expected, 0, expected.length);
  }
}
