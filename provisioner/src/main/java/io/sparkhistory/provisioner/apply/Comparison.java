package io.sparkhistory.provisioner.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;

/**
 * Comparison of a desired object with the cluster's.
 *
 * @param desired with its checksum
 * @param source event source of this kind
 * @param owner that a foreign object names; empty otherwise
 */
public record Comparison<T extends HasMetadata>(
    T desired, InformerEventSource<T, ? extends HasMetadata> source, State state, String owner) {

  /** Result of the comparison. */
  public enum State {
    /** The cluster's object is right. */
    SAME,
    /** A field differs: the object is written, and a Deployment's pod is replaced. */
    DIFFERENT,
    /** The cluster has no such object. */
    MISSING,
    /** The cluster's object of this name has another owner; it is not written. */
    FOREIGN
  }

  /** Whether the object is to be written. */
  public boolean isToBeWritten() {
    return state == State.DIFFERENT || state == State.MISSING;
  }

  /** The foreign object of the cluster. */
  public Applier.Result.Foreign foreign() {
    return new Applier.Result.Foreign(desired.getKind(), desired.getMetadata().getName(), owner);
  }

  /** The same with another desired object of the same name. */
  public Comparison<T> as(T other) {
    return new Comparison<>(Applier.stamp(other), source, state, owner);
  }
}
