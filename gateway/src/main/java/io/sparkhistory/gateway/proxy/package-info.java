/**
 * The only channels. A client's request goes this way:
 *
 * <ol>
 *   <li>{@link io.sparkhistory.gateway.proxy.GatewayServer} accepts and gives the connection to one
 *       event loop for life; everything below belongs to that loop alone, so there is no lock here.
 *   <li>{@code ClientConnection} reads one head and has the gate decide.
 *   <li>{@code Interpreter} carries out the plan: an answer of the gateway's own, a wait, or
 *   <li>{@code Relay}, which borrows an {@code UpstreamConnection} from the {@code UpstreamPool}
 *       and streams the request there and the answer back.
 *   <li>{@code Exchange} is told the one {@code Outcome}, reported, and used again.
 * </ol>
 *
 * <p>More than nine files, because each of the two ends of a connection, what they share and what
 * goes between them is one.
 */
@NullMarked
package io.sparkhistory.gateway.proxy;

import org.jspecify.annotations.NullMarked;
