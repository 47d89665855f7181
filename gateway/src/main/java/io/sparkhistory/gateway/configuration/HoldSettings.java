package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.time.Duration;

/**
 * Settings for requests of API clients that are held until a history server is awake.
 *
 * @param time how long each is held
 * @param all how many at the same time
 * @param perTenant how many for one history server
 */
public record HoldSettings(Duration time, int all, int perTenant) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.SERVING);

  private static final Option<Duration> WAKE_HOLD =
      OPTIONS.option(
          "wake-hold",
          Kind.DURATION_OR_ZERO,
          "60s",
          "longest time that a request of an API client is held while its history server starts");
  private static final Option<Integer> MAX_HELD =
      OPTIONS.option(
          "max-held",
          Kind.count(0, 1_000_000),
          "1000",
          "most requests that are held while history servers start");
  private static final Option<Integer> MAX_HELD_PER_TENANT =
      OPTIONS.option(
          "max-held-per-tenant",
          Kind.count(0, 1_000_000),
          "100",
          "most requests that are held while one history server starts");

  static HoldSettings of(Values values) {
    return new HoldSettings(
        values.get(WAKE_HOLD), values.get(MAX_HELD), values.get(MAX_HELD_PER_TENANT));
  }

  /** The part of each event loop, which counts for itself. */
  HoldSettings perLoop(int loops) {
    return new HoldSettings(time, Limits.share(all, loops), Limits.share(perTenant, loops));
  }
}
