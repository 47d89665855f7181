package io.sparkhistory.gateway.configuration;

import static io.sparkhistory.gateway.configuration.Commands.GATEWAY;
import static io.sparkhistory.gateway.configuration.Commands.LOCAL;

import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.time.Duration;
import java.util.Map;

/**
 * Settings of the listening sockets, the access log and the drain.
 *
 * @param prefix starts with a slash and does not end with one
 * @param threads number of event loops, at least 1
 * @param accessLog {@code -}, {@code off} or the path of a file
 */
public record ServerSettings(
    HostPort listen, HostPort admin, String prefix, int threads, String accessLog, Drain drain) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.SERVING);

  public static final Option<HostPort> LISTEN =
      OPTIONS.option(
          "listen", Kinds.ADDRESS, "127.0.0.1:8080", "address for browsers and API clients");
  public static final Option<HostPort> ADMIN =
      OPTIONS.option(
          "admin", Kinds.ADDRESS, "127.0.0.1:9090", "address of /livez, /readyz and /metrics");
  private static final Option<String> PREFIX =
      OPTIONS.option(
          "prefix", Kinds.PREFIX, "/sparkhistory", "path below which everything is served");
  private static final Option<Integer> THREADS =
      OPTIONS.option("threads", Kind.count(0, 1024), "0", "event loops; 0: one for each processor");
  public static final Option<String> ACCESS_LOG =
      OPTIONS.option(
          "access-log",
          Kinds.LOG,
          Map.of(GATEWAY, "-", LOCAL, "off"),
          "one JSON line for each request; -: standard output, or off");
  private static final Option<Duration> DRAIN_DELAY =
      OPTIONS.option(
          "drain-delay",
          Kind.DURATION_OR_ZERO,
          Map.of(GATEWAY, "5s", LOCAL, "0s"),
          "time after SIGTERM in which it is not ready but still accepts connections");
  private static final Option<Duration> DRAIN_TIMEOUT =
      OPTIONS.option(
          "drain-timeout",
          Kind.DURATION_OR_ZERO,
          Map.of(GATEWAY, "30s", LOCAL, "5s"),
          "time for requests in flight to end, after SIGTERM and --drain-delay");

  /** What happens between SIGTERM and the end. */
  public record Drain(Duration delay, Duration timeout) {}

  static ServerSettings of(Values values) {
    int threads = values.get(THREADS);
    ServerSettings settings =
        new ServerSettings(
            values.get(LISTEN),
            values.get(ADMIN),
            values.get(PREFIX),
            threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
            values.get(ACCESS_LOG),
            new Drain(values.get(DRAIN_DELAY), values.get(DRAIN_TIMEOUT)));
    values.require(
        settings.listen.port() == 0 || !settings.listen.equals(settings.admin),
        "--listen and --admin must not be the same address");
    return settings;
  }
}
