package io.sparkhistory.gateway.upstream;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import java.net.InetSocketAddress;
import java.time.Duration;

/** Opens connections on one event loop. */
public interface Connector {

  /**
   * Opens a connection.
   *
   * @param address resolved, or a name that is not resolved yet
   * @param handler gets what happens on the connection
   * @param time longest wait for it
   * @return done on the event loop, except when there is no socket: then on any thread
   */
  ChannelFuture connect(InetSocketAddress address, ChannelHandler handler, Duration time);
}
