package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.sparkhistory.api.Names;
import java.util.List;

/** An object that the provisioner makes for each resource. */
public interface OwnedObject<T extends HasMetadata> {

  /** The last one: it starts the pod, or ends it. */
  OwnedObject<Deployment> DEPLOYMENT = new HistoryServerDeployment();

  /** In the order in which they are applied: what a pod needs comes before the Deployment. */
  List<OwnedObject<?>> ALL =
      List.of(
          new ActivityLease(),
          new HistoryServerConfigMap(),
          new HistoryServerService(),
          new HistoryServerNetworkPolicy(),
          new GatewayAuthorizationPolicy(),
          DEPLOYMENT);

  /** The Java type of the object. */
  Class<T> type();

  /** Its name in every namespace. */
  default String name() {
    return Names.RESOURCE_NAME;
  }

  /** The object as it shall be: pure, and only with the fields that the provisioner owns. */
  T desired(Wanted wanted);
}
