package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.sparkhistory.api.Names;

/**
 * Service of the history server. The mesh takes the protocol from the name of its port, {@code
 * http}.
 */
final class HistoryServerService implements OwnedObject<Service> {
  @Override
  public Class<Service> type() {
    return Service.class;
  }

  @Override
  public Service desired(DesiredState state) {
    return new ServiceBuilder()
        .withMetadata(state.metadata(name()))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(DesiredState.labels())
        .addNewPort()
        .withName(Names.PORT_NAME)
        .withProtocol("TCP")
        .withPort(Names.PORT)
        .withTargetPort(new IntOrString(Names.PORT_NAME))
        .endPort()
        .endSpec()
        .build();
  }
}
