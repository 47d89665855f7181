/**
 * The client's side of the proxy. A request goes this way:
 *
 * <ol>
 *   <li>{@link io.sparkhistory.gateway.proxy.GatewayServer} accepts and gives the connection to one
 *       event loop for life; everything below belongs to that loop alone, so there is no lock here.
 *       {@code Worker} makes what the connections of one loop share.
 *   <li>{@code ClientConnection} is the state machine: its comment has the picture. {@code
 *       RequestReader} reads one head, and the {@code RequestGate} decides.
 *   <li>{@code Interpreter} carries out the plan: a {@code LocalResponse}, a {@code Wait}, or a
 *       {@code StartPageResponse}; {@code LoopResults} continues what waits for other threads. Or
 *   <li>{@code Forwarding}, which writes the request to a connection of package {@code upstream}
 *       and is told of its response. {@code ForwardedRequest} and {@code ForwardedResponse} are the
 *       two directions.
 *   <li>{@code Exchange} holds what is known of the request meanwhile; its {@code ExchangeRecord}
 *       is reported at the end, with one {@code Outcome}.
 * </ol>
 *
 * <p>Whoever responds knows the client as {@code Downstream} and nothing else of its connection.
 * More than nine files, because each state, each direction and each bound is one.
 */
@NullMarked
package io.sparkhistory.gateway.proxy;

import org.jspecify.annotations.NullMarked;
