package io.sparkhistory.provisioner.state;

import io.sparkhistory.provisioner.spec.EffectiveSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rule that says whether a history server runs, and until when. */
public final class SleepRule {
  /**
   * Interval in which gateways renew the Lease. The last visit may be later than the Lease by this
   * much, so that one visit a minute keeps a server awake with any timeout.
   */
  static final Duration NOTED_EVERY = Duration.ofMinutes(1);

  /**
   * Time that a server stays awake after its folder was created, when it is not known whether its
   * first listing is complete.
   */
  static final Duration FIRST_LISTING = Duration.ofMinutes(2);

  /** Time that a server stays awake at most until its list of applications has been read. */
  private static final Duration LAST_LIST = Duration.ofSeconds(15);

  private SleepRule() {}

  /**
   * Decides.
   *
   * @param cleaningTime how long a server that nobody visits stays awake at most, from the moment
   *     it was started
   */
  public static Verdict decide(
      EffectiveSpec spec, Observation seen, Duration cleaningTime, Instant now) {
    if (spec.suspended()) {
      return new Verdict(Want.SUSPENDED, Optional.empty());
    }
    Optional<Duration> idle = spec.idleTimeout();
    if (idle.isEmpty()) {
      return new Verdict(Want.ALWAYS_ON, Optional.empty());
    }
    Optional<Instant> visitEnds =
        seen.past().lastActivity(now).map(last -> last.plus(idle.get()).plus(NOTED_EVERY));
    if (visitEnds.isPresent() && visitEnds.get().isAfter(now)) {
      return new Verdict(Want.VISITED, visitEnds);
    }
    return unfinished(spec, seen, cleaningTime, now)
        .or(() -> first(seen))
        .or(() -> spec.cleanerInterval().map(interval -> cleaning(seen.past(), interval, now)))
        .orElseGet(() -> new Verdict(Want.ASLEEP, Optional.empty()));
  }

  /**
   * Lets a server finish within the cleaning time: it creates its folder and completes its first
   * listing, before which Spark's cleaner deletes old logs.
   */
  private static Optional<Verdict> unfinished(
      EffectiveSpec spec, Observation seen, Duration cleaningTime, Instant now) {
    if (!seen.run().running() || seen.run().listed() || seen.folder().due()) {
      return Optional.empty();
    }
    Optional<Instant> made = seen.folder().madeSince();
    return seen.past()
        .wokenAt()
        .flatMap(
            woken -> {
              Instant end = woken.plus(cleaningTime);
              if (made.isEmpty()) {
                return Optional.of(new Verdict(Want.FIRST, Optional.of(end)));
              }
              if (!made.get().isBefore(woken)) {
                Instant listed = made.get().plus(FIRST_LISTING);
                Instant earlier = listed.isBefore(end) ? listed : end;
                return Optional.of(new Verdict(Want.FIRST, Optional.of(earlier)));
              }
              return spec.cleanerInterval()
                  .map(interval -> new Verdict(Want.CLEANING, Optional.of(end)));
            })
        .filter(verdict -> verdict.until().orElseThrow().isAfter(now));
  }

  /** The verdict on a running server that may sleep when its list of applications has been read. */
  public static Verdict lastList(Instant now) {
    return new Verdict(Want.LAST_LIST, Optional.of(now.plus(LAST_LIST)));
  }

  /** Due and not started yet: it stays due, however long it waits for its turn. */
  private static Optional<Verdict> first(Observation seen) {
    return seen.folder().due()
        ? Optional.of(new Verdict(Want.FIRST, Optional.empty()))
        : Optional.empty();
  }

  /** Spark's cleaner runs when the server starts, so any start counts, for whatever reason. */
  private static Verdict cleaning(Past past, Duration interval, Instant now) {
    Instant due = past.wokenAt().orElse(past.createdAt()).plus(interval);
    // due and not started yet: it stays due, however long it waits for its turn
    return due.isAfter(now)
        ? new Verdict(Want.ASLEEP, Optional.of(due))
        : new Verdict(Want.CLEANING, Optional.empty());
  }

  /** Whether a server is to run, and why. */
  public enum Want {
    SUSPENDED(false),
    ASLEEP(false),
    /** Its log folder is to be made before the first job writes there. */
    FIRST(true),
    /** Its logs are to be cleaned. */
    CLEANING(true),
    /** Somebody looked a short while ago. */
    VISITED(true),
    /** Its list of applications is read once more before it sleeps. */
    LAST_LIST(true),
    /** It never sleeps. */
    ALWAYS_ON(true);

    private final boolean awake;

    Want(boolean awake) {
      this.awake = awake;
    }

    public boolean awake() {
      return awake;
    }
  }

  /**
   * The decision.
   *
   * @param until when to decide again even if nothing happens; empty when only an event changes it
   */
  public record Verdict(Want want, Optional<Instant> until) {}

  /**
   * What a server does now.
   *
   * @param running whether the Deployment asks for a pod
   * @param listed whether its first listing is known to be complete
   */
  public record Run(boolean running, boolean listed) {}

  /** What is known of a server. */
  public record Observation(Past past, LogFolder folder, Run run) {}

  /**
   * What happened to a server.
   *
   * @param renewTime of the activity Lease, as {@link Visits} has it; empty when nobody ever looked
   *     or the Lease is gone
   * @param rememberedActivity of the status, for when the Lease is gone; coarse
   * @param wokenAt when the server was last started
   * @param createdAt when the resource was made
   */
  public record Past(
      Optional<Instant> renewTime,
      Optional<Instant> rememberedActivity,
      Optional<Instant> wokenAt,
      Instant createdAt) {

    /**
     * When somebody last looked. A time ahead of this clock means now: clocks differ by seconds,
     * and a visit that is refused because of one that is off by an hour is worse than an hour too
     * long.
     */
    public Optional<Instant> lastActivity(Instant now) {
      return renewTime.or(() -> rememberedActivity).map(time -> time.isAfter(now) ? now : time);
    }
  }
}
