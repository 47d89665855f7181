package io.sparkhistory.program.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /livez}, {@code /readyz} and {@code /metrics} on an address of its own, which no
 * browser should reach. Runs on an event loop of its own, so that it responds when the program is
 * busy, and reserves file descriptors, so that it responds when the program has no others. Bounds:
 * 128 connections, 8 KiB of a request's head, seconds for each step of a connection.
 *
 * <p>Not the JDK's server: where there is no file descriptor left it tries to accept again and
 * again, with a whole processor, for as long as somebody waits.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  /** More connections than that are closed at once. */
  private static final int CONNECTIONS = 128;

  /** For probes and a scrape; meters that are read from files are NaN while there is no other. */
  private static final int SPARE = 4;

  private static final long PAUSE_MILLIS = 100;

  /** The JDK's channels give their descriptor back some time after they are closed. */
  private static final boolean EPOLL = Epoll.isAvailable();

  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1,
          new DefaultThreadFactory("admin", true),
          EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  private final SpareDescriptors spare = new SpareDescriptors(SPARE);
  private final Responses responses;
  private int open;
  private boolean refilling;
  private final Channel listening;

  private AdminServer(InetSocketAddress address, Responses responses) throws BindException {
    this.responses = responses;
    var bind =
        new ServerBootstrap()
            .group(loop)
            .channel(EPOLL ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, CONNECTIONS)
            .option(ChannelOption.SO_REUSEADDR, true)
            .handler(new Door())
            .childHandler(new Connections())
            .bind(address)
            .awaitUninterruptibly();
    if (bind.cause() != null) {
      end();
      throw (BindException) new BindException(bind.cause().getMessage()).initCause(bind.cause());
    }
    listening = bind.channel();
  }

  /**
   * Binds the address and begins to serve.
   *
   * @param liveness what only a new process can mend
   * @param readiness what passes by itself, or what somebody else has to mend
   * @throws BindException when the address cannot be bound
   */
  public static AdminServer start(
      InetSocketAddress address,
      Readiness liveness,
      Readiness readiness,
      Metrics metrics,
      Clock clock)
      throws BindException {
    return new AdminServer(address, new Responses(liveness, readiness, metrics, clock));
  }

  /** The address that was bound, with the port that was free where 0 was asked for. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly();
    end();
  }

  private void end() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    // each connection that ended has taken one more
    spare.close();
  }

  private void accepted(Channel channel) {
    if (open == CONNECTIONS) {
      var unused = channel.close();
      return;
    }
    open++;
    channel
        .closeFuture()
        .addListener(
            closed -> {
              open--;
              refill();
            });
    channel
        .pipeline()
        .addLast(new RequestDecoder(), new HttpResponseEncoder(), new AdminConnection(responses));
  }

  /** What was let go is taken back as soon as there is something to take. */
  private void refill() {
    if (!spare.refill() && !refilling) {
      refilling = true;
      var unused = loop.schedule(this::refillAgain, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void refillAgain() {
    refilling = false;
    refill();
  }

  private final class Connections extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      accepted(channel);
    }
  }

  /** Goes on with a spare descriptor, or else after a pause. */
  private final class Door extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (spare.release()) {
        return;
      }
      LOG.debug("Nobody can be accepted for a moment", cause);
      context.channel().config().setAutoRead(false);
      var unused =
          loop.schedule(
              () -> context.channel().config().setAutoRead(true),
              PAUSE_MILLIS,
              TimeUnit.MILLISECONDS);
    }
  }
}
