package io.sparkhistory.provisioner.state;

import java.time.Instant;
import java.util.Optional;

/**
 * What a server's pod shows besides its situation.
 *
 * @param logDirectoryMade whether the folder of the logs could be made; empty when nobody tried
 * @param outOfMemory its last end for want of memory, also when it runs again
 */
public record PodFacts(Optional<Boolean> logDirectoryMade, Optional<OutOfMemory> outOfMemory) {
  /** Of a server without a pod. */
  public static final PodFacts NONE = new PodFacts(Optional.empty(), Optional.empty());

  /**
   * An end for want of memory.
   *
   * @param message a sentence with the sizes and the setting that helps
   */
  public record OutOfMemory(Instant at, String message) {}
}
