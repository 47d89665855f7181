package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;

/** The objects that the provisioner makes for each resource. */
public final class OwnedObjects {
  /** The Deployment, which is written last, because it starts or ends the pod. */
  public static final OwnedObject<Deployment> DEPLOYMENT = new HistoryServerDeployment();

  /** The claim of the store, of which Kubernetes lets only the size be changed. */
  public static final StoreClaim STORE_CLAIM = new StoreClaim();

  /**
   * All objects in the order in which they are written: what a pod needs comes before the
   * Deployment.
   */
  public static final List<OwnedObject<?>> ALL =
      List.of(
          new ActivityLease(),
          new HistoryServerConfigMap(),
          new HistoryServerService(),
          new HistoryServerNetworkPolicy(),
          new GatewayAuthorizationPolicy(),
          STORE_CLAIM,
          DEPLOYMENT);

  private OwnedObjects() {}

  /** The objects of one server, in the order in which they are written. */
  public static List<? extends HasMetadata> of(DesiredState state) {
    return ALL.stream()
        .filter(owned -> owned.isWanted(state))
        .map(owned -> owned.desired(state))
        .toList();
  }
}
