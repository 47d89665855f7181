package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.time.Duration;
import java.util.Set;

/**
 * Settings of the access review and its cache.
 *
 * @param yes lifetime of a yes
 * @param no lifetime of a no
 * @param stale how long past its lifetime a yes counts while nobody can be asked; zero: never
 * @param size decisions remembered at most; one of a caller with very long names counts as some
 * @param timeout how long an answer may take
 * @param inFlight questions that may wait for an answer at the same time; a quarter of them may be
 *     about one user
 */
public record AccessSettings(
    Duration yes, Duration no, Duration stale, int size, Duration timeout, int inFlight) {
  static final OptionGroup OPTIONS = new OptionGroup(Set.of(Commands.GATEWAY));

  private static final Option<Duration> YES =
      OPTIONS.option(
          "access-yes", Kind.POSITIVE_DURATION, "30s", "how long a permission is remembered");
  private static final Option<Duration> NO =
      OPTIONS.option("access-no", Kind.POSITIVE_DURATION, "5s", "how long a denial is remembered");
  private static final Option<Duration> STALE =
      OPTIONS.option(
          "access-stale",
          Kind.DURATION_OR_ZERO,
          "5m",
          "how much longer a permission is remembered while the API server is away; 0: no longer");
  private static final Option<Integer> CACHE_SIZE =
      OPTIONS.option(
          "access-cache-size",
          Kind.count(1, 10_000_000),
          "100000",
          "most permissions and denials that are remembered");
  private static final Option<Duration> TIMEOUT =
      OPTIONS.option(
          "access-timeout", Kind.POSITIVE_DURATION, "2s", "longest wait for a permission");

  private static final int IN_FLIGHT = 256;

  /** What counts when no option says otherwise. */
  public static final AccessSettings DEFAULTS = of(Values.defaults(Commands.GATEWAY));

  static AccessSettings of(Values values) {
    return new AccessSettings(
        values.get(YES),
        values.get(NO),
        values.get(STALE),
        values.get(CACHE_SIZE),
        values.get(TIMEOUT),
        IN_FLIGHT);
  }
}
