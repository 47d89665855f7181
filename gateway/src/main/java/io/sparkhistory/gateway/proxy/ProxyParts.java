package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.RequestGate;
import io.sparkhistory.gateway.request.StartPages;
import io.sparkhistory.gateway.routing.ByteRange;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.Routes;
import java.time.InstantSource;
import java.util.function.Predicate;

/**
 * Collaborators of the proxy; all are safe to use from every event loop.
 *
 * @param hosts which values of {@code Host} are served
 */
public record ProxyParts(
    RequestGate gate,
    StartPages start,
    Pages pages,
    ProxyEvents events,
    Routes routes,
    FieldNames names,
    HeaderRules rules,
    Fence fence,
    Predicate<ByteRange> hosts,
    InstantSource clock) {}
