package io.sparkhistory.gateway.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what happens on another thread, with a deadline. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int LATCH_SECONDS = 20;
  private static final long LOOK_NANOS = 5_000_000;

  private Eventually() {}

  /** Returns as soon as the assertion holds; fails with its last failure when it never does. */
  static void that(Runnable assertion) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() - until > 0) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  /** Returns as soon as the latch is open; what an origin does may throw what this throws. */
  static void happens(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(LATCH_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("did not happen in time");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
