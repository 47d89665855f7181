package io.sparkhistory.gateway.operations;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A ring of bytes between one event loop, which adds lines, and the access log's writer, which
 * takes them. Neither waits for the other. Only whole lines are ever visible to the writer.
 */
final class LogLane {
  /** Bytes; some 1,500 usual lines, a power of two. */
  static final int CAPACITY = 1 << 19;

  private static final int MASK = CAPACITY - 1;

  private final byte[] ring = new byte[CAPACITY];

  /** How many bytes were ever taken, written by the writer alone. */
  private final AtomicLong taken = new AtomicLong();

  /** How many bytes were ever added, written by the event loop alone. */
  private final AtomicLong added = new AtomicLong();

  /** What became of a line. */
  enum Offer {
    ADDED,
    /** Added, and the lane has just become half full: time to wake the writer. */
    HALF_FULL,
    /** There was no room. */
    REFUSED
  }

  Offer offer(byte[] line, int length) {
    long end = added.getPlain();
    int used = (int) (end - taken.getAcquire());
    if (used + length > CAPACITY) {
      return Offer.REFUSED;
    }
    int at = (int) end & MASK;
    int first = Math.min(length, CAPACITY - at);
    System.arraycopy(line, 0, ring, at, first);
    System.arraycopy(line, first, ring, 0, length - first);
    added.setRelease(end + length);
    boolean crossed = used < CAPACITY / 2 && used + length >= CAPACITY / 2;
    return crossed ? Offer.HALF_FULL : Offer.ADDED;
  }

  /** Moves everything that is there to the buffer, which is empty and at least as large. */
  void drainTo(ByteBuffer empty) {
    long from = taken.getPlain();
    int length = (int) (added.getAcquire() - from);
    int at = (int) from & MASK;
    int first = Math.min(length, CAPACITY - at);
    empty.put(ring, at, first).put(ring, 0, length - first);
    taken.setRelease(from + length);
  }
}
