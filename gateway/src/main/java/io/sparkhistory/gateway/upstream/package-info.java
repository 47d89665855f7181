/**
 * Connections to history servers. {@link io.sparkhistory.gateway.upstream.UpstreamPool} keeps those
 * of one event loop; {@link io.sparkhistory.gateway.upstream.UpstreamConnection} sends one request
 * at a time and reads its response, and tells an {@link
 * io.sparkhistory.gateway.upstream.UpstreamListener} what happens. Nothing here knows who listens.
 *
 * <p>More than nine files: what the connections of both sides have in common is here too
 * (transport, deadlines, buffers), because the package of the client's side depends on this one and
 * not the other way round.
 */
@NullMarked
package io.sparkhistory.gateway.upstream;

import org.jspecify.annotations.NullMarked;
