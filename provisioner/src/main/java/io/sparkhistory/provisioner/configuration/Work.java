package io.sparkhistory.provisioner.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.time.Duration;

/**
 * How much is done at once.
 *
 * @param maxStarting history servers that may start at once
 * @param cleaningTime longest time that a server stays awake to clean its log folder
 * @param requestsPerSecond to the API server, watches aside
 * @param resync longest time between two looks at a resource
 */
public record Work(int maxStarting, Duration cleaningTime, int requestsPerSecond, Duration resync) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.ALL);

  private static final Kind<Duration> TIME =
      Kind.duration(Duration.ofSeconds(1), Duration.ofDays(365));

  private static final Option<Integer> MAX_STARTING =
      OPTIONS.option(
          "max-starting",
          Kind.count(1, 1000),
          "2",
          "history servers that may start at the same time; docs/sizing.md helps to choose");
  private static final Option<Duration> CLEANING_TIME =
      OPTIONS.option(
          "cleaning-time",
          TIME,
          "10m",
          "longest time that a server without visitors stays awake to make or clean its log folder");
  private static final Option<Integer> REQUESTS_PER_SECOND =
      OPTIONS.option(
          "requests-per-second",
          Kind.count(1, 1000),
          "40",
          "limit of requests to the API server per second; watches do not count");
  private static final Option<Duration> RESYNC =
      OPTIONS.option(
          "resync",
          TIME,
          "10m",
          "time between two reconciliations of a resource that does not change");

  static Work of(Values values) {
    return new Work(
        values.get(MAX_STARTING),
        values.get(CLEANING_TIME),
        values.get(REQUESTS_PER_SECOND),
        values.get(RESYNC));
  }
}
