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
   * @param clients open client connections, in all
   * @param perOrigin open connections to one history server from one event loop
   * @param pendingPerOrigin requests that wait for such a connection, for each event loop
   * @param held API clients that wait for a server to wake, for each event loop
   * @param body bytes of a request's body; 0 for no bound
   */
  public record Bounds(int clients, int perOrigin, int pendingPerOrigin, int held, long body) {}

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
