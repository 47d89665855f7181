package io.sparkhistory.gateway.proxy;

import io.netty.channel.ChannelHandler;
import io.sparkhistory.gateway.configuration.Limits;
import io.sparkhistory.gateway.fence.FenceLines;
import io.sparkhistory.gateway.http.HeadParser;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import io.sparkhistory.gateway.upstream.Connector;
import io.sparkhistory.gateway.upstream.Deadlines;
import io.sparkhistory.gateway.upstream.LoopClock;
import io.sparkhistory.gateway.upstream.LoopTasks;
import io.sparkhistory.gateway.upstream.TimedHandler;
import io.sparkhistory.gateway.upstream.UpstreamEvents;
import io.sparkhistory.gateway.upstream.UpstreamPool;
import java.time.Duration;

/**
 * Creates the connections of one event loop and what they share. Only that loop touches it, so
 * there is no lock and nothing volatile in it.
 */
final class Worker {
  private final LoopTasks tasks;
  private final Deadlines deadlines;
  private final Drain drain = new Drain();
  private final LoadShedding shedding;
  private final LocalResponse local;
  private final LingeringClose.Services lingering;
  private final ClientConnection.Services clients;

  Worker(
      LoopTasks tasks,
      Connector connector,
      LoopClock clock,
      Replays replays,
      ProxySettings settings,
      ProxyParts parts) {
    this.tasks = tasks;
    deadlines = new Deadlines(clock);
    Limits limits = settings.limits();
    HeadParser parser = new HeadParser(limits.head(), parts.names());
    var pool =
        new UpstreamPool(
            tasks, connector, deadlines, parser, limits.upstream(), events(parts.events()));
    pool.closeUnusedWhile(drain::leaving);
    shedding = new LoadShedding(deadlines, pool);
    DateLine date = new DateLine(parts.clock());
    FenceLines fence = new FenceLines(parts.fence(), parts.routes().hosts());
    Writers writers = Writers.of(parts.rules(), settings.userHeader(), date, fence);
    local = new LocalResponse(parts.pages(), parts.routes(), writers.date(), drain);
    Duration bodyIdle = limits.upstream().bodyIdle();
    lingering = new LingeringClose.Services(deadlines, bodyIdle, parts.events());
    SlowPage slowPage = new SlowPage(local, replays, limits.timeouts().slowPage(), clock);
    SlowClient slow = new SlowClient(parts.events(), bodyIdle);
    clients =
        new ClientConnection.Services(
            new RequestReader(parser, limits, parts.events(), parts.hosts(), drain, shedding),
            new Interpreter(
                parts,
                tasks,
                local,
                slowPage,
                new WakeHold(
                    new HeldClients(limits.hold(), parts.events()), limits.hold().time(), drain),
                clock),
            slow,
            new Relay.Shared(
                parts,
                limits,
                clock,
                pool,
                writers,
                new Replay.Starter(parts.gate(), replays),
                shedding,
                drain,
                slowPage,
                slow),
            new Exchanges(parser),
            tasks,
            lingering);
  }

  /** Starts to look at deadlines, until the loop ends. */
  void start() {
    deadlines.start(tasks);
    shedding.start(tasks);
  }

  ChannelHandler newClient() {
    return new ClientConnection(clients);
  }

  ChannelHandler newRejection(Limit limit) {
    return new RejectedConnection(limit, local, shedding, lingering);
  }

  /** Closes some idle connections; returns whether there were any. */
  boolean makeRoom() {
    return shedding.makeRoom();
  }

  /** From now on responses say {@code Connection: close}, so that clients go elsewhere. */
  void leave() {
    drain.leave();
  }

  /**
   * Closes what is idle; what is busy ends its exchange first.
   *
   * @param end when the rest will be cut, as {@link System#nanoTime}
   */
  void drain(long end) {
    drain.end(end);
    for (TimedHandler connection : deadlines.connections()) {
      if (connection instanceof ClientConnection client) {
        client.drain();
      }
    }
  }

  /** Closes every connection, whatever it is doing. */
  void closeAll() {
    drain.leave();
    deadlines.connections().forEach(TimedHandler::close);
  }

  private static UpstreamEvents events(ProxyEvents events) {
    return new UpstreamEvents() {
      @Override
      public void upstreamConnections(int change) {
        events.upstreamConnections(change);
      }

      @Override
      public void idleUpstreamConnections(int change) {
        events.idleUpstreamConnections(change);
      }
    };
  }
}
