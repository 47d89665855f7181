package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.sparkhistory.api.Names;

/**
 * The Lease whose {@code renewTime} the gateway sets when somebody looks. It has no time at first:
 * nobody has looked yet.
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
