package io.sparkhistory.gateway.proxy;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** The connection of a client to a {@link Machine}; the client reads, until it is told not to. */
final class EmbeddedClient extends EmbeddedChannel {
  private boolean reads = true;

  EmbeddedClient(ChannelHandler handler) {
    super(handler);
  }

  /** Takes nothing from here on: what is written stays in the channel's buffer. */
  void stopsReading() {
    reads = false;
  }

  /** Takes all that has been written meanwhile, and all that is written from here on. */
  void readsAgain() {
    reads = true;
    flush();
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer written) throws Exception {
    if (reads) {
      super.doWrite(written);
    }
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return new InetSocketAddress("10.0.0.7", 4711);
  }
}
