package io.sparkhistory.gateway.backend;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Account of the event logs that one history server reads for its visitors, and of those whose
 * reading ended it. A server reads the whole log before it responds to the first request for an
 * application, so it was busy with the applications whose requests had no response when it ended.
 *
 * <p>Safe to use from all threads. Holds at most {@link #MOST} applications of each kind.
 */
public final class LogReads {
  /** Of a server whose logs nobody keeps account of: nothing is ever refused. */
  public static final LogReads NONE = new LogReads(InstantSource.system(), 0);

  /** A read that has had no response for this long is over: its visitor has gone away. */
  static final Duration FORGOTTEN = Duration.ofMinutes(10);

  /** After this, a visit may open an application again that ended the server. */
  static final Duration REFUSED = Duration.ofHours(1);

  static final int MOST = 200;

  private final InstantSource clock;
  private final int most;
  private final Map<String, Instant> begun = new ConcurrentHashMap<>();
  private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();

  /** Applications that were being read when the server ended the last time. */
  private final Set<String> interrupted = ConcurrentHashMap.newKeySet();

  private record Refusal(Backend.Failed failed, Instant until) {}

  /**
   * What the server did at its last end.
   *
   * @param reads applications whose logs it was reading
   * @param again those of them that it was reading at the end before, too
   */
  public record Interrupted(Set<String> reads, Set<String> again) {}

  public LogReads(InstantSource clock) {
    this(clock, MOST);
  }

  private LogReads(InstantSource clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /** A request for which the server has to read this application's log is sent to it. */
  public void begin(String application) {
    if (begun.size() < most || begun.containsKey(application)) {
      begun.put(application, clock.instant());
    }
  }

  /** The server has responded to such a request, so it has read the log. */
  public void end(String application) {
    begun.remove(application);
    interrupted.remove(application);
  }

  /** The server has been ended on purpose: none of its logs is to blame. */
  public void stop() {
    begun.clear();
  }

  /** The server has ended by itself. */
  public Interrupted interrupt() {
    Instant forgotten = clock.instant().minus(FORGOTTEN);
    Set<String> reads =
        begun.entrySet().stream()
            .filter(read -> read.getValue().isAfter(forgotten))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    Set<String> again =
        reads.stream().filter(interrupted::contains).collect(Collectors.toUnmodifiableSet());
    begun.clear();
    interrupted.clear();
    interrupted.addAll(reads);
    return new Interrupted(reads, again);
  }

  /** From now on nobody is let through to this application, for {@link #REFUSED}. */
  public void refuse(String application, Backend.Failed failed) {
    Instant now = clock.instant();
    refusals.values().removeIf(refusal -> !now.isBefore(refusal.until()));
    if (refusals.size() < most) {
      refusals.put(application, new Refusal(failed, now.plus(REFUSED)));
    }
  }

  /** Why nobody is let through to this application; empty when they are. */
  public Optional<Backend.Failed> refusal(String application) {
    Refusal refusal = refusals.get(application);
    return refusal == null || !clock.instant().isBefore(refusal.until())
        ? Optional.empty()
        : Optional.of(refusal.failed());
  }

  /** Lets visitors through to this application again. */
  public void allow(String application) {
    refusals.remove(application);
    interrupted.remove(application);
  }

  /** Lets visitors through to every application again: the server is another one now. */
  public void allowAll() {
    refusals.clear();
    interrupted.clear();
  }
}
