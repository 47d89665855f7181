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
import io.sparkhistory.provisioner.objects.OwnedObjects;
import io.sparkhistory.provisioner.objects.Wanted;
import io.sparkhistory.provisioner.spec.Refusal;
import io.sparkhistory.provisioner.state.Situation;
import io.sparkhistory.provisioner.state.Situations;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Applies the objects of one tenant. */
final class TenantObjects {
  private static final String HELM = "Helm release ";

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
    for (OwnedObject<?> owned : OwnedObjects.ALL) {
      if (!owned.type().equals(Deployment.class) && isPossible(owned, context)) {
        Optional<Situation> own = problem(sources.apply(applier, owned, wanted), wanted);
        problem = problem.or(() -> own);
      }
    }
    return problem;
  }

  /** Applies the Deployment. */
  Optional<Situation> deployment(Wanted wanted) {
    return problem(sources.apply(applier, OwnedObjects.DEPLOYMENT, wanted), wanted);
  }

  /** Whether applying the Deployment would change it. */
  boolean changes(Wanted wanted) {
    return sources.differs(applier, OwnedObjects.DEPLOYMENT, wanted);
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
      return Optional.of(inTheWay(foreign, wanted));
    }
    if (result instanceof Applier.Result.Fixed fixed) {
      return Optional.of(
          inTheWay(
              "The "
                  + fixed.kind()
                  + " "
                  + fixed.name()
                  + " is this server's and cannot be changed to what is needed, because Kubernetes"
                  + " lets nobody change its "
                  + fixed.field()
                  + ". Delete it, and it is made anew within a minute: "
                  + delete(fixed.kind(), fixed.name(), wanted)));
    }
    if (result instanceof Applier.Result.Refused refused) {
      return Optional.of(
          Situations.refused(refused.kind(), refused.answer(), wanted.spec().secrets()));
    }
    return Optional.empty();
  }

  private static Situation inTheWay(Applier.Result.Foreign foreign, Wanted wanted) {
    String owner = foreign.owner();
    String release = owner.startsWith(HELM) ? owner.substring(HELM.length()) : "";
    String command =
        release.isEmpty()
            ? delete(foreign.kind(), foreign.name(), wanted)
            : "helm -n " + wanted.namespace() + " uninstall " + release;
    return inTheWay(
        "The namespace has a "
            + foreign.kind()
            + " "
            + foreign.name()
            + " that somebody else made"
            + (owner.isEmpty() ? "" : " (" + owner + ")")
            + ". It is left alone and goes on to run. To replace it: "
            + command
            + ". docs/migrate.md says how to do that without a gap.");
  }

  private static Situation inTheWay(String message) {
    return new Situation.Refused(List.of(new Refusal(Reason.FOREIGN_OBJECT, message)));
  }

  private static String delete(String kind, String name, Wanted wanted) {
    return "kubectl -n "
        + wanted.namespace()
        + " delete "
        + kind.toLowerCase(Locale.ROOT)
        + " "
        + name;
  }
}
