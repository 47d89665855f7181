package io.sparkhistory.gateway.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The kinds of channel that this machine offers: epoll on Linux, the JDK's elsewhere. Names are
 * resolved by Netty's own resolver, because the JDK's would block the event loop.
 */
public record Transport(
    IoHandlerFactory ioHandler,
    Class<? extends ServerChannel> serverChannel,
    Class<? extends SocketChannel> socketChannel,
    DnsAddressResolverGroup resolver) {

  /** Beyond the upper mark the other side is not read; below the lower one it is again. */
  public static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(32 * 1024, 128 * 1024);

  /**
   * Netty's usual allocator thinks of a heap of up to 512 MiB, like ours, as little memory, and
   * then pools no buffer beyond 16 KiB: each read of a page got fresh memory, filled with zeros.
   */
  public static final ByteBufAllocator BUFFERS = PooledByteBufAllocator.DEFAULT;

  public static Transport best() {
    return Epoll.isAvailable()
        ? new Transport(
            EpollIoHandler.newFactory(),
            EpollServerSocketChannel.class,
            EpollSocketChannel.class,
            resolver(EpollDatagramChannel.class))
        : new Transport(
            NioIoHandler.newFactory(),
            NioServerSocketChannel.class,
            NioSocketChannel.class,
            resolver(NioDatagramChannel.class));
  }

  public EventLoopGroup loops(int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory("gateway", true), ioHandler);
  }

  /** Opens connections of this kind on the event loop. */
  public Connector connector(EventLoop loop) {
    return (address, handler, time) ->
        new Bootstrap()
            .group(loop)
            .channel(socketChannel)
            .resolver(resolver)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) time.toMillis())
            .option(ChannelOption.ALLOCATOR, BUFFERS)
            .option(ChannelOption.TCP_NODELAY, true)
            // what cannot be written may have its response already: it is read first
            .option(ChannelOption.AUTO_CLOSE, false)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .handler(handler)
            .connect(address);
  }

  private static DnsAddressResolverGroup resolver(Class<? extends DatagramChannel> type) {
    return new DnsAddressResolverGroup(
        new DnsNameResolverBuilder().datagramChannelType(type).maxQueriesPerResolve(8));
  }
}
