package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts the attempts in the answer of {@code /api/v1/applications} as it comes in, without keeping
 * any of it: each attempt has exactly one key {@code startTimeEpoch}
 * (org.apache.spark.status.api.v1.ApplicationAttemptInfo).
 */
final class AttemptCount implements Consumer<Optional<byte[]>> {
  private static final byte[] KEY = "\"startTimeEpoch\"".getBytes(US_ASCII);

  private int matched;
  private volatile int attempts;

  int attempts() {
    return attempts;
  }

  @Override
  public void accept(Optional<byte[]> part) {
    int found = attempts;
    for (byte b : part.orElseGet(() -> new byte[0])) {
      if (b != KEY[matched]) {
        // Quotes stand at its ends only, so no shorter match can be going on.
        matched = 0;
      }
      if (b == KEY[matched] && ++matched == KEY.length) {
        matched = 0;
        found++;
      }
    }
    attempts = found;
  }
}
