package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.sparkhistory.api.Names;

/** The Service. Its port is called {@code http}, by which the mesh knows the protocol. */
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
