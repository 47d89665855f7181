package io.sparkhistory.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import io.sparkhistory.gateway.upstream.Deadlines;
import io.sparkhistory.gateway.upstream.TimedHandler;
import java.time.Duration;

/**
 * Closes a client's connection whose last response has been written: the response goes out as fast
 * as the client reads it, and what the client still sends is thrown away. Closing at once could
 * destroy the response before it is read (RFC 9112, section 9.6).
 */
final class LingeringClose extends TimedHandler {
  private static final Duration LINGER = Duration.ofSeconds(2);

  private final Services services;

  /**
   * What those of one event loop share.
   *
   * @param bodyIdle longest time in which the client takes nothing of the response
   */
  record Services(Deadlines deadlines, Duration bodyIdle, ProxyEvents events) {}

  LingeringClose(Services services) {
    super(services.deadlines());
    this.services = services;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    super.handlerAdded(added);
    opened();
    read(true);
    drains();
    setDeadline(services.bodyIdle());
    added.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> sent());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closed();
    services.events().clientConnections(-1);
  }

  @Override
  protected void deadlinePassed() {
    if (unsent() > 0) {
      if (drains()) {
        setDeadline(services.bodyIdle());
        return;
      }
      services.events().limited(Limit.SLOW_READER);
    }
    close();
  }

  private void sent() {
    setDeadline(LINGER);
    if (context().channel() instanceof DuplexChannel socket) {
      var unused = socket.shutdownOutput();
    }
  }
}
