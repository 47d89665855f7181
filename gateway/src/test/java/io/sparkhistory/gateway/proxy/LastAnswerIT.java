package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last answer of a connection to a client that reads slowly. */
class LastAnswerIT {
  private static final int WINDOW = 4096;
  private static final int STEP = 64 << 10;
  private static final int STEPS = 48;

  /**
   * How much the kernel takes off the gateway's hands nobody knows beforehand. The sizes are so
   * close that with one of them at least the answer is complete, and some of it still waits in the
   * gateway: that is what must not be lost when the connection may end.
   */
  @Test
  void theLastAnswerIsWaitedForUntilAllOfItIsRead() throws IOException {
    List<RawClient> slow = new ArrayList<>();
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x".repeat(size(e))));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient other = gateway.client()) {
      for (int i = 1; i <= STEPS; i++) {
        slow.add(narrow(gateway).get("/sparkhistory/a/" + i * STEP, "Connection: close\r\n"));
      }
      // answers that fit are complete, and those that do not are not
      Eventually.that(() -> assertThat(origin.received).hasSize(STEPS));
      Eventually.that(() -> assertThat(gateway.events.outcomes).isNotEmpty());

      // another client's whole end: from now on nobody is waited for who has his answer
      assertThat(other.get("/sparkhistory/a/1", "Connection: close\r\n").read().body())
          .isEqualTo("x");
      Eventually.that(
          () -> assertThatThrownBy(() -> other.send("and")).isInstanceOf(IOException.class));
      assertThat(gateway.events.outcomes).hasSizeBetween(2, STEPS);

      for (int i = 1; i <= STEPS; i++) {
        assertThat(slow.get(i - 1).read().body()).hasSize(i * STEP);
      }
      assertThat(gateway.events.limited).doesNotContain(Limit.SLOW_READER);
    } finally {
      for (RawClient each : slow) {
        each.close();
      }
    }
  }

  private static int size(RawOrigin.Exchanged e) {
    String target = e.requestLine().split(" ", -1)[1];
    return Integer.parseInt(target.substring(1));
  }

  /** A client whose window is small, so that the gateway soon has to keep what it does not read. */
  private static RawClient narrow(Gateway gateway) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(WINDOW);
    return new RawClient(gateway.server.address(), socket);
  }
}
