package io.sparkhistory.gateway.upstream;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The open connections of one event loop, each with one deadline. All of them are looked at five
 * times a second, which costs less than a timer for each request and is exact enough for limits
 * that are counted in seconds. For one thread.
 */
public final class Deadlines {
  private final LoopClock clock;
  private final Set<TimedHandler> connections = new HashSet<>();

  public Deadlines(LoopClock clock) {
    this.clock = clock;
  }

  /** Starts to look, until the loop ends. */
  public void start(LoopTasks tasks) {
    tasks.repeat(this::look, LoopClock.LOOK_MILLIS);
  }

  /** The open connections: a copy, so that they may close while it is read. */
  public List<TimedHandler> connections() {
    return new ArrayList<>(connections);
  }

  public LoopClock clock() {
    return clock;
  }

  void opened(TimedHandler connection) {
    connections.add(connection);
  }

  void closed(TimedHandler connection) {
    connections.remove(connection);
  }

  private void look() {
    long now = clock.read();
    for (TimedHandler connection : connections()) {
      try {
        connection.look(now);
      } catch (RuntimeException | Error e) {
        // the others' deadlines count too
        LoopTasks.failed(e);
        connection.close();
      }
    }
  }
}
