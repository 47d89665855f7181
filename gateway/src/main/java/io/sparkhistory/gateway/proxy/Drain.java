package io.sparkhistory.gateway.proxy;

import java.util.concurrent.TimeUnit;

/** Progress of the drain of one event loop. For one thread. */
final class Drain {
  /** Before connections are cut, so that held clients still get a response: looks at a hold. */
  private static final long LAST_RESPONSE = TimeUnit.SECONDS.toNanos(1);

  private boolean leaving;
  private boolean ending;
  private long end;

  /** From now on responses say {@code Connection: close}, so that clients go elsewhere. */
  void leave() {
    leaving = true;
  }

  /** From now on a connection ends as soon as no request is going on. */
  void end(long cutNanos) {
    leaving = true;
    ending = true;
    end = cutNanos - LAST_RESPONSE;
  }

  /** Whether responses ask clients to connect anew elsewhere. */
  boolean leaving() {
    return leaving;
  }

  /** Whether a connection ends as soon as no request is going on, whatever its response said. */
  boolean ending() {
    return ending;
  }

  /** Until when a client may be held that would wait until then: not until it is cut. */
  long heldUntil(long wanted) {
    return ending && wanted - end > 0 ? end : wanted;
  }
}
