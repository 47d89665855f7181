package io.sparkhistory.provisioner.control;

import io.sparkhistory.listing.ApplicationList;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists of applications of running servers. Each server is asked after its start until its first
 * listing is complete, then every {@link #EVERY}, and once more before it sleeps. Bounded by the
 * number of running servers.
 */
final class Listings {
  private static final Logger LOG = LoggerFactory.getLogger(Listings.class);

  /** Time between two readings of a list. */
  static final Duration EVERY = Duration.ofMinutes(5);

  /** A list of this age is new enough for a server that goes to sleep. */
  static final Duration FRESH = Duration.ofSeconds(30);

  /** Pages in a row without logs in progress: the page does not count logs that wait. */
  static final int QUIET = 3;

  /**
   * Failures in a row until a server counts as one that cannot be asked, such as behind a mesh that
   * refuses the request.
   */
  static final int FAILURES = 5;

  private final Map<String, Look> looks = new ConcurrentHashMap<>();
  private final HistoryServerClient client;
  private final Pauses pauses;
  private final Clock clock;
  private final Consumer<String> wake;

  /**
   * @param wake triggers a reconciliation of a tenant
   */
  Listings(HistoryServerClient client, Clock clock, Consumer<String> wake) {
    this(client, Pauses.REAL, clock, wake);
  }

  Listings(HistoryServerClient client, Pauses pauses, Clock clock, Consumer<String> wake) {
    this.client = client;
    this.pauses = pauses;
    this.clock = clock;
    this.wake = wake;
  }

  /**
   * Executors that run a task after a while.
   *
   * @param brief until the next question about the first listing
   * @param usual until the next reading of the list
   */
  record Pauses(Executor brief, Executor usual) {
    static final Pauses REAL =
        new Pauses(
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS),
            CompletableFuture.delayedExecutor(EVERY.toSeconds(), TimeUnit.SECONDS));
  }

  /**
   * List of a ready server. The first call after a start begins to ask; the tenant is reconciled
   * whenever something else becomes known.
   *
   * @param start identifies this start of the server
   */
  KnownListing of(String tenant, String start) {
    return of(tenant, start, Optional.empty());
  }

  /**
   * The same for a server with a cleaner: its first listing is complete when no log is listed that
   * the cleaner has to delete.
   *
   * @param expired logs that were last written before are deleted
   */
  KnownListing of(String tenant, String start, Optional<Instant> expired) {
    return look(tenant, start, expired).known;
  }

  /**
   * Whether the list of a server that goes to sleep was read, or tried to be, a moment ago. If not,
   * it is read now, and the tenant is reconciled afterwards.
   */
  boolean isFresh(String tenant, String start) {
    return look(tenant, start, Optional.empty()).isFresh();
  }

  /** The server does not run. */
  void forget(String tenant) {
    looks.remove(tenant);
  }

  private Look look(String tenant, String start, Optional<Instant> expired) {
    Look look =
        looks.compute(
            tenant,
            (name, before) ->
                before != null && before.start.equals(start)
                    ? before
                    : new Look(name, start, expired));
    look.begin();
    return look;
  }

  /** One start of one server. */
  private final class Look {
    private final String tenant;
    private final String start;
    private final Optional<Instant> expired;
    private volatile KnownListing known = KnownListing.NOTHING;
    private boolean begun;
    private boolean reading;
    private Instant tried = Instant.MIN;
    private int quiet;
    private int failures;

    /** Whether it is not asked any more whether its first listing is complete. */
    private boolean givenUp;

    Look(String tenant, String start, Optional<Instant> expired) {
      this.tenant = tenant;
      this.start = start;
      this.expired = expired;
    }

    synchronized void begin() {
      if (!begun) {
        begun = true;
        ask();
        pauses.usual().execute(this::again);
      }
    }

    synchronized boolean isFresh() {
      if (!reading && tried.plus(FRESH).isBefore(clock.instant())) {
        read(false, true);
      }
      return !reading;
    }

    private boolean isOver() {
      return looks.get(tenant) != this;
    }

    /** Asks whether the first listing is complete. */
    private void ask() {
      if (isOver()) {
        return;
      }
      var unused = client.isQuiet(tenant).whenComplete(this::asked);
    }

    private void asked(Boolean isQuiet, Throwable failure) {
      boolean news = false;
      synchronized (this) {
        quiet = failure == null && isQuiet ? quiet + 1 : 0;
        if (failure != null) {
          news = failed(failure, true);
        } else if (quiet < QUIET) {
          pauses.brief().execute(this::ask);
        } else {
          expired.ifPresentOrElse(this::lookForExpired, () -> read(true, false));
        }
      }
      tell(news);
    }

    /** Spark deletes expired logs after it has read all, and lists them until then. */
    private void lookForExpired(Instant before) {
      var unused = client.listsLogsBefore(tenant, before).whenComplete(this::lookedForExpired);
    }

    private void lookedForExpired(Boolean isAnyListed, Throwable failure) {
      boolean news = false;
      synchronized (this) {
        if (failure != null) {
          news = failed(failure, true);
        } else if (isAnyListed) {
          pauses.brief().execute(this::ask);
        } else {
          read(true, false);
        }
      }
      tell(news);
    }

    /** Reads the list of a server that has been awake for a while. */
    private synchronized void again() {
      if (!isOver()) {
        read(false, false);
        pauses.usual().execute(this::again);
      }
    }

    /**
     * @param completes whether the first listing is complete with it
     * @param tells whether the tenant is reconciled in any case
     */
    private void read(boolean completes, boolean tells) {
      if (isOver()) {
        return;
      }
      reading = true;
      var unused =
          client
              .list(tenant)
              .whenComplete((list, failure) -> ended(list, failure, completes, tells));
    }

    private void ended(ApplicationList list, Throwable failure, boolean completes, boolean tells) {
      boolean news;
      synchronized (this) {
        reading = false;
        tried = clock.instant();
        news = failure == null ? listed(list, completes) : failed(failure, completes);
      }
      tell(news || tells);
    }

    private void tell(boolean news) {
      if (news && !isOver()) {
        wake.accept(tenant);
      }
    }

    private boolean listed(ApplicationList list, boolean completes) {
      failures = 0;
      if (givenUp && !completes) {
        pauses.brief().execute(this::ask);
      }
      givenUp = false;
      return become(known.withList(completes, new KnownListing.Read(list, clock.instant())));
    }

    private boolean become(KnownListing next) {
      boolean news = !next.saysTheSameAs(known);
      known = next;
      return news;
    }

    /**
     * @param first whether the first listing was asked for
     */
    private boolean failed(Throwable failure, boolean first) {
      failures++;
      if (failures < FAILURES) {
        if (first) {
          pauses.brief().execute(this::ask);
        }
        return false;
      }
      givenUp |= first;
      LOG.debug("the history server of {} cannot be asked for its list", tenant, failure);
      return become(known.withFailure(HistoryServerClient.reason(failure)));
    }
  }
}
