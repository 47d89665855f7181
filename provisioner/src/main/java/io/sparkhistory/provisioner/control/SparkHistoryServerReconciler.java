package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.provisioner.ProvisionerConfig;
import io.sparkhistory.provisioner.control.Admission.Move;
import io.sparkhistory.provisioner.objects.Wanted;
import io.sparkhistory.provisioner.spec.EffectiveSpec;
import io.sparkhistory.provisioner.state.HistoryServerConditions;
import io.sparkhistory.provisioner.state.Situation;
import io.sparkhistory.provisioner.state.Situations;
import io.sparkhistory.provisioner.state.SleepRule;
import io.sparkhistory.provisioner.state.SleepRule.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One look at one resource: decide, apply, say. */
final class SparkHistoryServerReconciler implements Reconciler<SparkHistoryServer> {
  /** How soon somebody in the line asks again, should nobody call. */
  private static final Duration QUEUE_LOOK = Duration.ofSeconds(5);

  /** Another's object is not watched, so its end is found by looking. */
  private static final Duration FOREIGN_LOOK = Duration.ofMinutes(1);

  private final ProvisionerConfig config;
  private final DefaultsFile defaults;
  private final Admission admission;
  private final Writing writing;
  private final Clock clock;

  /** Last activity of each tenant, for when its Lease is deleted; as many as there are tenants. */
  private final Map<String, Instant> activity = new ConcurrentHashMap<>();

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
  record Writing(OwnedSources sources, TenantObjects objects, StatusWriter status, Wakes wakes) {}

  /** Is told when a server is started. */
  interface Wakes {
    void woken(SleepRule.Want want);
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
    if (context.isPrimaryResourceDeleted()
        || resource.getMetadata().getDeletionTimestamp() != null) {
      forget(tenant);
      return UpdateControl.noUpdate();
    }
    View view = view(resource, context);
    EffectiveSpec.Result result = EffectiveSpec.of(resource, defaults.current());
    if (result instanceof EffectiveSpec.Result.Accepted accepted) {
      return provide(view, accepted.spec(), context);
    }
    admission.release(tenant);
    view.deployment()
        .filter(SparkHistoryServerReconciler::runs)
        .ifPresent(running -> TenantObjects.stop(running, context.getClient()));
    Situation situation = new Situation.Refused(((EffectiveSpec.Result.Refused) result).refusals());
    say(view, situation, Optional.empty(), Set.of(), context);
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
    activity.remove(tenant);
    phases.remove(tenant);
  }

  private UpdateControl<SparkHistoryServer> provide(
      View view, EffectiveSpec spec, Context<SparkHistoryServer> context) {
    String tenant = view.tenant();
    Verdict verdict = SleepRule.decide(spec, view.seen(), config.work().cleaningTime(), view.now());
    boolean running = view.deployment().map(SparkHistoryServerReconciler::runs).orElse(false);
    Wanted asItIs = new Wanted(view.resource(), spec, config.cluster(), running);
    Optional<Situation> problem = writing.objects().surroundings(asItIs, context);
    boolean rolls = running && writing.objects().changes(asItIs);
    Move move = move(tenant, verdict, running, rolls, problem, view.now());
    Wanted wanted = new Wanted(view.resource(), spec, config.cluster(), move.run());
    if (move.waiting().isEmpty() || !running) {
      Optional<Situation> refused = writing.objects().deployment(wanted);
      problem = problem.or(() -> refused);
    }
    Situation situation = problem.orElseGet(() -> situation(view, spec, verdict, move, running));
    if (!move.started() && !rolls && isSettled(situation)) {
      admission.settled(tenant, verdict);
    }
    Optional<Instant> woken = move.started() ? Optional.of(view.now()) : Optional.empty();
    if (move.started() && !running) {
      writing.wakes().woken(verdict.want());
    }
    say(view, situation, woken, wanted.properties().ignored(), context);
    return schedule(situation, move, verdict, view.now());
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
      View view, EffectiveSpec spec, Verdict verdict, Move move, boolean running) {
    if (move.waiting().isPresent() && !running) {
      return new Situation.Queued(move.waiting().get().position(), move.waiting().get().total());
    }
    if (!move.run()) {
      return new Situation.Asleep(verdict.want() == SleepRule.Want.SUSPENDED);
    }
    return Situations.running(view.deployment(), view.pods(), spec.logDirectory(), view.now());
  }

  private static boolean isSettled(Situation situation) {
    return situation instanceof Situation.Up || situation instanceof Situation.Trouble;
  }

  private void say(
      View view,
      Situation situation,
      Optional<Instant> woken,
      Set<String> ignored,
      Context<SparkHistoryServer> context) {
    HistoryServerConditions.Facts facts =
        new HistoryServerConditions.Facts(
            view.resource().getMetadata().getGeneration(),
            config.publicUrl() + config.cluster().pathOf(view.tenant()) + "/",
            view.seen().lastActivity(view.now()),
            woken,
            Situations.logDirectoryMade(view.pods()),
            ignored);
    SparkHistoryServerStatus after =
        HistoryServerConditions.status(
            StatusWriter.before(view.resource()), situation, facts, view.now());
    if (after.phase() != null) {
      phases.put(view.tenant(), after.phase());
    }
    writing.status().write(view.resource(), after, context, view.now());
  }

  private static UpdateControl<SparkHistoryServer> schedule(
      Situation situation, Move move, Verdict verdict, Instant now) {
    UpdateControl<SparkHistoryServer> control = UpdateControl.noUpdate();
    Optional<Instant> next = verdict.until();
    if (situation instanceof Situation.OnTheWay onTheWay) {
      next = earlier(next, onTheWay.until());
    }
    if (move.waiting().isPresent()) {
      next = earlier(next, Optional.of(now.plus(QUEUE_LOOK)));
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

  private View view(SparkHistoryServer resource, Context<SparkHistoryServer> context) {
    String tenant = resource.getMetadata().getNamespace();
    SparkHistoryServerStatus status = StatusWriter.before(resource);
    Optional<Instant> renewed =
        writing.sources().lease(context).flatMap(SparkHistoryServerReconciler::renewTime);
    renewed.ifPresent(time -> activity.put(tenant, time));
    Optional<Instant> remembered =
        Optional.ofNullable(activity.get(tenant)).or(() -> time(status.lastActivityTime()));
    SleepRule.Observation seen =
        new SleepRule.Observation(
            renewed,
            remembered,
            time(status.wokenAt()),
            Instant.parse(resource.getMetadata().getCreationTimestamp()));
    return new View(
        resource,
        writing.sources().deployment(context),
        writing.sources().pods(context),
        seen,
        clock.instant());
  }

  private static boolean runs(Deployment deployment) {
    Integer replicas = deployment.getSpec().getReplicas();
    return replicas == null || replicas > 0;
  }

  private static Optional<Instant> renewTime(Lease lease) {
    return lease.getSpec() == null || lease.getSpec().getRenewTime() == null
        ? Optional.empty()
        : Optional.of(lease.getSpec().getRenewTime().toInstant());
  }

  private static Optional<Instant> time(@Nullable String text) {
    return Optional.ofNullable(text).map(Instant::parse);
  }

  /** What the cluster shows of a tenant at one moment. */
  private record View(
      SparkHistoryServer resource,
      Optional<Deployment> deployment,
      Collection<Pod> pods,
      SleepRule.Observation seen,
      Instant now) {
    String tenant() {
      return resource.getMetadata().getNamespace();
    }
  }
}
