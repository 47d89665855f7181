package io.sparkhistory.provisioner.control;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import io.sparkhistory.api.SparkHistoryServer;
import java.util.Set;

/**
 * Event source of reconciliations that the provisioner itself asks for.
 *
 * <p>Its events are those of a resource that has changed. Other events are skipped by the SDK
 * ({@code ResourceStateManager.getOrCreateOnResourceEvent}) once it has dropped what it knows of a
 * resource that was deleted, although there may be a new one of the same name.
 */
final class TenantEvents extends AbstractEventSource<Void, SparkHistoryServer> {
  TenantEvents() {
    super(Void.class, "tenants");
  }

  /** Triggers a reconciliation of this resource. */
  void look(SparkHistoryServer resource) {
    if (isRunning()) {
      getEventHandler()
          .handleEvent(
              new ResourceEvent(
                  ResourceAction.UPDATED, ResourceID.fromResource(resource), resource));
    }
  }

  @Override
  public Set<Void> getSecondaryResources(SparkHistoryServer primary) {
    return Set.of();
  }
}
