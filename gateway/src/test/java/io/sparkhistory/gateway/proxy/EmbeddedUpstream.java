package io.sparkhistory.gateway.proxy;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;

/** A connection to the history server that a {@link Machine} has asked for. */
final class EmbeddedUpstream {
  final EmbeddedChannel channel = new EmbeddedChannel();

  private final ChannelPromise opening = channel.newPromise();
  private final ChannelHandler handler;
  private final Runnable settle;

  /**
   * @param settle runs what is due
   */
  EmbeddedUpstream(ChannelHandler handler, Runnable settle) {
    this.handler = handler;
    this.settle = settle;
    channel.pipeline().addLast(handler);
  }

  ChannelFuture opening() {
    return opening;
  }

  void opens() {
    opening.setSuccess();
    channel.pipeline().fireChannelActive();
    settle.run();
  }

  void fails(Throwable cause) {
    channel.pipeline().remove(handler);
    opening.setFailure(cause);
    settle.run();
  }

  void closes() {
    var unused = channel.close();
    settle.run();
  }
}
