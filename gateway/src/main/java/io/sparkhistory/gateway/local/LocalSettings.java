package io.sparkhistory.gateway.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of local mode.
 *
 * @param logs place whose {@code <namespace>/history} folders are the tenants
 * @param work folder for the logs of the history servers ({@code logs/<namespace>.log}) and what
 *     else local mode writes; made when it is missing
 * @param prefix path below which the gateway serves its tenants, without a slash at its end, such
 *     as {@code /sparkhistory}
 * @param command how a history server is started
 * @param limits bounds of number and time
 * @param kept what is kept from one start to the next
 */
public record LocalSettings(
    LogLocation logs,
    Path work,
    String prefix,
    HistoryServerCommand command,
    Limits limits,
    Kept kept) {

  /** Settings without examples, for logs on this machine, of which nothing is kept. */
  public LocalSettings(
      Path logs, Path work, String prefix, HistoryServerCommand command, Limits limits) {
    this(logs, work, prefix, command, limits, work.resolve("no-examples"));
  }

  /** The same with examples. */
  public LocalSettings(
      Path logs,
      Path work,
      String prefix,
      HistoryServerCommand command,
      Limits limits,
      Path examples) {
    this(LogLocation.of(logs), work, prefix, command, limits, new Kept(Optional.empty(), examples));
  }

  /**
   * Bounds of number, time and size.
   *
   * @param running how many history servers run at the same time; the others queue
   * @param idle how long a server runs that nobody looks at; zero: as long as the gateway
   * @param start how long a server may take until it answers
   * @param listing how long it may then take to list the first of its logs
   * @param stop how long a server may take to end before it is killed
   * @param logBytes size of the log that is kept of each server
   */
  public record Limits(
      int running, Duration idle, Duration start, Duration listing, Duration stop, long logBytes) {
    public static final int RUNNING = 4;
    public static final Duration IDLE = Duration.ofMinutes(30);

    public Limits {
      if (running < 1) {
        throw new IllegalArgumentException("At least one history server must be able to run");
      }
      if (idle.isNegative() || !positive(start) || !positive(listing) || !positive(stop)) {
        throw new IllegalArgumentException("A time limit of local mode is negative or zero");
      }
      if (logBytes < 4096) {
        throw new IllegalArgumentException("Less than 4096 bytes of log say nothing");
      }
    }

    /** The limits that people choose, and the usual values of the others. */
    public static Limits of(int running, Duration idle) {
      return new Limits(
          running,
          idle,
          Duration.ofMinutes(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          8L << 20);
    }

    private static boolean positive(Duration duration) {
      return !duration.isNegative() && !duration.isZero();
    }
  }

  /** Where the list of a namespace's applications is kept; of each place of logs apart. */
  Path listOf(String namespace) {
    return work.resolve("applications")
        .resolve(Integer.toHexString(logs.toString().hashCode()))
        .resolve(namespace + ".json");
  }

  /**
   * What is kept from one start to the next.
   *
   * @param store where it is kept what was read of the logs; empty: it is read again at each start
   * @param examples folder as that of the logs, for making a class-data archive; perhaps not there
   */
  public record Kept(Optional<StoreCache> store, Path examples) {}

  Path examples() {
    return kept.examples();
  }

  /** Where the log of a namespace's history server is kept. */
  Path logOf(String namespace) {
    return work.resolve("logs").resolve(namespace + ".log");
  }
}
