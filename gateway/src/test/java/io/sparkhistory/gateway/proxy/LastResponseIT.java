package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The last response of a connection to a client that reads slowly. */
class LastResponseIT {
  private static final int WINDOW = 4096;

  /** Namespaces on a page that is longer than what a kernel takes off the gateway's hands. */
  private static final int NAMESPACES = 50_000;

  private static final int LONG = 8 << 20;

  @Test
  void theLastResponseIsWaitedForUntilAllOfItIsRead() throws IOException {
    try (Gateway gateway = new Gateway();
        RawClient slow = gateway.narrowClient(WINDOW)) {
      for (int i = 0; i < NAMESPACES; i++) {
        gateway.tenant("a-namespace-with-a-name-as-long-as-they-are-allowed-to-be-" + i, "h", 1);
      }
      slow.get("/sparkhistory/", "Accept: application/json\r\nConnection: close\r\n");
      Eventually.that(() -> assertThat(gateway.events.outcomes).hasSize(1));

      // somebody else has all of his response and does not close: his time is over later than
      // slow's
      try (RawClient other = gateway.client()) {
        assertThat(other.get("/", "Connection: close\r\n").read().status()).isEqualTo(404);
        Eventually.that(
            () -> assertThatThrownBy(() -> other.send("and")).isInstanceOf(IOException.class));
      }

      RawClient.Response response = slow.read();
      assertThat(response.body()).hasSizeGreaterThan(LONG);
      assertThat(response.value("Connection")).isEqualTo("close");
      assertThat(slow.ended()).isTrue();
      assertThat(gateway.events.limited).doesNotContain(Limit.SLOW_READER);
    }
  }
}
