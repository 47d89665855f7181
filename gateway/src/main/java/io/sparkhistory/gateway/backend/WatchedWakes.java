package io.sparkhistory.gateway.backend;

import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Decorates backends to record how each wake ended, how far it came and how long it took. The same
 * for every kind of server, because it only looks at states.
 */
public final class WatchedWakes implements Backends {
  /** A server that still sleeps after this was not woken at all. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** For so long, a failure that was there before the wake may just not be forgotten yet. */
  private static final Duration OLD_FAILURE = Duration.ofSeconds(10);

  /** How a wake ends; also the label in the metrics. */
  public enum Result {
    READY,
    FAILED,
    /** The server, or its namespace, was deleted while it started. */
    GONE,
    TIMED_OUT
  }

  /** Is told of each wake that has ended; must not block. */
  public interface Listener {
    /**
     * A wake has ended.
     *
     * @param step the furthest that the server came
     * @param cause why it failed, see {@link Backend.Failed#cause}; empty when it did not
     * @param took since it was asked for
     */
    void ended(Result result, Step step, String cause, Duration took);
  }

  private final Backends servers;
  private final Listener listener;
  private final LongSupplier nanos;
  private final Map<Tenant, Wake> wakes = new ConcurrentHashMap<>();

  private record Wake(long startedNanos, Backend before, Step step) {}

  /**
   * Watches the wakes of these servers.
   *
   * @param nanos a clock such as {@code System::nanoTime}
   */
  public WatchedWakes(Backends servers, Listener listener, LongSupplier nanos) {
    this.servers = servers;
    this.listener = listener;
    this.nanos = nanos;
  }

  /** Looks at every server that is on its way; to be called a few times a second. */
  public void look() {
    wakes.forEach(this::look);
  }

  private void look(Tenant tenant, Wake wake) {
    Backend now = servers.find(tenant);
    Duration waited = Duration.ofNanos(nanos.getAsLong() - wake.startedNanos());
    if (now instanceof Backend.Ready) {
      ended(tenant, wake, Result.READY, waited);
    } else if (now instanceof Backend.Absent) {
      ended(tenant, wake, Result.GONE, waited);
    } else if (now instanceof Backend.Failed failed && !isOld(now, wake, waited)) {
      ended(tenant, wake, Result.FAILED, waited, failed.cause());
    } else if (waited.compareTo(PATIENCE) > 0) {
      ended(tenant, wake, Result.TIMED_OUT, waited);
    } else if (now instanceof Backend.Starting starting) {
      Step step = starting.step().compareTo(wake.step()) > 0 ? starting.step() : wake.step();
      wakes.replace(tenant, wake, new Wake(wake.startedNanos(), wake.before(), step));
    }
  }

  private static boolean isOld(Backend now, Wake wake, Duration waited) {
    return now.equals(wake.before()) && waited.compareTo(OLD_FAILURE) < 0;
  }

  private void ended(Tenant tenant, Wake wake, Result result, Duration waited) {
    ended(tenant, wake, result, waited, "");
  }

  private void ended(Tenant tenant, Wake wake, Result result, Duration waited, String cause) {
    if (wakes.remove(tenant, wake)) {
      listener.ended(result, wake.step(), cause, waited);
    }
  }

  @Override
  public Backend find(Tenant tenant) {
    return servers.find(tenant);
  }

  @Override
  public void wake(Tenant tenant) {
    Backend before = servers.find(tenant);
    servers.wake(tenant);
    if (before instanceof Backend.Asleep || before instanceof Backend.Failed) {
      wakes.putIfAbsent(tenant, new Wake(nanos.getAsLong(), before, Step.QUEUED));
    }
  }

  @Override
  public LogReads logReads(Tenant tenant) {
    return servers.logReads(tenant);
  }

  @Override
  public Drivers drivers() {
    return servers.drivers();
  }

  @Override
  public void touch(Tenant tenant) {
    servers.touch(tenant);
  }

  @Override
  public Collection<Entry> all() {
    return servers.all();
  }
}
