package io.sparkhistory.provisioner.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;

/**
 * An object as it shall be, beside what the cluster has.
 *
 * @param desired with its checksum
 * @param source what watches objects of this kind
 * @param owner whose the cluster's object is when it is foreign, as far as it says; empty otherwise
 */
public record Comparison<T extends HasMetadata>(
    T desired, InformerEventSource<T, ? extends HasMetadata> source, State state, String owner) {

  /** How the two compare. */
  public enum State {
    /** The cluster's object is right. */
    SAME,
    /** A field differs: the object is written, and a Deployment's pod is replaced. */
    DIFFERENT,
    /** The cluster has no such object. */
    MISSING,
    /** The cluster's object of this name belongs to somebody else and is left alone. */
    FOREIGN
  }

  /** Whether writing the object would change anything, and may. */
  public boolean isToBeWritten() {
    return state == State.DIFFERENT || state == State.MISSING;
  }

  /** Whose the cluster's object is, of a comparison that found a foreign one. */
  public Applier.Result.Foreign foreign() {
    return new Applier.Result.Foreign(desired.getKind(), desired.getMetadata().getName(), owner);
  }

  /** The same with another desired object of the same name. */
  public Comparison<T> as(T other) {
    return new Comparison<>(Applier.stamp(other), source, state, owner);
  }
}
