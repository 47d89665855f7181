package io.sparkhistory.gateway.local;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides which history servers run when not all may: those who wait longest come first, and
 * running servers that nobody looks at make way for them. For one thread.
 */
final class Places {
  /** A running server that nobody has looked at for so long makes way for one in the queue. */
  static final Duration MAKES_WAY = Duration.ofSeconds(30);

  private final int most;

  /**
   * @param most servers that may run at a time
   */
  Places(int most) {
    this.most = most;
  }

  /** How many of these servers take a place. */
  static int taken(Collection<LocalServer> servers, Collection<LocalServer> leaving) {
    return (int) everyone(servers, leaving).filter(s -> s.phase().takesPlace()).count();
  }

  /**
   * Gives free places to those who wait longest, and makes places for the others.
   *
   * @param leaving take a place until they have ended, and get no other
   */
  void serve(Collection<LocalServer> servers, Collection<LocalServer> leaving, Instant now) {
    List<LocalServer> queue =
        servers.stream()
            .filter(server -> server.phase() instanceof Phase.Queued)
            .sorted(Comparator.comparing(LocalServer::queuedSince))
            .toList();
    int free = Math.min(queue.size(), most - taken(servers, leaving));
    for (int i = 0; i < free; i++) {
      queue.get(i).start(now);
    }
    List<LocalServer> waiting = queue.subList(Math.max(0, free), queue.size());
    for (int i = 0; i < waiting.size(); i++) {
      waiting.get(i).queuedAs(i + 1, waiting.size());
    }
    long stopping =
        everyone(servers, leaving).filter(s -> s.phase() instanceof Phase.Stopping).count();
    everyone(servers, leaving)
        .filter(server -> server.phase() instanceof Phase.Running)
        .filter(server -> !now.isBefore(server.quietSince().plus(MAKES_WAY)))
        .sorted(Comparator.comparing(LocalServer::quietSince))
        .limit(Math.max(0, waiting.size() - stopping))
        .forEach(server -> server.stop(now));
  }

  private static Stream<LocalServer> everyone(
      Collection<LocalServer> servers, Collection<LocalServer> leaving) {
    return Stream.concat(servers.stream(), leaving.stream());
  }
}
