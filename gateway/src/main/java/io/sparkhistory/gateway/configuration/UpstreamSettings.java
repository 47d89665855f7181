package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.time.Duration;

/**
 * Bounds of connections to history servers.
 *
 * @param connect opening a connection
 * @param response from the end of a request to the head of its response
 * @param bodyIdle between two moves of a body's bytes, in either direction
 * @param idle time of an unused connection in the pool; below the 30 s after which the history
 *     server's Jetty closes it
 * @param connections open connections to one history server
 * @param pending requests that wait for such a connection
 */
public record UpstreamSettings(
    Duration connect,
    Duration response,
    Duration bodyIdle,
    Duration idle,
    int connections,
    int pending) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.SERVING);

  private static final Option<Integer> MAX_CONNECTIONS =
      OPTIONS.option(
          "max-connections-per-tenant-upstream",
          Kind.count(1, 100_000),
          "256",
          "most connections to one history server");
  private static final Option<Integer> MAX_PENDING =
      OPTIONS.option(
          "max-pending-per-tenant",
          Kind.count(0, 100_000),
          "128",
          "most requests that wait for a connection to one history server; more get 503");
  private static final Option<Duration> CONNECT_TIMEOUT =
      OPTIONS.option(
          "connect-timeout",
          Kind.POSITIVE_DURATION,
          "2s",
          "longest time to open a connection to a history server");
  private static final Option<Duration> RESPONSE_TIMEOUT =
      OPTIONS.option(
          "response-timeout",
          Kind.POSITIVE_DURATION,
          "300s",
          "longest wait for a free connection to a history server, and for its response to begin");
  private static final Option<Duration> BODY_IDLE_TIMEOUT =
      OPTIONS.option(
          "body-idle-timeout",
          Kind.POSITIVE_DURATION,
          "60s",
          "time without a byte of a body after which the request is broken off");
  private static final Option<Duration> IDLE_TIMEOUT =
      OPTIONS.option(
          "upstream-idle-timeout",
          Kind.POSITIVE_DURATION,
          "20s",
          "time after which an unused connection to a history server is closed; history"
              + " servers close it after 30s");

  static UpstreamSettings of(Values values) {
    return new UpstreamSettings(
        values.get(CONNECT_TIMEOUT),
        values.get(RESPONSE_TIMEOUT),
        values.get(BODY_IDLE_TIMEOUT),
        values.get(IDLE_TIMEOUT),
        values.get(MAX_CONNECTIONS),
        values.get(MAX_PENDING));
  }

  /** The part of each event loop, which counts for itself. */
  UpstreamSettings perLoop(int loops) {
    return new UpstreamSettings(
        connect,
        response,
        bodyIdle,
        idle,
        Limits.share(connections, loops),
        Limits.share(pending, loops));
  }
}
