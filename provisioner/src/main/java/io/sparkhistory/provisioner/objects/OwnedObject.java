package io.sparkhistory.provisioner.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.sparkhistory.api.Names;

/** An object that the provisioner makes for each resource. */
public interface OwnedObject<T extends HasMetadata> {

  /** The Java type of the object. */
  Class<T> type();

  /** Its name in every namespace. */
  default String name() {
    return Names.RESOURCE_NAME;
  }

  /** Whether this server has such an object. */
  default boolean isWanted(DesiredState state) {
    return true;
  }

  /**
   * The desired object, if it is wanted: a pure function, with only the fields that the provisioner
   * owns.
   */
  T desired(DesiredState state);
}
