package io.sparkhistory.standin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What goes wrong with the server: responses, the time they take, watches that fall silent. */
public final class Faults {
  private static final long LOOK_MILLIS = 20;

  private final List<Planned> planned = new CopyOnWriteArrayList<>();
  private volatile Duration latency = Duration.ZERO;
  private volatile boolean frozen;

  private record Planned(Predicate<Call> where, Fault fault, AtomicInteger times) {}

  Faults() {}

  /** Has the next calls of this kind go wrong. */
  public void fail(Fault fault, int times, Predicate<Call> where) {
    planned.add(new Planned(where, fault, new AtomicInteger(times)));
  }

  /** Has every response take this long. */
  public void delay(Duration by) {
    latency = by;
  }

  /** Has watches stay open and say nothing. */
  public void freezeWatches() {
    frozen = true;
  }

  /** Has calls go right and watches speak again. */
  public void heal() {
    planned.clear();
    frozen = false;
  }

  Optional<Fault> of(Call call) {
    for (Planned each : planned) {
      if (each.where().test(call) && each.times().getAndDecrement() > 0) {
        return Optional.of(each.fault());
      }
    }
    return Optional.empty();
  }

  void pause() throws InterruptedException {
    long nanos = latency.toNanos();
    if (nanos > 0) {
      // nothing to wait for: this is the distance to the server
      new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
    }
  }

  void awaitThaw() throws InterruptedException {
    while (frozen) {
      new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  static void hang() throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
