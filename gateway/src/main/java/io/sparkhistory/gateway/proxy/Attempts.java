package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.backend.Endpoint;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Attempts to forward one request, and whether another one is allowed. */
final class Attempts {
  /** A change of a server's state is known within a second; this is that and some patience. */
  private static final long SECOND_LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

  private boolean retried;
  private boolean bodyPassedOn;
  private long secondLookUntil;
  private @Nullable Endpoint broken;

  /** Whether it has been sent again, or another connection been opened for it. */
  boolean retried() {
    return retried;
  }

  void retry() {
    retried = true;
  }

  /** Whether a byte of the body has been passed on: then the request cannot be sent again. */
  boolean bodyPassedOn() {
    return bodyPassedOn;
  }

  void passOnBody() {
    bodyPassedOn = true;
  }

  /** Until when a server that failed may turn out to sleep or to have moved. */
  long secondLookUntil(long now) {
    if (secondLookUntil == 0) {
      secondLookUntil = now + SECOND_LOOK_NANOS;
    }
    return secondLookUntil;
  }

  /** It was sent there in vain, and is not sent there again. */
  void failedAt(Endpoint endpoint) {
    broken = endpoint;
  }

  /** The server sleeps or starts: what comes back is another one, even at the same address. */
  void serverIsAnother() {
    broken = null;
  }

  boolean failedBefore(Endpoint endpoint) {
    return endpoint.equals(broken);
  }

  void clear() {
    retried = false;
    bodyPassedOn = false;
    secondLookUntil = 0;
    broken = null;
  }
}
