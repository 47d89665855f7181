package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever we accept, Netty's codec accepts too, and reads as the same message with the same fields
 * and the same body, ending at the same byte. We may accept less, and do:
 *
 * <ul>
 *   <li>lines that end in a bare LF, more than one empty line before a message, folded fields,
 *       control characters that Netty takes for white space;
 *   <li>requests without Host or with a bad one, targets with characters that no URI has, CONNECT,
 *       absolute forms of another host, Expect and Connection that cannot be obeyed;
 *   <li>two equal Content-Lengths, transfer codings other than one {@code chunked}, bodies
 *       announced in 1xx and 204, versions and status codes that are not HTTP/1.1's;
 *   <li>chunk sizes with a sign or white space, chunk extensions outside of the grammar.
 * </ul>
 *
 * <p>Netty changes what it read in two places, which the comparison allows for: it trims reason
 * phrases, and takes Transfer-Encoding out of a 304.
 */
class NettyDifferentialTest {
  private static final int STREAMS = 2_000;

  @ParameterizedTest(name = "requests: {0}")
  @ValueSource(booleans = {true, false})
  void acceptsNothingThatNettyDoesNotReadInTheSameWay(boolean requests) {
    int accepted = 0;
    int stricter = 0;
    for (int seed = 0; seed < STREAMS; seed++) {
      byte[] stream = new MessageGenerator(requests, seed).stream();
      List<String> ours = Transcript.ours(requests, stream);
      List<String> netty = Transcript.netty(requests, stream);
      assertThat(netty.subList(0, Math.min(ours.size(), netty.size())))
          .as("seed %d: %s", seed, Wire.text(new String(stream, ISO_8859_1)))
          .isEqualTo(ours);
      accepted += ours.size();
      stricter += netty.size() - ours.size();
    }
    assertThat(accepted).as("messages that both accept").isGreaterThan(STREAMS / 2);
    assertThat(stricter).as("messages that we alone refuse").isGreaterThan(STREAMS / 50);
  }
}
