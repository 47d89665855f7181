package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptCountTest {
  private static final String TWO =
      "[{\"id\":\"\\\"start\",\"attempts\":[{\"startTimeEpoch\" : 1},"
          + "{\"x\":\"\",\"startTime\":2,\"startTimeEpoch\":2}]}]";

  @Test
  void eachKeyCountsOnce() {
    AttemptCount count = new AttemptCount();
    count.accept(Optional.of(TWO.getBytes(US_ASCII)));
    count.accept(Optional.empty());
    assertThat(count.attempts()).isEqualTo(2);
  }

  @Test
  void keysAreFoundAcrossParts() {
    AttemptCount count = new AttemptCount();
    for (byte b : TWO.getBytes(US_ASCII)) {
      count.accept(Optional.of(new byte[] {b}));
    }
    assertThat(count.attempts()).isEqualTo(2);
  }
}
