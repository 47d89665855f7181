package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.sparkhistory.provisioner.spec.KeptStore;
import java.util.Map;

/**
 * Claim of the volume for Spark's store. It is kept while the server sleeps and goes with the
 * resource; a resource that no longer asks for one leaves it, because deleting it would be one more
 * right.
 */
public final class StoreClaim implements OwnedObject<PersistentVolumeClaim> {
  @Override
  public Class<PersistentVolumeClaim> type() {
    return PersistentVolumeClaim.class;
  }

  @Override
  public boolean isWanted(DesiredState state) {
    return state.spec().keptStore().isPresent();
  }

  @Override
  public PersistentVolumeClaim desired(DesiredState state) {
    return desired(state, state.spec().keptStore().orElseThrow());
  }

  /** The claim with another size or class. */
  public PersistentVolumeClaim desired(DesiredState state, KeptStore store) {
    return new PersistentVolumeClaimBuilder()
        .withMetadata(state.metadata(name()))
        .withNewSpec()
        // one pod at a time has it: the strategy of the Deployment is Recreate
        .withAccessModes("ReadWriteOnce")
        .withStorageClassName(store.storageClassName().orElse(null))
        .withNewResources()
        .withRequests(Map.of("storage", store.size()))
        .endResources()
        .endSpec()
        .build();
  }
}
