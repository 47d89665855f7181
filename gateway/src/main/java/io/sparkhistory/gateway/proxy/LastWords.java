package io.sparkhistory.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.time.Duration;

/**
 * What is left of a client's connection when its last answer has been written: the answer goes out
 * as fast as the client reads it, and what the client still sends is thrown away. Closing at once
 * could destroy the answer before it is read (RFC 9112, section 9.6).
 */
final class LastWords extends TimedHandler {
  private static final Duration LINGER = Duration.ofSeconds(2);

  LastWords(Worker worker) {
    super(worker);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    super.handlerAdded(added);
    worker.opened(this);
    read(true);
    drains();
    within(worker.settings.timeouts().bodyIdle());
    added.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> sent());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    untimed();
    worker.closed(this);
    worker.parts.events().clientConnections(-1);
  }

  @Override
  void deadlinePassed() {
    if (unsent() > 0) {
      if (drains()) {
        within(worker.settings.timeouts().bodyIdle());
        return;
      }
      worker.parts.events().limited(Limit.SLOW_READER);
    }
    close();
  }

  private void sent() {
    within(LINGER);
    var unused = ((SocketChannel) context().channel()).shutdownOutput();
  }
}
