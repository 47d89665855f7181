package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;

/**
 * Bounds of client connections.
 *
 * @param connections in all
 * @param perAddress from one address; 0 for no bound
 * @param requests on one connection, the last of which gets {@code Connection: close}; 0 for no
 *     bound
 * @param body bytes of a request's body; 0 for no bound
 */
public record ClientLimits(int connections, int perAddress, int requests, long body) {
  static final OptionGroup OPTIONS = new OptionGroup(Commands.SERVING);

  private static final Option<Integer> MAX_CONNECTIONS =
      OPTIONS.option(
          "max-connections", Kind.count(1, 1_000_000), "10000", "most connections of clients");
  private static final Option<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      OPTIONS.option(
          "max-connections-per-address",
          Kind.count(0, 1_000_000),
          "0",
          "most connections of clients from one address; 0: no limit, for gateways behind an"
              + " ingress, whose address all of them have");
  private static final Option<Integer> MAX_REQUESTS_PER_CONNECTION =
      OPTIONS.option(
          "max-requests-per-connection",
          Kind.count(0, 1_000_000_000),
          "10000",
          "most requests on a client's connection, which ends after the last one; 0: no limit");
  private static final Option<Long> MAX_BODY =
      OPTIONS.option(
          "max-body", Kind.size(0, 1L << 50), "0", "largest body of a request; 0: no limit");

  static ClientLimits of(Values values) {
    return new ClientLimits(
        values.get(MAX_CONNECTIONS),
        values.get(MAX_CONNECTIONS_PER_ADDRESS),
        values.get(MAX_REQUESTS_PER_CONNECTION),
        values.get(MAX_BODY));
  }
}
