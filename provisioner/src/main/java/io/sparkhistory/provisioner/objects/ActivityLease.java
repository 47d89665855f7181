package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.sparkhistory.api.Names;

/**
 * Lease whose {@code renewTime} the gateway sets at a visit. It has no {@code renewTime} before the
 * first visit.
 */
final class ActivityLease implements OwnedObject<Lease> {
  @Override
  public Class<Lease> type() {
    return Lease.class;
  }

  @Override
  public String name() {
    return Names.ACTIVITY_LEASE;
  }

  @Override
  public Lease desired(DesiredState state) {
    return new LeaseBuilder().withMetadata(state.metadata(name())).build();
  }
}
