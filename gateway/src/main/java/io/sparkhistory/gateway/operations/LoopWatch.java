package io.sparkhistory.gateway.operations;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the event loops turn. Everything on a loop waits while one task of it works or
 * blocks, so each loop is given an empty task several times a second, and how long that waits is
 * how long everybody waits. Costs nothing for a request.
 */
public final class LoopWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopWatch.class);
  private static final long COMPLAINT_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int FRAMES = 40;

  private final Limits limits;
  private final List<Loop> loops;
  private final AtomicLong stalls = new AtomicLong();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicLong last = new AtomicLong();
  private final Thread thread = new Thread(this::watch, "loop-watch");
  private long complained = System.nanoTime() - COMPLAINT_NANOS;
  private volatile boolean closed;

  /**
   * When a loop is looked at, and what is thought of it.
   *
   * @param interval how often a loop is looked at
   * @param stall a loop that waits longer than this is counted, and its stack logged
   * @param dead a loop that waits longer than this will not turn again
   */
  public record Limits(Duration interval, Duration stall, Duration dead) {
    /** 100 ms, half a second, 30 seconds. */
    public static final Limits DEFAULT =
        new Limits(Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  /** Starts to watch; the meters are there at once. */
  public LoopWatch(Collection<? extends Executor> executors, Limits limits, MeterRegistry meters) {
    this.limits = limits;
    loops = executors.stream().map(Loop::new).toList();
    FunctionCounter.builder("sparkhistory.event.loop.stalls", stalls, AtomicLong::doubleValue)
        .description("How often an event loop did nothing else for longer than half a second")
        .register(meters);
    gauge("longest", "The longest time that an event loop was stalled since the start", longest)
        .register(meters);
    gauge("last", "How long an event loop was stalled the last time", last).register(meters);
    thread.setDaemon(true);
    thread.start();
  }

  /** A sentence when a loop has not turned for so long that only a new process helps. */
  public String problem() {
    long now = System.nanoTime();
    long most = loops.stream().mapToLong(loop -> loop.waiting(now)).max().orElse(0);
    return most < limits.dead().toNanos()
        ? ""
        : "an event loop has not turned for " + TimeUnit.NANOSECONDS.toSeconds(most) + " s";
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void watch() {
    while (!closed) {
      loops.forEach(this::look);
      LockSupport.parkNanos(limits.interval().toNanos());
    }
  }

  private void look(Loop loop) {
    long waited = loop.waited(System.nanoTime());
    if (waited >= limits.stall().toNanos()) {
      last.set(waited);
      longest.accumulateAndGet(waited, Math::max);
      if (!loop.stalled) {
        loop.stalled = true;
        stalls.incrementAndGet();
        complain(loop, waited);
      }
    }
    if (loop.answered()) {
      loop.stalled = false;
      loop.ask();
    }
  }

  private void complain(Loop loop, long waited) {
    long now = System.nanoTime();
    Thread stalled = loop.thread;
    if (stalled == null || now - complained < COMPLAINT_NANOS) {
      return;
    }
    complained = now;
    String stack =
        Stream.of(stalled.getStackTrace())
            .limit(FRAMES)
            .map(frame -> "\n\tat " + frame)
            .collect(Collectors.joining());
    LOG.warn(
        "Event loop {} has not turned for {} ms; it is at{}",
        stalled.getName(),
        TimeUnit.NANOSECONDS.toMillis(waited),
        stack);
  }

  private static TimeGauge.Builder<?> gauge(String which, String description, AtomicLong nanos) {
    return TimeGauge.builder(
            "sparkhistory.event.loop.stall." + which,
            nanos,
            TimeUnit.NANOSECONDS,
            AtomicLong::doubleValue)
        .description(description);
  }

  /** One loop, and the task that it has been given. */
  private static final class Loop implements Runnable {
    private final Executor executor;

    /** When the present task was given; written by the watching thread. */
    private volatile long asked;

    /** When it was done; 0 until then. Written by the loop. */
    private volatile long done = 1;

    private volatile @Nullable Thread thread;

    /** Of the watching thread alone: whether the present wait has been counted. */
    private boolean stalled;

    Loop(Executor executor) {
      this.executor = executor;
    }

    void ask() {
      asked = System.nanoTime();
      done = 0;
      try {
        executor.execute(this);
      } catch (RejectedExecutionException e) {
        done = 1; // it ends, and so do we
      }
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      done = Math.max(1, System.nanoTime() - asked);
    }

    boolean answered() {
      return done != 0;
    }

    /** How long the present task waits, or waited. */
    long waited(long now) {
      long took = done;
      return took == 0 ? now - asked : took;
    }

    /** How long the present task waits; 0 when it has been done. */
    long waiting(long now) {
      return done == 0 ? now - asked : 0;
    }
  }
}
