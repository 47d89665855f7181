package io.sparkhistory.gateway.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.backend.WatchedWakes;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How history servers wake, and how many are in which state. */
public final class WakeMeters implements WatchedWakes.Listener {
  private static final List<Integer> SECONDS =
      List.of(1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300);

  private final MeterRegistry registry;
  private final Timer duration;

  /** Registers the meters of wakes. */
  public WakeMeters(MeterRegistry registry) {
    this.registry = registry;
    duration =
        Timer.builder("sparkhistory.wake.duration")
            .description("From a visit of a sleeping history server to its readiness")
            .serviceLevelObjectives(
                SECONDS.stream().map(Duration::ofSeconds).toArray(Duration[]::new))
            .register(registry);
    for (WatchedWakes.Result result : WatchedWakes.Result.values()) {
      for (Step step : Step.values()) {
        var unused = counter(result, step);
      }
    }
  }

  /** Shows how many of these servers are in which state; they are counted when it is asked. */
  public void count(Backends servers) {
    count(servers, "ready", Backend.Ready.class);
    count(servers, "starting", Backend.Starting.class);
    count(servers, "asleep", Backend.Asleep.class);
    count(servers, "failed", Backend.Failed.class);
  }

  @Override
  public void ended(WatchedWakes.Result result, Step step, Duration took) {
    counter(result, step).increment();
    if (result == WatchedWakes.Result.READY) {
      duration.record(took);
    }
  }

  private Counter counter(WatchedWakes.Result result, Step step) {
    return Counter.builder("sparkhistory.wakes")
        .description("History servers that were woken, by how it ended and how far they came")
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .tag("step", step.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private void count(Backends servers, String state, Class<? extends Backend> type) {
    Gauge.builder(
            "sparkhistory.servers",
            servers,
            all -> all.all().stream().filter(e -> type.isInstance(e.backend())).count())
        .description("History servers by state")
        .tag("state", state)
        .register(registry);
  }
}
