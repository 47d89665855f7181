package io.sparkhistory.gateway.proxy;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import io.sparkhistory.gateway.upstream.Deadlines;
import io.sparkhistory.gateway.upstream.LoopTasks;
import io.sparkhistory.gateway.upstream.TimedHandler;
import io.sparkhistory.gateway.upstream.UpstreamPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sheds load of one event loop when connections, sockets or memory run short. For one thread. */
final class LoadShedding {
  /** Connections that are closed at once when there must be room, and since when they are idle. */
  private static final int MAKE_ROOM = 32;

  private static final long ROOM_IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Connections that are told that there are too many; beyond it they are just closed. */
  private static final int MOST_REJECTED = 256;

  /** Beyond this share of the memory for buffers no new request is taken. */
  private static final double FULL = 0.75;

  private static final long MEASURE_MILLIS = 200;

  private final Deadlines deadlines;
  private final UpstreamPool pool;
  private int rejected;
  private long foundNoRoom;
  private boolean shortOfMemory;

  LoadShedding(Deadlines deadlines, UpstreamPool pool) {
    this.deadlines = deadlines;
    this.pool = pool;
    foundNoRoom = deadlines.clock().read() - ROOM_IDLE_NANOS;
  }

  /** Starts to measure memory, until the loop ends. */
  void start(LoopTasks tasks) {
    tasks.repeat(this::measure, MEASURE_MILLIS);
  }

  /** Whether one more client may be told that there are too many; pair it with {@link #told}. */
  boolean tell() {
    return rejected < MOST_REJECTED && ++rejected > 0;
  }

  void told() {
    rejected--;
  }

  /** Whether buffers take so much memory that they had better become fewer first. */
  boolean shortOfMemory() {
    return shortOfMemory;
  }

  /** The operating system has no socket to give: what is idle gives its own back, if any is. */
  boolean giveSocketsBack() {
    boolean closed = pool.closeIdle();
    return makeRoom() || closed;
  }

  /**
   * Closes some connections that only wait for a request, as HTTP allows at any time (RFC 9112,
   * section 9.5), so that those who want something are not kept out by those who may. Answers
   * whether there were any.
   */
  boolean makeRoom() {
    if (deadlines.clock().read() - foundNoRoom < ROOM_IDLE_NANOS / 10) {
      return false;
    }
    List<ClientConnection> idle = new ArrayList<>(MAKE_ROOM);
    for (TimedHandler connection : deadlines.connections()) {
      if (idle.size() < MAKE_ROOM
          && connection instanceof ClientConnection client
          && client.isIdle(ROOM_IDLE_NANOS)) {
        idle.add(client);
      }
    }
    idle.forEach(TimedHandler::close);
    if (idle.isEmpty()) {
      foundNoRoom = deadlines.clock().read();
    }
    return !idle.isEmpty();
  }

  private void measure() {
    shortOfMemory =
        PooledByteBufAllocator.DEFAULT.pinnedDirectMemory()
            > FULL * PlatformDependent.maxDirectMemory();
  }
}
