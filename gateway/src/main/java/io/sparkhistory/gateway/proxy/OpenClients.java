package io.sparkhistory.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts client connections over all event loops, and says when there are enough. */
final class OpenClients {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  OpenClients(int most) {
    this.most = most;
  }

  int open() {
    return open.get();
  }

  /** Counts the channel until it closes, or answers false when there are too many already. */
  boolean enter(Channel channel) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    channel.closeFuture().addListener((ChannelFutureListener) closed -> open.decrementAndGet());
    return true;
  }
}
