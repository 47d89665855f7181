package io.sparkhistory.provisioner.state;

import io.sparkhistory.listing.ApplicationList;
import io.sparkhistory.provisioner.spec.SparkVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Facts about a server's pod besides its situation.
 *
 * @param logDirectoryMade whether the folder of the logs could be made; empty when nobody tried
 * @param outOfMemory its last end for want of memory, also when it runs again
 * @param listing what it lists; empty when that is not known
 * @param unreadable why its list cannot be read; empty while it can, or nobody knows
 * @param store what is wrong with its store
 * @param start how long its start took; empty while it does not answer, or when it was restarted
 */
public record PodFacts(
    Optional<Boolean> logDirectoryMade,
    Optional<OutOfMemory> outOfMemory,
    Optional<Listing> listing,
    Optional<String> unreadable,
    Optional<StoreTrouble> store,
    Optional<Duration> start) {
  /** Of a server without a pod. */
  public static final PodFacts NONE =
      new PodFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The same with how long its start took. */
  PodFacts started(Duration time) {
    return new PodFacts(
        logDirectoryMade, outOfMemory, listing, unreadable, store, Optional.of(time));
  }

  /** Of a server with whose store nothing is wrong. */
  public PodFacts(
      Optional<Boolean> logDirectoryMade,
      Optional<OutOfMemory> outOfMemory,
      Optional<Listing> listing,
      Optional<String> unreadable) {
    this(logDirectoryMade, outOfMemory, listing, unreadable, Optional.empty(), Optional.empty());
  }

  /** The same with what it lists. */
  public PodFacts with(Optional<Listing> listed, Optional<String> failure) {
    return new PodFacts(logDirectoryMade, outOfMemory, listed, failure, store, start);
  }

  /** The same with what is wrong with its claim, unless its pod has told something. */
  public PodFacts withStore(Optional<StoreTrouble> trouble) {
    return new PodFacts(
        logDirectoryMade, outOfMemory, listing, unreadable, store.or(() -> trouble), start);
  }

  /**
   * What a server lists.
   *
   * @param server its Spark
   * @param list as it was read last
   * @param asOf when that was
   */
  public record Listing(SparkVersion server, ApplicationList list, Instant asOf) {
    /** The newest Spark that wrote one of its logs; empty when none says so. */
    public Optional<SparkVersion> newest() {
      return list.sparkVersions().stream()
          .flatMap(version -> SparkVersion.ofBeginning(version).stream())
          .max(Comparator.naturalOrder());
    }
  }

  /**
   * An end for want of memory.
   *
   * @param message a sentence with the sizes and the setting that helps
   */
  public record OutOfMemory(Instant at, String message) {}
}
