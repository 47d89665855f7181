package io.sparkhistory.program.admin;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reserves file descriptors so that probes work when clients have exhausted them. Used by one
 * thread.
 */
final class SpareDescriptors implements AutoCloseable {
  private final int wanted;
  private final Deque<DatagramChannel> spare = new ArrayDeque<>();

  SpareDescriptors(int wanted) {
    this.wanted = wanted;
    refill();
  }

  /** Lets one go; false when there is none. */
  boolean release() {
    DatagramChannel one = spare.poll();
    if (one == null) {
      return false;
    }
    close(one);
    return true;
  }

  /** Takes as many as are wanted again; false when the operating system has too few. */
  boolean refill() {
    try {
      while (spare.size() < wanted) {
        spare.push(DatagramChannel.open());
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    spare.forEach(SpareDescriptors::close);
    spare.clear();
  }

  private static void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket that was never used cannot be closed", e);
    }
  }
}
