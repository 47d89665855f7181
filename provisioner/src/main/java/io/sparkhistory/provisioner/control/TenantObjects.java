package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.provisioner.apply.Applier;
import io.sparkhistory.provisioner.objects.GatewayAuthorizationPolicy;
import io.sparkhistory.provisioner.objects.OwnedObject;
import io.sparkhistory.provisioner.objects.Wanted;
import io.sparkhistory.provisioner.spec.Refusal;
import io.sparkhistory.provisioner.state.Situation;
import io.sparkhistory.provisioner.state.Situations;
import java.util.List;
import java.util.Optional;

/** Applies the objects of one tenant. */
final class TenantObjects {
  private final OwnedSources sources;
  private final Applier applier;
  private final IstioApi istio;

  TenantObjects(OwnedSources sources, Applier applier, IstioApi istio) {
    this.sources = sources;
    this.applier = applier;
    this.istio = istio;
  }

  /**
   * Applies everything but the Deployment.
   *
   * @return what keeps the server from being started, if anything does
   */
  Optional<Situation> surroundings(Wanted wanted, Context<SparkHistoryServer> context) {
    Optional<Situation> problem = Optional.empty();
    for (OwnedObject<?> owned : OwnedObject.ALL) {
      if (!owned.type().equals(Deployment.class) && isPossible(owned, context)) {
        Optional<Situation> own = problem(sources.apply(applier, owned, wanted), wanted);
        problem = problem.or(() -> own);
      }
    }
    return problem;
  }

  /** Applies the Deployment. */
  Optional<Situation> deployment(Wanted wanted) {
    return problem(sources.apply(applier, OwnedObject.DEPLOYMENT, wanted), wanted);
  }

  /** Whether applying the Deployment would change it. */
  boolean changes(Wanted wanted) {
    return sources.differs(applier, OwnedObject.DEPLOYMENT, wanted);
  }

  /** Ends the pod of a resource that is refused; nothing else of it is touched. */
  static void stop(Deployment deployment, KubernetesClient client) {
    client
        .resource(deployment)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":0}}");
  }

  private boolean isPossible(OwnedObject<?> owned, Context<SparkHistoryServer> context) {
    if (!(owned instanceof GatewayAuthorizationPolicy)) {
      return true;
    }
    if (istio.isPresent()) {
      sources.joinMesh(owned, context);
    }
    return istio.isPresent();
  }

  private static Optional<Situation> problem(Applier.Result result, Wanted wanted) {
    if (result instanceof Applier.Result.Foreign foreign) {
      String object = foreign.kind() + " " + foreign.name();
      return Optional.of(
          new Situation.Refused(
              List.of(
                  new Refusal(
                      Reason.FOREIGN_OBJECT,
                      "The namespace has a "
                          + object
                          + " that somebody else made. It is left alone: rename or delete it."))));
    }
    if (result instanceof Applier.Result.Refused refused) {
      return Optional.of(
          Situations.refused(refused.kind(), refused.answer(), wanted.spec().secrets()));
    }
    return Optional.empty();
  }
}
