package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A connection's whole stream of messages with their bodies: everything that we accept Netty's
 * decoder reads in the same way. The first byte says whether it is of requests or of responses.
 */
public final class StreamFuzz {
  /**
   * White space and quotes in chunk extensions, which the grammar allows (RFC 9112, section 7.1.1)
   * and Netty refuses.
   */
  private static final Pattern NETTY_IS_STRICTER =
      Pattern.compile("(?s).*\n[0-9A-Fa-f]{1,16}[ \t]*;[^\r\n]*[ \t\"].*|.*\n[0-9A-Fa-f]+[ \t].*");

  private StreamFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    boolean requests = data[0] != 'r';
    byte[] stream = Arrays.copyOfRange(data, 1, data.length);
    List<String> ours = Transcript.ours(requests, stream);
    List<String> netty = Transcript.netty(requests, stream);
    List<String> same = netty.subList(0, Math.min(ours.size(), netty.size()));
    boolean excused = netty.size() < ours.size() && same.equals(ours.subList(0, netty.size()));
    if (!same.equals(ours)
        && !(excused && NETTY_IS_STRICTER.matcher(new String(stream, ISO_8859_1)).matches())) {
      assertThat(same).as(Wire.text(new String(stream, ISO_8859_1))).isEqualTo(ours);
    }
  }
}
