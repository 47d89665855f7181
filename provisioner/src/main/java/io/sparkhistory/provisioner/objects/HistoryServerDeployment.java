package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;

/** Deployment with strategy Recreate: two pods at once would both clean the same logs. */
final class HistoryServerDeployment implements OwnedObject<Deployment> {
  @Override
  public Class<Deployment> type() {
    return Deployment.class;
  }

  @Override
  public Deployment desired(DesiredState state) {
    return new DeploymentBuilder()
        .withMetadata(state.metadata(name()))
        .withNewSpec()
        .withReplicas(state.awake() ? 1 : 0)
        .withRevisionHistoryLimit(2)
        .withNewStrategy()
        .withType("Recreate")
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(DesiredState.labels())
        .endSelector()
        .withTemplate(HistoryServerPod.template(state))
        .endSpec()
        .build();
  }
}
