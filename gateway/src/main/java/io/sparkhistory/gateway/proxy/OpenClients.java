package io.sparkhistory.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.sparkhistory.gateway.configuration.ClientLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts client connections over all event loops, and enforces their limits. */
final class OpenClients {
  private final ClientLimits most;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

  /** Whether a connection may stay. */
  enum Entry {
    IN,
    FULL,
    FULL_FOR_ADDRESS
  }

  OpenClients(ClientLimits most) {
    this.most = most;
  }

  int open() {
    return open.get();
  }

  /** Counts the channel until it closes, unless there are too many already. */
  Entry enter(Channel channel) {
    if (open.incrementAndGet() > most.connections()) {
      open.decrementAndGet();
      return Entry.FULL;
    }
    if (most.perAddress() > 0 && !enter(channel, address(channel))) {
      open.decrementAndGet();
      return Entry.FULL_FOR_ADDRESS;
    }
    channel.closeFuture().addListener((ChannelFutureListener) closed -> open.decrementAndGet());
    return Entry.IN;
  }

  private boolean enter(Channel channel, InetAddress address) {
    if (byAddress.merge(address, 1, Integer::sum) > most.perAddress()) {
      leave(address);
      return false;
    }
    channel.closeFuture().addListener((ChannelFutureListener) closed -> leave(address));
    return true;
  }

  /** An address without connections is not remembered. */
  private void leave(InetAddress address) {
    byAddress.computeIfPresent(address, (same, count) -> count > 1 ? count - 1 : null);
  }

  private static InetAddress address(Channel channel) {
    return ((InetSocketAddress) channel.remoteAddress()).getAddress();
  }
}
