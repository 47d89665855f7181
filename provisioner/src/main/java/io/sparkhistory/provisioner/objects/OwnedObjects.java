package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;

/** The objects that the provisioner makes for each resource. */
public final class OwnedObjects {
  /** The Deployment, which is written last, because it starts or ends the pod. */
  public static final OwnedObject<Deployment> DEPLOYMENT = new HistoryServerDeployment();

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
          DEPLOYMENT);

  private OwnedObjects() {}
}
