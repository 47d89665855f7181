package io.sparkhistory.provisioner.control;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.provisioner.ProvisionerConfig;
import io.sparkhistory.provisioner.control.Admission.Move;
import io.sparkhistory.provisioner.objects.Wanted;
import io.sparkhistory.provisioner.spec.EffectiveSpec;
import io.sparkhistory.provisioner.spec.SparkVersion;
import io.sparkhistory.provisioner.state.FreshStarts;
import io.sparkhistory.provisioner.state.HistoryServerConditions;
import io.sparkhistory.provisioner.state.PodFacts;
import io.sparkhistory.provisioner.state.Situation;
import io.sparkhistory.provisioner.state.SleepRule;
import io.sparkhistory.provisioner.state.SleepRule.Verdict;
import io.sparkhistory.provisioner.state.Visits;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One look at one resource: decide, apply, say. */
final class SparkHistoryServerReconciler implements Reconciler<SparkHistoryServer> {
  /** How soon somebody in the line asks again, should nobody call. */
  private static final Duration QUEUE_LOOK = Duration.ofSeconds(5);

  /** The same where nobody waits: hundreds may stand in the line. */
  private static final Duration UNSEEN_LOOK = Duration.ofMinutes(1);

  /** Another's object is not watched, so its end is found by looking. */
  private static final Duration FOREIGN_LOOK = Duration.ofMinutes(1);

  /** Why a pod that failed is replaced, for the meter of wakes. */
  private static final String AGAIN = "again";

  private final ProvisionerConfig config;
  private final DefaultsFile defaults;
  private final Admission admission;
  private final Writing writing;
  private final Clock clock;

  private final Visits visits = new Visits();
  private final FreshStarts freshStarts = new FreshStarts();

  /** What was said last of each tenant. */
  private final Map<String, Phase> phases = new ConcurrentHashMap<>();

  SparkHistoryServerReconciler(
      ProvisionerConfig config,
      DefaultsFile defaults,
      Admission admission,
      Writing writing,
      Clock clock) {
    this.config = config;
    this.defaults = defaults;
    this.admission = admission;
    this.writing = writing;
    this.clock = clock;
  }

  /** What watches and writes. */
  record Writing(
      OwnedSources sources,
      TenantObjects objects,
      StatusWriter status,
      Listings listings,
      Wakes wakes) {}

  /** Is told why a server is started. */
  interface Wakes {
    void woken(String why);
  }

  @Override
  public List<EventSource<?, SparkHistoryServer>> prepareEventSources(
      EventSourceContext<SparkHistoryServer> context) {
    return writing.sources().create(context);
  }

  @Override
  public UpdateControl<SparkHistoryServer> reconcile(
      SparkHistoryServer resource, Context<SparkHistoryServer> context) {
    String tenant = resource.getMetadata().getNamespace();
    admission.takeOver(() -> writing.sources().starting(clock.instant()));
    if (context.isPrimaryResourceDeleted()
        || resource.getMetadata().getDeletionTimestamp() != null) {
      forget(tenant);
      return UpdateControl.noUpdate();
    }
    View view = View.of(resource, writing.sources(), visits, context, clock.instant());
    EffectiveSpec.Result result = EffectiveSpec.of(resource, defaults.current());
    if (result instanceof EffectiveSpec.Result.Accepted accepted) {
      return provide(view, accepted.spec(), context);
    }
    admission.release(tenant);
    view.deployment()
        .filter(running -> view.runs())
        .ifPresent(running -> TenantObjects.stop(running, context.getClient()));
    Situation situation = new Situation.Refused(((EffectiveSpec.Result.Refused) result).refusals());
    say(view, situation, Said.REFUSED, context);
    return UpdateControl.noUpdate();
  }

  /** How many servers are in this phase. */
  long count(Phase phase) {
    return phases.values().stream().filter(phase::equals).count();
  }

  /** How many tenants were looked at. */
  int looked() {
    return phases.size();
  }

  /** The resource is gone; its objects go with it. */
  private void forget(String tenant) {
    admission.release(tenant);
    visits.forget(tenant);
    freshStarts.forget(tenant);
    writing.listings().forget(tenant);
    phases.remove(tenant);
  }

  private UpdateControl<SparkHistoryServer> provide(
      View view, EffectiveSpec spec, Context<SparkHistoryServer> context) {
    String tenant = view.tenant();
    Optional<Listings.Listed> listed = listed(view, spec);
    Verdict verdict =
        SleepRule.decide(
            spec, view.seen(spec, listed.isPresent()), config.work().cleaningTime(), view.now());
    boolean running = view.runs();
    Wanted asItIs = new Wanted(view.resource(), spec, config.cluster(), running, view.attempt());
    Optional<Situation> problem = writing.objects().surroundings(asItIs, context);
    Optional<Instant> again = freshStart(view, spec, problem.isEmpty() && verdict.want().awake());
    boolean afresh = again.filter(time -> !time.isAfter(view.now())).isPresent();
    Wanted next = afresh ? asItIs.afresh(view.now().toString()) : asItIs;
    boolean rolls = running && writing.objects().changes(next);
    Move move = move(tenant, verdict, running, rolls, problem, view.now());
    if (move.waiting().isEmpty() || !running) {
      Optional<Situation> refused = writing.objects().deployment(next.awake(move.run()));
      problem = problem.or(() -> refused);
    }
    boolean started = move.started() || (afresh && move.waiting().isEmpty());
    if (started && (!running || afresh)) {
      freshStarts.started(tenant, view.renewTime(), view.now());
      writing.wakes().woken(afresh ? AGAIN : verdict.want().name());
    }
    Situation situation =
        problem.orElseGet(() -> situation(view, spec, verdict, move, running, afresh));
    if (!started && !rolls && isSettled(situation)) {
      admission.settled(tenant, verdict);
    }
    Optional<Instant> woken = started ? Optional.of(view.now()) : Optional.empty();
    say(view, situation, Said.of(view, next, woken, listed), context);
    Optional<Instant> later = again.filter(time -> time.isAfter(view.now()));
    return schedule(situation, move, earlier(verdict.until(), later), view.now());
  }

  /** What the server that runs lists, when that is known. */
  private Optional<Listings.Listed> listed(View view, EffectiveSpec spec) {
    if (view.runs() && view.situation(spec) instanceof Situation.Up up) {
      return writing.listings().of(view.tenant(), up.since().toString());
    }
    writing.listings().forget(view.tenant());
    return Optional.empty();
  }

  /** When a pod that fails is replaced because somebody asks for it; empty when nobody does. */
  private Optional<Instant> freshStart(View view, EffectiveSpec spec, boolean may) {
    if (!view.runs() || !may || !(view.situation(spec) instanceof Situation.Trouble)) {
      freshStarts.well(view.tenant(), view.renewTime());
      return Optional.empty();
    }
    return freshStarts.due(view.tenant(), view.renewTime(), view.failedSince(), view.now());
  }

  /** With a problem nothing is started; what runs may go on, and may go to sleep. */
  private Move move(
      String tenant,
      Verdict verdict,
      boolean running,
      boolean rolls,
      Optional<Situation> problem,
      Instant now) {
    if (problem.isPresent()) {
      admission.release(tenant);
      return new Move(running && verdict.want().awake(), false, Optional.empty());
    }
    return admission.decide(tenant, verdict, running, rolls, now);
  }

  private static Situation situation(
      View view, EffectiveSpec spec, Verdict verdict, Move move, boolean running, boolean afresh) {
    if (move.waiting().isPresent() && isSeen(verdict) && (!running || afresh)) {
      return new Situation.Queued(move.waiting().get().position(), move.waiting().get().total());
    }
    if (!move.run()) {
      return new Situation.Asleep(verdict.want() == SleepRule.Want.SUSPENDED);
    }
    if (afresh) { // what is seen yet is the pod that goes
      return new Situation.OnTheWay(Reason.SCHEDULING, "", Optional.empty());
    }
    return view.situation(spec);
  }

  /**
   * Whether somebody waits for it. What happens behind the scenes is not told as a place in the
   * line: of 500 new resources each would be written again whenever one of them has started.
   */
  private static boolean isSeen(Verdict verdict) {
    return verdict.want() != SleepRule.Want.FIRST && verdict.want() != SleepRule.Want.CLEANING;
  }

  private static boolean isSettled(Situation situation) {
    return situation instanceof Situation.Up || situation instanceof Situation.Trouble;
  }

  /**
   * What is said besides the situation.
   *
   * @param logDirectory as the status has it; empty when the resource is refused
   * @param woken when it was started, if it is now
   * @param ignored keys of {@code sparkConf}
   */
  private record Said(
      Optional<String> logDirectory, Optional<Instant> woken, PodFacts pods, Set<String> ignored) {
    static final Said REFUSED =
        new Said(Optional.empty(), Optional.empty(), PodFacts.NONE, Set.of());

    static Said of(
        View view, Wanted wanted, Optional<Instant> woken, Optional<Listings.Listed> listed) {
      SparkVersion server = wanted.spec().sparkVersion();
      return new Said(
          Optional.of(View.directory(wanted.spec())),
          woken,
          view.facts(wanted)
              .with(listed.map(known -> new PodFacts.Listing(server, known.newest()))),
          wanted.properties().ignored());
    }
  }

  private void say(View view, Situation situation, Said said, Context<SparkHistoryServer> context) {
    HistoryServerConditions.Facts facts =
        new HistoryServerConditions.Facts(
            view.resource().getMetadata().getGeneration(),
            new HistoryServerConditions.Addresses(
                config.site().of(view.tenant()) + config.cluster().pathOf(view.tenant()) + "/",
                said.logDirectory()),
            view.past().lastActivity(view.now()),
            said.woken(),
            said.pods(),
            said.ignored());
    SparkHistoryServerStatus after =
        HistoryServerConditions.status(
            StatusWriter.before(view.resource()), situation, facts, view.now());
    if (after.phase() != null) {
      phases.put(view.tenant(), after.phase());
    }
    writing.status().write(view.resource(), after, context, view.now());
  }

  private static UpdateControl<SparkHistoryServer> schedule(
      Situation situation, Move move, Optional<Instant> decided, Instant now) {
    UpdateControl<SparkHistoryServer> control = UpdateControl.noUpdate();
    Optional<Instant> next = decided;
    if (situation instanceof Situation.OnTheWay onTheWay) {
      next = earlier(next, onTheWay.until());
    }
    if (move.waiting().isPresent()) {
      boolean seen = situation instanceof Situation.Queued;
      next = earlier(next, Optional.of(now.plus(seen ? QUEUE_LOOK : UNSEEN_LOOK)));
    }
    if (situation instanceof Situation.Refused) {
      next = earlier(next, Optional.of(now.plus(FOREIGN_LOOK)));
    }
    // a moment later, so that the time is over then
    next.ifPresent(time -> control.rescheduleAfter(Duration.between(now, time).plusMillis(100)));
    return control;
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.or(() -> other);
    }
    return one.get().isBefore(other.get()) ? one : other;
  }
}
