package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparkhistory.provisioner.control.Observer.Observed;
import io.sparkhistory.provisioner.control.TenantObjects.Compared;
import io.sparkhistory.provisioner.objects.DesiredState;
import io.sparkhistory.provisioner.state.Situation;
import java.time.Instant;
import java.util.Optional;

/** Applies decisions: writes the objects of a tenant, the Deployment last. */
final class Interpreter {
  private final TenantObjects objects;

  Interpreter(TenantObjects objects) {
    this.objects = objects;
  }

  /**
   * Applies a decision.
   *
   * @return what was done: another decision when the API server does not take an object
   */
  Decision apply(Decision decision, Observed observed, KubernetesClient client) {
    Instant now = observed.state().now();
    if (observed.objects().isEmpty()) {
      if (decision.action() == Decision.Action.STOP) {
        observed.state().deployment().ifPresent(it -> TenantObjects.stop(it, client));
      }
      return decision;
    }
    Compared compared = observed.objects().get();
    Decision possible =
        objects
            .writeSurroundings(compared, now)
            .map(by -> Decision.of(observed.seen().hindered(by), Optional.empty(), now))
            .orElse(decision);
    return write(possible.action(), compared, now)
        .map(by -> possible.hindered(by, now))
        .orElse(possible);
  }

  /** Writes the Deployment; says why the API server does not take it. */
  private Optional<Situation> write(Decision.Action action, Compared compared, Instant now) {
    DesiredState desired = compared.desired();
    return switch (action) {
      case LEAVE, STOP -> Optional.empty();
      case WRITE -> objects.writeDeployment(compared);
      case START -> objects.writeDeployment(compared, desired.awake(true));
      case SLEEP -> objects.writeDeployment(compared, desired.awake(false));
      case RESTART -> objects.writeDeployment(compared, desired.restarted(now.toString()));
    };
  }
}
