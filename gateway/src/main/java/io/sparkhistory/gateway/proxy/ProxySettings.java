package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.http.HeadLimits;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The proxy's own settings.
 *
 * @param listen where clients connect
 * @param threads event loops
 * @param limits bounds of a message head, for requests and responses alike
 * @param userHeader name of the header that tells a history server who looks
 */
public record ProxySettings(
    InetSocketAddress listen,
    int threads,
    HeadLimits limits,
    Bounds bounds,
    Timeouts timeouts,
    String userHeader) {

  /**
   * How much of everything there may be.
   *
   * @param body bytes of a request's body; 0 for no bound
   */
  public record Bounds(Clients clients, Tenant tenant, int held, long body) {}

  /**
   * Bounds of client connections.
   *
   * @param open in all
   * @param perAddress from one address; 0 for no bound
   * @param requests on one connection, the last of which is answered with {@code Connection:
   *     close}; 0 for no bound
   */
  public record Clients(int open, int perAddress, int requests) {}

  /**
   * What one tenant may take of each event loop, whatever its history server does.
   *
   * @param connections open connections to its history server
   * @param pending requests that wait for such a connection
   * @param held API clients that wait for the server to wake
   */
  public record Tenant(int connections, int pending, int held) {}

  /**
   * How long everything may take.
   *
   * @param head from the first byte of a request to the end of its head
   * @param keepAlive idle time of a client connection between requests
   * @param connect opening a connection to a history server
   * @param response from the end of a request to the head of its response
   * @param bodyIdle between two moves of a body's bytes, in either direction
   * @param upstreamIdle idle time of a pooled connection; below the 30 s after which the history
   *     server's Jetty closes it
   * @param wakeHold how long an API client is held while a server wakes
   * @param slowPage how long a browser waits for an application before it is shown that it waits;
   *     zero: for ever
   */
  public record Timeouts(
      Duration head,
      Duration keepAlive,
      Duration connect,
      Duration response,
      Duration bodyIdle,
      Duration upstreamIdle,
      Duration wakeHold,
      Duration slowPage) {}
}
