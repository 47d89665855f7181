package io.sparkhistory.gateway.proxy;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.http.RequestHeadWriter;
import io.sparkhistory.gateway.routing.Tenant;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop to history servers. A connection belongs to one tenant for its
 * whole life, even where two tenants name the same address: nothing of one tenant is ever on a
 * connection of another.
 */
final class UpstreamPool {
  private final Worker worker;
  private final Map<String, Origin> origins = new HashMap<>();

  UpstreamPool(Worker worker) {
    this.worker = worker;
  }

  /** The origin of this tenant at this endpoint; one at an older endpoint is retired. */
  Origin origin(Tenant tenant, Endpoint endpoint) {
    Origin origin = origins.get(tenant.namespace());
    if (origin != null && origin.isAt(endpoint)) {
      return origin;
    }
    if (origin != null) {
      origin.retire();
    }
    Origin fresh = new Origin(tenant, endpoint);
    origins.put(tenant.namespace(), fresh);
    return fresh;
  }

  /** Closes what waits for its next request, for all tenants; whether there was any. */
  boolean closeIdle() {
    boolean any = false;
    for (Origin origin : List.copyOf(origins.values())) {
      any |= !origin.idle.isEmpty();
      origin.closeIdle();
    }
    return any;
  }

  /** One tenant's history server, as this event loop knows it. */
  final class Origin {
    final Endpoint endpoint;
    final String prefix;
    final byte[] tenantLines;

    private final String namespace;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private final ArrayDeque<Relay> waiting = new ArrayDeque<>();
    private int open;
    private boolean retired;

    Origin(Tenant tenant, Endpoint endpoint) {
      this.endpoint = endpoint;
      namespace = tenant.namespace();
      prefix = worker.parts.routes().prefixOf(tenant);
      tenantLines = RequestHeadWriter.tenantLines(endpoint.hostHeader(), prefix);
    }

    boolean isAt(Endpoint other) {
      // The same object nearly always, for which a record's equals looks no further.
      return endpoint.equals(other);
    }

    /**
     * Gives the client a connection: an idle one now, a new one as soon as it is open, or the next
     * that becomes free. Answers false when too many wait already.
     */
    boolean lend(Relay client, boolean fresh) {
      UpstreamConnection ready = fresh ? null : takeIdle();
      if (ready != null) {
        ready.lentTo(client);
        client.connected(ready);
        return true;
      }
      if (open < worker.settings.bounds().tenant().connections()) {
        connect(client);
        return true;
      }
      if (waiting.size() >= worker.settings.bounds().tenant().pending()) {
        return false;
      }
      waiting.addLast(client);
      if (!idle.isEmpty()) {
        // nobody uses it, and it takes the place of the one that is waited for
        worker.parts.events().idleUpstreamConnections(-1);
        idle.removeFirst().close();
      }
      return true;
    }

    /** One that waits for its next request; who has just been closed still tells so by itself. */
    private @Nullable UpstreamConnection takeIdle() {
      while (!idle.isEmpty()) {
        worker.parts.events().idleUpstreamConnections(-1);
        UpstreamConnection last = idle.removeLast();
        if (last.isOpen()) {
          return last;
        }
      }
      return null;
    }

    /** Forgets a client that does not want a connection any more. */
    void forget(Relay client) {
      waiting.remove(client);
    }

    /** Takes back a connection on which the next request may follow. */
    void returned(UpstreamConnection connection) {
      Relay next = waiting.pollFirst();
      if (next != null) {
        connection.lentTo(next);
        next.connected(connection);
      } else if (retired || worker.draining()) {
        connection.close();
      } else {
        idle.addLast(connection);
        worker.parts.events().idleUpstreamConnections(1);
        connection.rest(worker.settings.timeouts().upstreamIdle());
      }
    }

    /** Tells that a connection is closed, for whatever reason. */
    void ended(UpstreamConnection connection) {
      if (idle.remove(connection)) {
        worker.parts.events().idleUpstreamConnections(-1);
      }
      worker.parts.events().upstreamConnections(-1);
      slotFree();
    }

    private void slotFree() {
      open--;
      Relay next = waiting.pollFirst();
      if (next != null) {
        connect(next);
      } else if (open == 0 && origins.get(namespace) == this) {
        origins.remove(namespace);
      }
    }

    private void retire() {
      retired = true;
      closeIdle();
    }

    private void closeIdle() {
      while (!idle.isEmpty()) {
        worker.parts.events().idleUpstreamConnections(-1);
        idle.removeLast().close();
      }
    }

    private void connect(Relay client) {
      open++;
      // forgotten with its last connection, it would be counted beside another of the same tenant
      origins.putIfAbsent(namespace, this);
      UpstreamConnection connection = new UpstreamConnection(worker, this);
      ChannelFuture opening = bootstrap(connection).connect(address());
      client.connecting(opening);
      opening.addListener(done -> onLoop(() -> connectEnded(opening, connection, client)));
    }

    /** A connection for which there is no socket fails on a thread that is not this loop's. */
    private void onLoop(Runnable ended) {
      if (worker.loop.inEventLoop()) {
        ended.run();
      } else {
        worker.soon(ended);
      }
    }

    private void connectEnded(ChannelFuture opening, UpstreamConnection connection, Relay client) {
      Throwable failure = opening.cause();
      if (failure != null) {
        slotFree();
        client.connectFailed(opening, failure);
        return;
      }
      worker.parts.events().upstreamConnections(1);
      if (client.wants(opening)) {
        connection.lentTo(client);
        client.connected(connection);
      } else {
        returned(connection);
      }
    }

    private Bootstrap bootstrap(UpstreamConnection connection) {
      long connectMillis = worker.settings.timeouts().connect().toMillis();
      return new Bootstrap()
          .group(worker.loop)
          .channel(worker.transport.socketChannel())
          .resolver(worker.transport.resolver())
          .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectMillis)
          .option(ChannelOption.ALLOCATOR, Transport.BUFFERS)
          .option(ChannelOption.TCP_NODELAY, true)
          // what cannot be written may have been answered already: it is read first
          .option(ChannelOption.AUTO_CLOSE, false)
          .option(ChannelOption.WRITE_BUFFER_WATER_MARK, Transport.WATER_MARK)
          .handler(connection);
    }

    private InetSocketAddress address() {
      byte[] literal = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
      try {
        return literal == null
            ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
            : new InetSocketAddress(InetAddress.getByAddress(literal), endpoint.port());
      } catch (UnknownHostException e) {
        throw new IllegalStateException("4 or 16 bytes are always an address", e);
      }
    }
  }
}
