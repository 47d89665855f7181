package io.sparkhistory.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever we accept, Netty's codec accepts too, and reads as the same message with the same fields
 * and the same body, ending at the same byte. We may accept less.
 */
class NettyDifferentialTest {
  private static final int STREAMS = 20_000;

  @ParameterizedTest(name = "requests: {0}")
  @ValueSource(booleans = {true, false})
  void acceptsNothingThatNettyDoesNotReadInTheSameWay(boolean requests) {
    int accepted = 0;
    int stricter = 0;
    for (int seed = 0; seed < STREAMS; seed++) {
      byte[] stream = new MessageGenerator(requests, seed).stream();
      List<String> ours = Transcript.ours(requests, stream);
      List<String> netty = Transcript.netty(requests, stream);
      assertThat(netty)
          .as("seed %d: %s", seed, Wire.text(new String(stream, ISO_8859_1)))
          .startsWith(ours.toArray(new String[0]));
      accepted += ours.size();
      stricter += netty.size() - ours.size();
    }
    assertThat(accepted).as("messages that both accept").isGreaterThan(STREAMS / 2);
    assertThat(stricter).as("messages that we alone refuse").isGreaterThan(STREAMS / 50);
  }
}
