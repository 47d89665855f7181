package io.sparkhistory.gateway.upstream;

import java.time.Duration;

/**
 * Bounds of the connections of one event loop to history servers.
 *
 * @param connect opening a connection
 * @param response from the end of a request to the head of its response
 * @param bodyIdle between two moves of a body's bytes
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
    int pending) {}
