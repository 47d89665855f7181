package io.sparkhistory.gateway.kubernetes;

import io.sparkhistory.api.Names;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.backend.LogReads;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one tenant: what the API server told last, which is immutable and replaced as a
 * whole, and what this replica did since. Read by all threads without a lock; {@link #report},
 * {@link #memory} and {@link #endpoint} are to be called by one at a time.
 */
final class KnownTenant {
  /** A wake that has not shown in the resource for this long is taken for lost. */
  private static final long BELIEVED = Duration.ofSeconds(30).toNanos();

  /** Visits within this time after a wake share it. */
  private static final long SHARED = Duration.ofSeconds(5).toNanos();

  /** A server that started so long ago has read its list of logs, or has too many of them. */
  private static final Duration YOUNG = Duration.ofMinutes(5);

  /** At most one note of activity in this time (the design's rule). */
  private static final long BETWEEN_TOUCHES = Duration.ofMinutes(1).toNanos();

  /** How the Host of the Service begins that the provisioner makes. */
  private static final String OF_RESOURCE = Names.RESOURCE_NAME + ".";

  private final Tenant tenant;
  private final LogReads logReads;
  private volatile Told told;
  private volatile @Nullable Woken woken;
  private volatile Optional<Instant> used = Optional.empty();
  private volatile @Nullable FirstListing firstListing;

  private volatile Listing listing = Listing.NONE;

  private ServerMemory memory = ServerMemory.UNKNOWN;

  /** Whether it was ready before, so that it has begun anew when it is ready again. */
  private volatile boolean live;

  private boolean wasReady;

  /** On the ticker: from when on a wake is not shared, and a touch is due. */
  private final AtomicLong nextWake;

  private final AtomicLong nextTouch;

  /**
   * What the API server told.
   *
   * @param endpoints by EndpointSlice, those that answer
   * @param backend what follows from both
   */
  private record Told(Reported reported, Map<String, Endpoint> endpoints, Backend backend) {
    static Told of(Reported reported, Map<String, Endpoint> endpoints) {
      Optional<Endpoint> serving = reported.mayServe() ? first(endpoints, true) : Optional.empty();
      // a server of somebody else's making serves until the one of the resource does
      Backend backend =
          serving
              .or(() -> first(endpoints, false))
              .<Backend>map(Backend.Ready::new)
              .orElse(reported.down());
      return new Told(reported, endpoints, backend);
    }

    /**
     * One pod at a time, so two slices are the old and the new one: any order will do, as long as
     * it is always the same.
     */
    private static Optional<Endpoint> first(Map<String, Endpoint> endpoints, boolean ofResource) {
      return new TreeMap<>(endpoints)
          .values().stream()
              .filter(each -> each.hostHeader().startsWith(OF_RESOURCE) == ofResource)
              .findFirst();
    }
  }

  /**
   * @param before the state that was to be changed; another one means that it has been
   * @param shown what people are told meanwhile
   * @param nanos when, on the ticker
   */
  private record Woken(Backend before, Backend shown, long nanos) {
    boolean isBelieved(Backend now, long time) {
      return time - nanos < BELIEVED && before.equals(now);
    }
  }

  /**
   * @param nanos now, on the ticker
   */
  KnownTenant(Tenant tenant, LogReads logReads, Instant now, long nanos) {
    this.tenant = tenant;
    this.logReads = logReads;
    this.told = Told.of(Reported.undeclared(now), Map.of());
    this.nextWake = new AtomicLong(nanos);
    this.nextTouch = new AtomicLong(nanos);
  }

  Tenant tenant() {
    return tenant;
  }

  LogReads logReads() {
    return logReads;
  }

  /**
   * What the resource says of the server's memory. When the server has run out of it, those
   * applications are refused from now on whose logs this replica had it read; nothing says how
   * large they are.
   */
  void memory(ServerMemory said) {
    if (!said.limit().equals(memory.limit())) {
      logReads.allowAll();
    }
    if (!said.spent().isEmpty() && !said.spent().equals(memory.spent())) {
      for (String application : logReads.interrupt().reads()) {
        logReads.refuse(application, said.tooSmallFor(application));
      }
    }
    memory = said;
  }

  /** What the resource says of the server's list. One that has not changed stays one object. */
  void listing(Listing said) {
    if (!said.equals(listing)) {
      listing = said;
    }
  }

  /** Whether running applications are shown. */
  boolean live() {
    return live;
  }

  void live(boolean shown) {
    live = shown;
  }

  /** The resource was created, has changed, or is gone. */
  void report(Reported reported, Instant now, long nanos) {
    if (reported.down() instanceof Backend.Asleep) {
      logReads.stop();
    }
    become(Told.of(reported, told.endpoints()), now, nanos);
  }

  /**
   * What a slice leads to has changed.
   *
   * @param slice its name and the list that it is in
   */
  void endpoint(String slice, Optional<Endpoint> endpoint, Instant now, long nanos) {
    Map<String, Endpoint> endpoints = new TreeMap<>(told.endpoints());
    endpoints.remove(slice);
    endpoint.ifPresent(ready -> endpoints.put(slice, ready));
    become(Told.of(told.reported(), Map.copyOf(endpoints)), now, nanos);
  }

  private void become(Told next, Instant now, long nanos) {
    Woken wake = woken;
    if (wake != null && !wake.before().equals(next.backend())) {
      woken = null; // it has shown: should that state come back, it is told and no wake is believed
    }
    FirstListing known = firstListing;
    if (!(next.backend() instanceof Backend.Ready ready)) {
      firstListing = null;
    } else if (known == null || !known.isOf(ready.endpoint())) {
      Backend.Starting start = next.reported().start();
      boolean isNew = wasReady || start.since().isAfter(now.minus(YOUNG));
      boolean reads =
          next.reported().declared() && isNew && !(told.backend() instanceof Backend.Ready);
      firstListing = reads ? new FirstListing(ready.endpoint(), start, nanos) : null;
      wasReady = true;
    }
    told = next;
  }

  /** Whether nothing is left that makes it a tenant. */
  boolean isGone() {
    Told now = told;
    return !now.reported().declared() && now.endpoints().isEmpty();
  }

  /** The state to act on, at this time of the ticker. */
  Backend backend(long nanos) {
    Backend backend = told.backend();
    FirstListing listing = firstListing;
    if (listing != null && backend instanceof Backend.Ready && !listing.isOver(nanos)) {
      return listing.shown();
    }
    Woken wake = woken;
    return wake != null && wake.isBelieved(backend, nanos) ? wake.shown() : backend;
  }

  /** The same for somebody who wants in, for whom a server that has just started is asked. */
  Backend backend(long nanos, FirstListing.Ask ask) {
    FirstListing listing = firstListing;
    if (listing != null && !listing.isOver(nanos)) {
      listing.look(nanos, ask);
    }
    return backend(nanos);
  }

  /** Whether a wake is due; then it counts as done and as activity. */
  boolean wake(long nanos, Clock clock) {
    Told state = told;
    Backend before = state.backend();
    if (!state.reported().wakes() || before instanceof Backend.Ready) {
      return false;
    }
    Woken last = woken;
    long due = nextWake.get();
    boolean isShared = last != null && last.isBelieved(before, nanos) && nanos - due < 0;
    if (isShared || !nextWake.compareAndSet(due, nanos + SHARED)) {
      return false;
    }
    Instant now = clock.instant();
    Backend shown = new Backend.Starting(Step.QUEUED, "", now, state.reported().start().usual());
    woken = new Woken(before, shown, nanos);
    used = Optional.of(now);
    nextTouch.set(nanos + BETWEEN_TOUCHES);
    return true;
  }

  /** Whether a note of activity is due; then it counts as done. */
  boolean touch(long nanos, Clock clock) {
    long due = nextTouch.get();
    if (nanos - due < 0
        || !told.reported().declared()
        || !nextTouch.compareAndSet(due, nanos + BETWEEN_TOUCHES)) {
      return false;
    }
    used = Optional.of(clock.instant());
    return true;
  }

  Backends.Entry entry(long nanos) {
    Optional<Instant> reported = told.reported().lastActivity();
    Optional<Instant> own = used;
    boolean isOwnLater =
        own.isPresent() && (reported.isEmpty() || own.get().isAfter(reported.get()));
    return new Backends.Entry(tenant, backend(nanos), isOwnLater ? own : reported, listing);
  }
}
