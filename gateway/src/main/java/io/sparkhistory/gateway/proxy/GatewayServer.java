package io.sparkhistory.gateway.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import io.sparkhistory.gateway.upstream.LoopClock;
import io.sparkhistory.gateway.upstream.LoopTasks;
import io.sparkhistory.gateway.upstream.Transport;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The proxy as a whole: event loops, the listening socket, and its orderly end. {@link
 * ClientConnection} is where a request begins.
 */
public final class GatewayServer implements AutoCloseable {
  private static final long DRAIN_LOOK_MILLIS = 50;

  private final ProxySettings settings;
  private final ProxyEvents events;
  private final Transport transport = Transport.best();
  private final EventLoopGroup loops;
  private final Map<EventExecutor, Worker> workers = new HashMap<>();
  private final OpenClients clients;
  private @Nullable Channel listening;

  public GatewayServer(ProxySettings settings, ProxyParts parts) {
    this.settings = settings;
    loops = transport.loops(settings.threads());
    events = parts.events();
    clients = new OpenClients(settings.limits().clients());
    Replays replays = new Replays();
    for (EventExecutor loop : loops) {
      workers.put(loop, worker((EventLoop) loop, replays, parts));
    }
  }

  /**
   * Listens for clients.
   *
   * @throws BindException when the address cannot be used
   */
  public void start() throws BindException {
    workers.values().forEach(Worker::start);
    var bind =
        new ServerBootstrap()
            .group(loops)
            .channel(transport.serverChannel())
            .option(ChannelOption.SO_BACKLOG, 4096)
            .option(ChannelOption.SO_REUSEADDR, true)
            .handler(new AcceptFailures(events, this::makeRoom))
            .childOption(ChannelOption.ALLOCATOR, Transport.BUFFERS)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Transport.WATER_MARK)
            .childHandler(new Clients())
            .bind(settings.listen())
            .awaitUninterruptibly();
    if (bind.cause() != null) {
      throw (BindException) new BindException(bind.cause().getMessage()).initCause(bind.cause());
    }
    listening = bind.channel();
  }

  /** Where it listens, with the port that was chosen when port 0 was asked for. */
  public InetSocketAddress address() {
    if (listening == null) {
      throw new IllegalStateException("not started");
    }
    return (InetSocketAddress) listening.localAddress();
  }

  /** The event loops, each a thread for all that it carries. */
  public List<Executor> loops() {
    return List.copyOf(workers.keySet());
  }

  /**
   * Goes on as before, but each response ends its connection: a client that is busy moves to
   * another replica between two requests, and none of them is on its way when {@link #drain} closes
   * what is idle.
   */
  public void leave() {
    workers.forEach((loop, worker) -> loop.execute(worker::leave));
  }

  /**
   * Takes no new connection, closes the idle ones, lets requests in flight end and then returns;
   * cuts what has not ended in time.
   *
   * @return whether everything ended in time
   */
  public boolean drain(Duration time) throws InterruptedException {
    if (listening != null) {
      listening.close().awaitUninterruptibly();
    }
    long until = System.nanoTime() + time.toNanos();
    workers.forEach((loop, worker) -> loop.execute(() -> worker.drain(until)));
    while (clients.open() > 0 && until - System.nanoTime() > 0) {
      TimeUnit.MILLISECONDS.sleep(DRAIN_LOOK_MILLIS);
    }
    return clients.open() == 0;
  }

  @Override
  public void close() {
    if (listening != null) {
      listening.close().awaitUninterruptibly();
    }
    workers.forEach((loop, worker) -> loop.execute(worker::closeAll));
    transport.resolver().close();
    // Each loop closes its connections and runs all tasks that this leads to before it ends. A
    // quiet period would be a wait of 100 ms and more, and nothing comes from elsewhere.
    loops.shutdownGracefully(0, 2000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }

  private Worker worker(EventLoop loop, Replays replays, ProxyParts parts) {
    return new Worker(
        new LoopTasks(loop),
        transport.connector(loop),
        new LoopClock(System::nanoTime),
        replays,
        settings,
        parts);
  }

  private void makeRoom() {
    workers.forEach((loop, worker) -> loop.execute(worker::makeRoom));
  }

  private final class Clients extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      Worker worker = workers.get(channel.eventLoop());
      if (worker == null) {
        var unused = channel.close();
        return;
      }
      OpenClients.Entry entry = clients.enter(channel);
      if (entry == OpenClients.Entry.FULL && worker.makeRoom()) {
        entry = clients.enter(channel);
      }
      channel
          .pipeline()
          .addLast(
              switch (entry) {
                case IN -> worker.newClient();
                case FULL -> worker.newRejection(Limit.CONNECTIONS);
                case FULL_FOR_ADDRESS -> worker.newRejection(Limit.CONNECTIONS_PER_ADDRESS);
              });
    }
  }
}
