package io.sparkhistory.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.benmanes.caffeine.cache.Ticker;
import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.CachedAccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Identity;
import io.sparkhistory.gateway.access.Outage;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.configuration.AccessSettings;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.RequestGate;
import io.sparkhistory.gateway.request.Visit;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.Route;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The decision that a request is passed on, and its parts. Every permission is remembered, and as
 * many tenants as {@link #tenants} says are asked for in turn.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {
  private static final byte[] USER = Samples.USER.getBytes(ISO_8859_1);

  @Param({"10", "10000"})
  private int tenants;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Routes routes = new Routes(Samples.PREFIX);
  private final Callers callers = new Callers("", "");
  private final ByteRange user = new ByteRange().set(USER, 0, USER.length);
  private final ByteRange none = new ByteRange();
  private final CachedAccessReview access =
      new CachedAccessReview(
          (who, where, what) ->
              CompletableFuture.completedFuture(new AccessDecision.Allowed("a benchmark")),
          new Outage("nobody", Duration.ofSeconds(30), Duration.ofMinutes(5), System::nanoTime),
          AccessSettings.DEFAULTS,
          // stands still, so that nothing that is remembered is forgotten
          Ticker.disabledTicker(),
          timer);
  private final RequestGate gate =
      new RequestGate(routes, callers, Proof.NONE, access, new AlwaysReady());

  private Asked[] asked = {};
  private Caller caller = new Caller("", List.of());
  private int turn;

  /** Asks for everything once. */
  @Setup
  public void remember() {
    asked = new Asked[tenants];
    for (int i = 0; i < tenants; i++) {
      asked[i] = new Asked(i);
      var unused = gate.decide(asked[i]);
    }
    Identity identity = callers.identify(1, user, 0, none);
    caller = ((Identity.Known) identity).caller();
  }

  /** Ends the timer's thread. */
  @TearDown
  public void end() {
    timer.shutdownNow();
  }

  @Benchmark
  public Route route() {
    ByteRange target = next().target;
    return routes.find(target.bytes(), target.from(), target.to());
  }

  @Benchmark
  public Identity identify() {
    return callers.identify(1, user, 0, none);
  }

  @Benchmark
  public CompletionStage<AccessDecision> rememberedAccess() {
    return access.review(caller, next().tenant, Verb.GET);
  }

  @Benchmark
  public CompletionStage<Plan> decide() {
    return gate.decide(next());
  }

  private Asked next() {
    turn = turn + 1 == asked.length ? 0 : turn + 1;
    return asked[turn];
  }

  private static final class AlwaysReady implements Backends {
    private final Backend.Ready ready =
        new Backend.Ready(new Endpoint("10.0.0.9", 18080, Samples.HOST, Samples.AUTHORITIES));

    @Override
    public Backend find(Tenant tenant) {
      return ready;
    }

    @Override
    public void wake(Tenant tenant) {}

    @Override
    public void touch(Tenant tenant) {}

    @Override
    public Collection<Entry> all() {
      return List.of();
    }
  }

  private final class Asked implements Visit {
    private final Tenant tenant;
    private final ByteRange target = new ByteRange();

    Asked(int number) {
      tenant = new Tenant("tenant-" + number);
      byte[] bytes =
          (Samples.PREFIX + "/tenant-" + number + "/history/app-20260101000000-0000/jobs/?x=1")
              .getBytes(ISO_8859_1);
      target.set(bytes, 0, bytes.length);
    }

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public ByteRange target() {
      return target;
    }

    @Override
    public ByteRange host() {
      return none;
    }

    @Override
    public boolean secure() {
      return false;
    }

    @Override
    public int userFields() {
      return 1;
    }

    @Override
    public ByteRange user() {
      return user;
    }

    @Override
    public int groupsFields() {
      return 0;
    }

    @Override
    public ByteRange groups() {
      return none;
    }

    @Override
    public int certificateFields() {
      return 0;
    }

    @Override
    public ByteRange certificate() {
      return none;
    }

    @Override
    public int authorizationFields() {
      return 0;
    }

    @Override
    public ByteRange authorization() {
      return none;
    }

    @Override
    public boolean prefetch() {
      return false;
    }

    @Override
    public String only(String name) {
      return NONE;
    }
  }
}
