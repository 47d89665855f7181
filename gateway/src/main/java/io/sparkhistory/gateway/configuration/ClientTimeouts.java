package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.time.Duration;

/**
 * How long clients may take, and wait.
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
          "head-timeout", Kind.POSITIVE_DURATION, "10s", "longest arrival of a request's head");
  private static final Option<Duration> KEEP_ALIVE_TIMEOUT =
      OPTIONS.option(
          "keep-alive-timeout",
          Kind.POSITIVE_DURATION,
          "75s",
          "client connections without a request are closed after this");
  private static final Option<Duration> SLOW_PAGE_AFTER =
      OPTIONS.option(
          "slow-page-after",
          Kind.DURATION_OR_ZERO,
          "2s",
          "browsers that wait for an application longer are shown why; 0: never");

  static ClientTimeouts of(Values values) {
    return new ClientTimeouts(
        values.get(HEAD_TIMEOUT), values.get(KEEP_ALIVE_TIMEOUT), values.get(SLOW_PAGE_AFTER));
  }
}
