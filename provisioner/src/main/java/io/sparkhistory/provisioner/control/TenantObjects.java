package io.sparkhistory.provisioner.control;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.provisioner.apply.Applier;
import io.sparkhistory.provisioner.apply.Comparison;
import io.sparkhistory.provisioner.objects.DesiredState;
import io.sparkhistory.provisioner.objects.GatewayAuthorizationPolicy;
import io.sparkhistory.provisioner.objects.OwnedObject;
import io.sparkhistory.provisioner.objects.OwnedObjects;
import io.sparkhistory.provisioner.objects.StoreClaim;
import io.sparkhistory.provisioner.spec.Refusal;
import io.sparkhistory.provisioner.state.Situation;
import io.sparkhistory.provisioner.state.Situations;
import io.sparkhistory.provisioner.state.StoreTrouble;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares the objects of one tenant with what the cluster has, and writes them. */
final class TenantObjects {
  private static final String HELM = "Helm release ";

  private final OwnedSources sources;
  private final Applier applier;
  private final IstioApi istio;
  private final StoreClaims claims = new StoreClaims();

  TenantObjects(OwnedSources sources, Applier applier, IstioApi istio) {
    this.sources = sources;
    this.applier = applier;
    this.istio = istio;
  }

  /**
   * Objects of one tenant, compared with the cluster.
   *
   * @param desired state that they are made of
   * @param surroundings everything but the Deployment, in the order in which it is written
   * @param store why the claim of the store is not what the resource asks for
   */
  record Compared(
      DesiredState desired,
      List<Comparison<?>> surroundings,
      Comparison<Deployment> deployment,
      Optional<StoreTrouble> store) {

    /** What keeps the server from being started: an object of somebody else. */
    Optional<Situation> problem() {
      return Stream.concat(surroundings.stream(), Stream.of(deployment))
          .filter(each -> each.state() == Comparison.State.FOREIGN)
          .findFirst()
          .map(each -> inTheWay(each.foreign(), desired));
    }
  }

  /** Compares all objects; writes nothing. */
  Compared compare(DesiredState desired, Context<SparkHistoryServer> context, Instant now) {
    Optional<StoreClaims.Possible> store =
        desired
            .spec()
            .keptStore()
            .map(asked -> claims.possible(desired.namespace(), asked, sources.claim(context), now));
    List<Comparison<?>> surroundings = new ArrayList<>();
    for (OwnedObject<?> owned : OwnedObjects.ALL) {
      if (owned == OwnedObjects.STORE_CLAIM) {
        store.map(each -> compareClaim(desired, each)).ifPresent(surroundings::add);
      } else if (owned != OwnedObjects.DEPLOYMENT && isPossible(owned, context)) {
        surroundings.add(sources.compare(applier, owned, desired));
      }
    }
    return new Compared(
        desired,
        surroundings,
        sources.compare(applier, OwnedObjects.DEPLOYMENT, desired),
        store.flatMap(StoreClaims.Possible::trouble));
  }

  private Comparison<?> compareClaim(DesiredState desired, StoreClaims.Possible possible) {
    StoreClaim claim = OwnedObjects.STORE_CLAIM;
    return sources.compare(applier, claim, claim.desired(desired, possible.store()));
  }

  /**
   * Writes what differs of everything but the Deployment.
   *
   * @return why the API server does not take one of them; empty when it takes all
   */
  Optional<Situation> writeSurroundings(Compared compared, Instant now) {
    Optional<Situation> problem = Optional.empty();
    for (Comparison<?> each : compared.surroundings()) {
      if (each.isToBeWritten()) {
        Applier.Result result = applier.write(each);
        if (!isGrowth(each) || !(result instanceof Applier.Result.Refused refused)) {
          Optional<Situation> own = problem(result, compared.desired());
          problem = problem.or(() -> own);
        } else {
          notGrown(compared.desired(), refused, now);
        }
      }
    }
    return problem;
  }

  /** A claim that is there is written for its size; the server runs with less as well. */
  private static boolean isGrowth(Comparison<?> claim) {
    return claim.desired() instanceof PersistentVolumeClaim
        && claim.state() == Comparison.State.DIFFERENT;
  }

  private void notGrown(DesiredState desired, Applier.Result.Refused refused, Instant now) {
    claims.refused(
        desired.namespace(),
        desired.spec().keptStore().orElseThrow(),
        desired.spec().secrets().hide(refused.message()),
        now);
    sources.wake(desired.namespace());
  }

  /** The tenant is gone. */
  void forget(String tenant) {
    claims.forget(tenant);
  }

  /**
   * Writes the Deployment.
   *
   * @return why the API server does not take it; empty when it does
   */
  Optional<Situation> writeDeployment(Compared compared) {
    return problem(applier.write(compared.deployment()), compared.desired());
  }

  /** Writes the Deployment with other replicas or another attempt. */
  Optional<Situation> writeDeployment(Compared compared, DesiredState changed) {
    Deployment deployment = OwnedObjects.DEPLOYMENT.desired(changed);
    return problem(applier.write(compared.deployment().as(deployment)), changed);
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

  private static Optional<Situation> problem(Applier.Result result, DesiredState desired) {
    if (result instanceof Applier.Result.Foreign foreign) {
      return Optional.of(inTheWay(foreign, desired));
    }
    if (result instanceof Applier.Result.Fixed fixed) {
      return Optional.of(
          inTheWay(
              "The "
                  + fixed.kind()
                  + " "
                  + fixed.name()
                  + " belongs to this history server and is out of date, but Kubernetes does not allow"
                  + " its field "
                  + fixed.field()
                  + " to change. Delete it; the provisioner creates it again within a minute: "
                  + delete(fixed.kind(), fixed.name(), desired)));
    }
    if (result instanceof Applier.Result.Refused refused) {
      return Optional.of(
          Situations.refused(refused.kind(), refused.message(), desired.spec().secrets()));
    }
    return Optional.empty();
  }

  private static Situation inTheWay(Applier.Result.Foreign foreign, DesiredState desired) {
    String owner = foreign.owner();
    String release = owner.startsWith(HELM) ? owner.substring(HELM.length()) : "";
    String command =
        release.isEmpty()
            ? delete(foreign.kind(), foreign.name(), desired)
            : "helm -n " + desired.namespace() + " uninstall " + release;
    return inTheWay(
        "The namespace has a "
            + foreign.kind()
            + " "
            + foreign.name()
            + " that the provisioner did not create"
            + (owner.isEmpty() ? "" : " (" + owner + ")")
            + ". It is left unchanged and keeps running. To replace it: "
            + command
            + ". docs/migrate.md says how to do that without a gap.");
  }

  private static Situation inTheWay(String message) {
    return new Situation.Refused(List.of(new Refusal(Reason.FOREIGN_OBJECT, message)));
  }

  private static String delete(String kind, String name, DesiredState desired) {
    return "kubectl -n "
        + desired.namespace()
        + " delete "
        + kind.toLowerCase(Locale.ROOT)
        + " "
        + name;
  }
}
