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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** How history servers wake, and how many are in which state. */
public final class WakeMeters implements WatchedWakes.Listener {
  private static final List<Integer> SECONDS =
      List.of(1, 2, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300);

  /** Reason of a wake that did not fail. */
  private static final String NONE = "none";

  private final MeterRegistry registry;
  private final Set<String> causes;
  private final Timer duration;

  /**
   * Registers the meters of wakes, all of them, so that a rate sees the first one.
   *
   * @param causes of failures that there can be; every other one counts as {@code other}
   */
  public WakeMeters(MeterRegistry registry, Collection<String> causes) {
    this.registry = registry;
    this.causes = new TreeSet<>(causes);
    this.causes.add(Backend.Failed.OTHER);
    duration =
        Timer.builder("sparkhistory.wake.duration")
            .description("From a visit of a sleeping history server to its readiness")
            .serviceLevelObjectives(
                SECONDS.stream().map(Duration::ofSeconds).toArray(Duration[]::new))
            .register(registry);
    for (WatchedWakes.Result result : WatchedWakes.Result.values()) {
      Set<String> reasons = result == WatchedWakes.Result.FAILED ? this.causes : Set.of(NONE);
      for (Step step : Step.values()) {
        reasons.forEach(reason -> counter(result, step, reason));
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
  public void ended(WatchedWakes.Result result, Step step, String cause, Duration took) {
    String known = causes.contains(cause) ? cause : Backend.Failed.OTHER;
    counter(result, step, result == WatchedWakes.Result.FAILED ? known : NONE).increment();
    if (result == WatchedWakes.Result.READY) {
      duration.record(took);
    }
  }

  private Counter counter(WatchedWakes.Result result, Step step, String reason) {
    return Counter.builder("sparkhistory.wakes")
        .description(
            "History servers that were woken: how it ended, how far they came, and why not")
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .tag("step", step.name().toLowerCase(Locale.ROOT))
        .tag("reason", reason)
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
