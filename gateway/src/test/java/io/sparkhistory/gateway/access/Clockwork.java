package io.sparkhistory.gateway.access;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Time that passes when it is told to, and alarms that ring then. */
final class Clockwork extends ScheduledThreadPoolExecutor {
  record Alarm(Runnable command, long at, ScheduledFuture<?> handle) {
    boolean isCancelled() {
      return handle.isCancelled();
    }
  }

  final List<Alarm> alarms = new ArrayList<>();
  long nanos = Long.MAX_VALUE - 5_000_000_000L; // overflows while the tests run, as nanoTime may
  boolean rejects;

  Clockwork() {
    super(0);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    if (rejects) {
      throw new RejectedExecutionException();
    }
    ScheduledFuture<?> handle = super.schedule(() -> {}, 1, TimeUnit.DAYS);
    alarms.add(new Alarm(command, nanos + unit.toNanos(delay), handle));
    return handle;
  }

  void pass(Duration duration) {
    nanos += duration.toNanos();
    for (Alarm alarm : List.copyOf(alarms)) {
      if (alarm.at - nanos <= 0 && !alarm.isCancelled()) {
        alarms.remove(alarm);
        alarm.command.run();
      }
    }
  }
}
