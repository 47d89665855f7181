package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.configuration.Limits;
import java.net.InetSocketAddress;

/**
 * The proxy's own settings.
 *
 * @param listen where clients connect
 * @param threads event loops
 * @param limits what one event loop may use
 * @param userHeader name of the header that tells a history server who looks
 */
public record ProxySettings(
    InetSocketAddress listen, int threads, Limits limits, String userHeader) {}
