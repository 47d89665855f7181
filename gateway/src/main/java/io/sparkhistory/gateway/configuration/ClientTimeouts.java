package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.time.Duration;

/**
 * Timeouts of client connections.
 *
 * @param head from the first byte of a request to the end of its head
 * @param keepAlive idle time of a client connection between requests
 * @param slowPage how long a browser waits for an application before it is shown that it waits;
 *     zero: for ever
 */
public record ClientTimeouts(Duration head, Duration keepAlive, Duration slowPage) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.SERVING);

  private static final Option<Duration> HEAD_TIMEOUT =
      OPTIONS.option(
          "head-timeout",
          Kind.POSITIVE_DURATION,
          "10s",
          "longest time for a request's head to arrive");
  private static final Option<Duration> KEEP_ALIVE_TIMEOUT =
      OPTIONS.option(
          "keep-alive-timeout",
          Kind.POSITIVE_DURATION,
          "75s",
          "time without a request after which a client's connection is closed");
  private static final Option<Duration> SLOW_PAGE_AFTER =
      OPTIONS.option(
          "slow-page-after",
          Kind.DURATION_OR_ZERO,
          "2s",
          "time that a browser waits for an application until a page shows why; 0: never");

  static ClientTimeouts of(Values values) {
    return new ClientTimeouts(
        values.get(HEAD_TIMEOUT), values.get(KEEP_ALIVE_TIMEOUT), values.get(SLOW_PAGE_AFTER));
  }
}
