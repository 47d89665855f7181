package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.provisioner.apply.Termination;
import io.sparkhistory.provisioner.control.Observer.Observed;
import io.sparkhistory.provisioner.state.StartQueue.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reconciles one resource. {@link #reconcile} is the method to read first. */
final class SparkHistoryServerReconciler implements Reconciler<SparkHistoryServer> {
  /** Until a resource is reconciled again that was changed while its status was written. */
  private static final Duration SOON = Duration.ofMillis(1);

  private final OwnedSources sources;
  private final Observer observer;
  private final Admission admission;
  private final Interpreter interpreter;
  private final Reporter reporter;
  private final Clock clock;

  SparkHistoryServerReconciler(
      OwnedSources sources,
      Observer observer,
      Admission admission,
      Interpreter interpreter,
      Reporter reporter,
      Clock clock) {
    this.sources = sources;
    this.observer = observer;
    this.admission = admission;
    this.interpreter = interpreter;
    this.reporter = reporter;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, SparkHistoryServer>> prepareEventSources(
      EventSourceContext<SparkHistoryServer> context) {
    return sources.create(context);
  }

  /** Observes, decides, applies, reports. */
  @Override
  public UpdateControl<SparkHistoryServer> reconcile(
      SparkHistoryServer resource, Context<SparkHistoryServer> context) {
    Instant now = clock.instant();
    admission.takeOver(() -> sources.starting(now));
    if (isLeaving(resource, context)) {
      forget(resource.getMetadata().getNamespace());
      if (context.isPrimaryResourceDeleted()) {
        sources.wakeNext(resource.getMetadata().getNamespace());
      }
      return UpdateControl.noUpdate();
    }
    Observed observed = observer.observe(resource, context, now);

    Demand demand = Demand.of(observed.seen(), now);
    Optional<Ticket.Wait> wait = admission.ask(observed.tenant(), demand, now);
    Decision decision = Decision.of(observed.seen(), wait, now);

    Decision done = interpreter.apply(decision, observed, context.getClient());
    observer.applied(observed, done);
    admission.applied(observed.tenant(), done);

    boolean changed = reporter.report(observed, done, context);
    return changed
        ? UpdateControl.<SparkHistoryServer>noUpdate().rescheduleAfter(SOON)
        : schedule(done, now);
  }

  /** Objects that go with their namespace are no failure, and the resource goes with it, too. */
  @Override
  public ErrorStatusUpdateControl<SparkHistoryServer> updateErrorStatus(
      SparkHistoryServer resource, Context<SparkHistoryServer> context, Exception failure) {
    return failure instanceof KubernetesClientException refusal && Termination.ofNamespace(refusal)
        ? ErrorStatusUpdateControl.<SparkHistoryServer>noStatusUpdate().withNoRetry()
        : ErrorStatusUpdateControl.defaultErrorProcessing();
  }

  /** The resource is gone or goes; its objects go with it. */
  private static boolean isLeaving(
      SparkHistoryServer resource, Context<SparkHistoryServer> context) {
    return context.isPrimaryResourceDeleted()
        || resource.getMetadata().getDeletionTimestamp() != null;
  }

  private void forget(String tenant) {
    admission.release(tenant);
    observer.forget(tenant);
    reporter.forget(tenant);
  }

  private static UpdateControl<SparkHistoryServer> schedule(Decision decision, Instant now) {
    UpdateControl<SparkHistoryServer> control = UpdateControl.noUpdate();
    // a moment later, so that the time is over then
    decision
        .next()
        .ifPresent(time -> control.rescheduleAfter(Duration.between(now, time).plusMillis(100)));
    return control;
  }
}
