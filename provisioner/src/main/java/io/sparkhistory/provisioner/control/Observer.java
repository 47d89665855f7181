package io.sparkhistory.provisioner.control;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.provisioner.apply.Comparison;
import io.sparkhistory.provisioner.configuration.ProvisionerConfig;
import io.sparkhistory.provisioner.objects.DesiredState;
import io.sparkhistory.provisioner.spec.EffectiveSpec;
import io.sparkhistory.provisioner.state.PodFacts;
import io.sparkhistory.provisioner.state.Restarts;
import io.sparkhistory.provisioner.state.Situation;
import io.sparkhistory.provisioner.state.SleepRule;
import io.sparkhistory.provisioner.state.Visits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Observes one resource: the state of the cluster, the desired state, and the difference. Writes
 * nothing to the cluster; keeps visits, restarts and listings in memory.
 */
final class Observer {
  /**
   * Time before readiness in which Spark decides which logs are expired. Logs that expire later are
   * deleted in the next run of the cleaner.
   */
  private static final Duration LONGEST_START = Duration.ofMinutes(5);

  private final ProvisionerConfig config;
  private final DefaultsFile defaults;
  private final OwnedSources sources;
  private final TenantObjects objects;
  private final Listings listings;

  private final Visits visits = new Visits();
  private final Restarts restarts = new Restarts();

  Observer(
      ProvisionerConfig config,
      DefaultsFile defaults,
      OwnedSources sources,
      TenantObjects objects,
      Listings listings) {
    this.config = config;
    this.defaults = defaults;
    this.sources = sources;
    this.objects = objects;
    this.listings = listings;
  }

  /**
   * What was observed.
   *
   * @param seen what the decision depends on
   * @param objects beside what the cluster has; empty when the resource is not accepted
   * @param facts what the pods and the server's list show besides
   */
  record Observed(
      ObservedState state,
      Observation seen,
      Optional<TenantObjects.Compared> objects,
      PodFacts facts) {

    String tenant() {
      return state.tenant();
    }
  }

  Observed observe(SparkHistoryServer resource, Context<SparkHistoryServer> context, Instant now) {
    ObservedState state = ObservedState.of(resource, sources, visits, context, now);
    EffectiveSpec.Result result = EffectiveSpec.of(resource, defaults.current());
    if (result instanceof EffectiveSpec.Result.Refused refused) {
      return new Observed(
          state,
          new Observation.Refused(refused.refusals(), state.runs()),
          Optional.empty(),
          PodFacts.NONE);
    }
    return accepted(state, ((EffectiveSpec.Result.Accepted) result).spec(), context);
  }

  private Observed accepted(
      ObservedState state, EffectiveSpec spec, Context<SparkHistoryServer> context) {
    boolean running = state.runs();
    Situation pods = state.situation(spec);
    KnownListing listing = listing(spec, running, pods);
    SleepRule.Observation known =
        new SleepRule.Observation(
            state.past(), state.folder(spec), new SleepRule.Run(running, listing.complete()));
    DesiredState desired =
        DesiredState.of(state.resource(), spec, config.cluster(), running)
            .restarted(state.attempt());
    TenantObjects.Compared compared = objects.compare(desired, context, state.now());
    Observation.Accepted seen =
        new Observation.Accepted(
            verdict(spec, known, compared, pods, state),
            running,
            pods,
            compared.deployment().state(),
            compared.problem(),
            asked(state, running, pods));
    // again: the list that came since is why the server may sleep, and nobody has it afterwards
    KnownListing newest = listing(spec, running, pods);
    PodFacts facts =
        state
            .facts(desired)
            .with(
                newest
                    .last()
                    .map(
                        read ->
                            new PodFacts.Listing(spec.sparkVersion(), read.list(), read.asOf())),
                newest.failure())
            .withStore(compared.store());
    return new Observed(state, seen, Optional.of(compared), facts);
  }

  /** Records a pod that a decision has started, which serves all visits until now. */
  void applied(Observed observed, Decision done) {
    if (done.action().startsPod()) {
      ObservedState state = observed.state();
      restarts.started(state.tenant(), state.renewTime(), state.now());
    }
  }

  /** The tenant is gone. */
  void forget(String tenant) {
    visits.forget(tenant);
    restarts.forget(tenant);
    listings.forget(tenant);
    objects.forget(tenant);
  }

  /** The rule's verdict, but a server that is to sleep lists its applications once more. */
  private SleepRule.Verdict verdict(
      EffectiveSpec spec,
      SleepRule.Observation known,
      TenantObjects.Compared compared,
      Situation pods,
      ObservedState state) {
    SleepRule.Verdict verdict =
        SleepRule.decide(spec, known, config.work().cleaningTime(), state.now());
    boolean lists =
        verdict.want() == SleepRule.Want.ASLEEP
            && known.run().running()
            && pods instanceof Situation.Up up
            && compared.deployment().state() == Comparison.State.SAME
            && !listings.isFresh(state.tenant(), up.since().toString());
    return lists ? SleepRule.lastList(state.now()) : verdict;
  }

  /** What is known of the list of the server that runs. */
  private KnownListing listing(EffectiveSpec spec, boolean running, Situation pods) {
    if (running && pods instanceof Situation.Up up) {
      Optional<Instant> expired =
          spec.cleanerMaxAge().map(age -> up.since().minus(LONGEST_START).minus(age));
      return listings.of(spec.namespace(), up.since().toString(), expired);
    }
    listings.forget(spec.namespace());
    return KnownListing.NOTHING;
  }

  /** When a pod that failed may be replaced, because somebody asks for it. */
  private Optional<Instant> asked(ObservedState state, boolean running, Situation pods) {
    if (!running || !(pods instanceof Situation.Trouble)) {
      restarts.well(state.tenant(), state.renewTime());
      return Optional.empty();
    }
    return restarts.due(state.tenant(), state.renewTime(), state.failedSince(), state.now());
  }
}
