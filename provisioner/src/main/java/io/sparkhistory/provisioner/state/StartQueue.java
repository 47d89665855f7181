package io.sparkhistory.provisioner.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Queue that limits concurrent starts. The order is visits, first starts of new resources,
 * cleaning; within a kind, by arrival. First starts and cleaning together hold at most half of the
 * places, so that a visitor never waits for them alone. The leader keeps the queue in memory. A
 * place is released when the start or the cleaning ends, and after {@link #LONGEST_START} or {@link
 * #LONGEST_CLEANING} in any case.
 */
public final class StartQueue {
  /** Longest start: the startup probe fails after this time. */
  static final Duration LONGEST_START = Duration.ofMinutes(5);

  static final Duration LONGEST_CLEANING = Duration.ofHours(1);

  private final int places;
  private final Map<String, Place> holders = new HashMap<>();
  private final Map<String, Waiting> waiting = new HashMap<>();
  private long arrivals;

  /**
   * @param places how many may start at once, at least 1
   */
  public StartQueue(int places) {
    this.places = places;
  }

  /** Reason of a start, the most urgent first. */
  public enum Kind {
    VISIT(LONGEST_START),
    FIRST(LONGEST_START),
    CLEANING(LONGEST_CLEANING);

    private final Duration longest;

    Kind(Duration longest) {
      this.longest = longest;
    }
  }

  /** Reply of the queue. */
  public sealed interface Ticket {
    /** It may start; it holds a place until it is released. */
    record Go() implements Ticket {}

    /**
     * It waits.
     *
     * @param position from 1
     */
    record Wait(int position, int total) implements Ticket {}
  }

  /** Asks for a place, again and again until there is one; whoever holds one keeps it. */
  public synchronized Ticket ask(String tenant, Kind kind, Instant now) {
    expire(now);
    Place held = holders.get(tenant);
    if (held != null) {
      holders.put(tenant, new Place(kind, held.until()));
      return new Ticket.Go();
    }
    Waiting before = waiting.get(tenant);
    // who becomes more urgent does not overtake those who were so before
    long arrival = before != null && before.kind() == kind ? before.arrival() : arrivals++;
    waiting.put(tenant, new Waiting(tenant, kind, arrival));
    List<Waiting> line = line();
    int position = line.indexOf(waiting.get(tenant));
    if (position < free(kind)) {
      waiting.remove(tenant);
      holders.put(tenant, place(kind, now));
      return new Ticket.Go();
    }
    return new Ticket.Wait(position + 1, line.size());
  }

  /**
   * Takes a place for a server that is starting already, because the leader before this one started
   * it. There may be more of them than places.
   *
   * @param since when its start began
   */
  public synchronized void occupy(String tenant, Kind kind, Instant since) {
    waiting.remove(tenant);
    holders.putIfAbsent(tenant, place(kind, since));
  }

  /**
   * Releases a place, or removes a tenant from the queue.
   *
   * @return tenants whose turn has come; none when no place was released
   */
  public synchronized List<String> release(String tenant) {
    waiting.remove(tenant);
    if (holders.remove(tenant) == null) {
      return List.of();
    }
    return line().stream()
        .limit(Math.max(0, places - holders.size()))
        .map(Waiting::tenant)
        .toList();
  }

  /** How many hold a place. */
  public synchronized int starting() {
    return holders.size();
  }

  /** How many wait for one. */
  public synchronized int queued() {
    return waiting.size();
  }

  private static Place place(Kind kind, Instant since) {
    return new Place(kind, since.plus(kind.longest));
  }

  private int free(Kind kind) {
    int free = places - holders.size();
    if (kind == Kind.VISIT) {
      return free;
    }
    long unseen = holders.values().stream().filter(each -> each.kind() != Kind.VISIT).count();
    // visitors stand before it in the line, so they count against the half as well: on purpose
    return (int) Math.min(free, Math.max(1, places / 2) - unseen);
  }

  private List<Waiting> line() {
    List<Waiting> line = new ArrayList<>(waiting.values());
    line.sort(Comparator.comparing(Waiting::kind).thenComparingLong(Waiting::arrival));
    return line;
  }

  private void expire(Instant now) {
    holders.values().removeIf(place -> place.until().isBefore(now));
  }

  private record Place(Kind kind, Instant until) {}

  private record Waiting(String tenant, Kind kind, long arrival) {}
}
