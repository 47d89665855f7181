package io.sparkhistory.gateway.operations;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sparkhistory.gateway.request.Completion;
import io.sparkhistory.gateway.request.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Meters of requests that have ended. The usual ones exist from the start, so that a rate is zero
 * and not absent before the first request; counting allocates nothing. Labels come from closed
 * lists alone: never a user, a path or a namespace.
 */
final class RequestMeters {
  /** From what a cached page takes to what replaying a big event log takes. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60),
    Duration.ofSeconds(300)
  };

  /** Classes of methods: RFC 9110, section 9.2.1, calls the first ones safe. */
  private enum MethodClass {
    READ,
    WRITE,
    UNREAD;

    /**
     * @param method as in {@link Completion#method()}
     */
    static MethodClass of(String method) {
      return switch (method) {
        case "GET", "HEAD", "OPTIONS", "TRACE" -> READ;
        case "-", "" -> UNREAD;
        default -> WRITE;
      };
    }
  }

  /** First digit of the status; index 0 is for requests without any response. */
  private static final String[] STATUS_CLASSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

  private enum Decision {
    ALLOWED,
    DENIED,
    UNAVAILABLE;

    static Decision of(Outcome outcome) {
      return switch (outcome) {
        case FORBIDDEN -> DENIED;
        case ACCESS_UNAVAILABLE -> UNAVAILABLE;
        default -> ALLOWED;
      };
    }
  }

  private final MeterRegistry registry;

  /**
   * By outcome, class of the method and class of the status; cells that are unusual start empty.
   */
  private final Map<Outcome, Map<MethodClass, @Nullable Counter[]>> requests =
      new EnumMap<>(Outcome.class);

  private final Map<Decision, Counter> decisions = new EnumMap<>(Decision.class);
  private final Timer forwarded;
  private final Timer local;
  private final Timer upstream;
  private final Counter bytesIn;
  private final Counter bytesOut;

  RequestMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Outcome outcome : Outcome.values()) {
      requests.put(outcome, new EnumMap<>(MethodClass.class));
      registerUsual(outcome);
    }
    for (Decision decision : Decision.values()) {
      decisions.put(
          decision,
          Counter.builder("sparkhistory.access.decisions")
              .description("Permissions that requests ended with, remembered ones included")
              .tag("decision", lower(decision))
              .register(registry));
    }
    forwarded = total("history-server");
    local = total("gateway");
    upstream =
        Timer.builder("sparkhistory.upstream.duration")
            .description("From sending a request on to the last byte of the response")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    bytesIn = bytes("in");
    bytesOut = bytes("out");
  }

  void count(Completion completion) {
    Outcome outcome = completion.outcome();
    counter(outcome, MethodClass.of(completion.method()), statusClass(completion.status()))
        .increment();
    Timer total = outcome == Outcome.FORWARDED ? forwarded : local;
    total.record(completion.totalNanos(), TimeUnit.NANOSECONDS);
    if (completion.upstreamNanos() > 0) {
      upstream.record(completion.upstreamNanos(), TimeUnit.NANOSECONDS);
    }
    add(bytesIn, completion.bytesIn());
    add(bytesOut, completion.bytesOut());
    if (!completion.access().isEmpty()) {
      Objects.requireNonNull(decisions.get(Decision.of(outcome))).increment();
    }
  }

  private static void add(Counter counter, long bytes) {
    if (bytes > 0) {
      counter.increment((double) bytes);
    }
  }

  private static int statusClass(int status) {
    int first = status / 100;
    return first > 0 && first < STATUS_CLASSES.length ? first : 0;
  }

  private void registerUsual(Outcome outcome) {
    for (MethodClass method : MethodClass.values()) {
      cells(outcome).put(method, new @Nullable Counter[STATUS_CLASSES.length]);
      counter(outcome, method, statusClass(outcome.status()));
    }
  }

  private Map<MethodClass, @Nullable Counter[]> cells(Outcome outcome) {
    return Objects.requireNonNull(requests.get(outcome));
  }

  private Counter counter(Outcome outcome, MethodClass method, int statusClass) {
    @Nullable Counter[] cells = Objects.requireNonNull(cells(outcome).get(method));
    Counter known = cells[statusClass];
    if (known != null) {
      return known;
    }
    // two event loops may both come here: the registry returns the same meter to both
    Counter counter =
        Counter.builder("sparkhistory.requests")
            .description("Requests that have ended")
            .tag("outcome", outcome.label())
            .tag("method", lower(method))
            .tag("status", STATUS_CLASSES[statusClass])
            .register(registry);
    cells[statusClass] = counter;
    return counter;
  }

  private Timer total(String by) {
    return Timer.builder("sparkhistory.request.duration")
        .description("From the first byte of the head to the last byte of the response")
        .tag("answered_by", by)
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter bytes(String direction) {
    return Counter.builder("sparkhistory.body.bytes")
        .description("Bytes of bodies, in from clients and out to them")
        .baseUnit("bytes")
        .tag("direction", direction)
        .register(registry);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
