package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/** The ConfigMap with the files of the settings. */
final class HistoryServerConfigMap implements OwnedObject<ConfigMap> {
  @Override
  public Class<ConfigMap> type() {
    return ConfigMap.class;
  }

  @Override
  public ConfigMap desired(DesiredState state) {
    return new ConfigMapBuilder()
        .withMetadata(state.metadata(name()))
        .withData(state.files())
        .build();
  }
}
