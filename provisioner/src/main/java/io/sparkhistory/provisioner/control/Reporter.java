package io.sparkhistory.provisioner.control;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.provisioner.configuration.ProvisionerConfig;
import io.sparkhistory.provisioner.control.Observer.Observed;
import io.sparkhistory.provisioner.state.HistoryServerConditions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reports a decision in the status of its resource, and counts resources by phase. */
final class Reporter {
  private final ProvisionerConfig config;
  private final StatusWriter status;
  private final Wakes wakes;

  /** Phase that was reported last, by tenant. */
  private final Map<String, Phase> phases = new ConcurrentHashMap<>();

  Reporter(ProvisionerConfig config, StatusWriter status, Wakes wakes) {
    this.config = config;
    this.status = status;
    this.wakes = wakes;
  }

  /** Is told why a pod is started. */
  interface Wakes {
    void woken(String why);
  }

  /**
   * Reports what was done.
   *
   * @return whether the resource was changed meanwhile and has to be reconciled again
   */
  boolean report(Observed observed, Decision decision, Context<SparkHistoryServer> context) {
    decision.wake().ifPresent(wakes::woken);
    SparkHistoryServer resource = observed.state().resource();
    Instant now = observed.state().now();
    SparkHistoryServerStatus after =
        HistoryServerConditions.status(
            StatusWriter.before(resource), decision.report(), facts(observed, decision), now);
    if (after.phase() != null) {
      phases.put(observed.tenant(), after.phase());
    }
    return status.write(resource, after, context, now);
  }

  /** How many servers are in this phase. */
  long count(Phase phase) {
    return phases.values().stream().filter(phase::equals).count();
  }

  /** How many tenants were reported on. */
  int tenants() {
    return phases.size();
  }

  /** The tenant is gone. */
  void forget(String tenant) {
    phases.remove(tenant);
  }

  private HistoryServerConditions.Facts facts(Observed observed, Decision decision) {
    ObservedState state = observed.state();
    return new HistoryServerConditions.Facts(
        state.resource().getMetadata().getGeneration(),
        new HistoryServerConditions.Addresses(
            config.site().of(state.tenant()) + config.cluster().pathOf(state.tenant()) + "/",
            observed.objects().map(each -> ObservedState.directory(each.desired().spec())),
            observed.objects().map(each -> each.desired().spec().showsLiveApplications())),
        state.past().lastActivity(state.now()),
        decision.started() ? Optional.of(state.now()) : Optional.empty(),
        observed.facts(),
        observed.objects().map(each -> each.desired().properties().ignored()).orElseGet(Set::of));
  }
}
