package io.sparkhistory.provisioner.state;

import io.sparkhistory.provisioner.spec.SparkVersion;
import java.time.Instant;
import java.util.Optional;

/**
 * Facts about a server's pod besides its situation.
 *
 * @param logDirectoryMade whether the folder of the logs could be made; empty when nobody tried
 * @param outOfMemory its last end for want of memory, also when it runs again
 * @param listing what it lists; empty when that is not known
 */
public record PodFacts(
    Optional<Boolean> logDirectoryMade,
    Optional<OutOfMemory> outOfMemory,
    Optional<Listing> listing) {
  /** Of a server without a pod. */
  public static final PodFacts NONE =
      new PodFacts(Optional.empty(), Optional.empty(), Optional.empty());

  /** The same with what it lists. */
  public PodFacts with(Optional<Listing> listed) {
    return new PodFacts(logDirectoryMade, outOfMemory, listed);
  }

  /**
   * What a server lists.
   *
   * @param server its Spark
   * @param newest the newest Spark that wrote one of its logs; empty when none says so
   */
  public record Listing(SparkVersion server, Optional<SparkVersion> newest) {}

  /**
   * An end for want of memory.
   *
   * @param message a sentence with the sizes and the setting that helps
   */
  public record OutOfMemory(Instant at, String message) {}
}
