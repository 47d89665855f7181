package io.sparkhistory.gateway.upstream;

import io.netty.channel.ChannelFuture;
import io.netty.util.NetUtil;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.http.RequestHeadWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's history server, or a driver, on one event loop: its connections, and the queue of
 * those who wait for one.
 */
public final class Origin {
  private final UpstreamPool pool;
  private final String key;
  private final Endpoint endpoint;
  private final String prefix;
  private final byte[] tenantLines;
  private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
  private final ArrayDeque<ConnectionRequest> waiting = new ArrayDeque<>();
  private int open;
  private boolean retired;

  Origin(UpstreamPool pool, String key, Endpoint endpoint, String prefix) {
    this.pool = pool;
    this.key = key;
    this.endpoint = endpoint;
    this.prefix = prefix;
    tenantLines = RequestHeadWriter.tenantLines(endpoint.hostHeader(), prefix);
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** What stands before the history server's own paths, such as {@code /sparkhistory/ns-a}. */
  public String prefix() {
    return prefix;
  }

  /** The lines that every request to this server begins with. */
  public byte[] tenantLines() {
    return tenantLines;
  }

  String key() {
    return key;
  }

  boolean isAt(Endpoint other) {
    // The same object nearly always, for which a record's equals looks no further.
    return endpoint.equals(other);
  }

  /**
   * Gives the listener a connection: an idle one at once, a new one when it is open, or the next
   * that becomes free. The listener is told which.
   *
   * @param fresh whether no connection will do that served or waited before
   * @return false when too many wait already; then nothing is told
   */
  public boolean lend(UpstreamListener listener, boolean fresh) {
    UpstreamConnection ready = fresh ? null : takeIdle();
    if (ready != null) {
      lend(ready, listener);
      return true;
    }
    ConnectionRequest request = new ConnectionRequest(this, listener);
    if (open < pool.settings().connections()) {
      connect(request);
      return true;
    }
    if (waiting.size() >= pool.settings().pending()) {
      return false;
    }
    waiting.addLast(request);
    listener.queued(request);
    if (!idle.isEmpty()) {
      // nobody uses it, and it takes the place of the one that is waited for
      pool.events().idleUpstreamConnections(-1);
      idle.removeFirst().close();
    }
    return true;
  }

  /** Takes back a connection on which the next request may follow. */
  void returned(UpstreamConnection connection) {
    UpstreamListener next = nextWaiting();
    if (next != null) {
      lend(connection, next);
    } else if (retired || !pool.keepsUnused()) {
      connection.close();
    } else {
      idle.addLast(connection);
      pool.events().idleUpstreamConnections(1);
      connection.rest(pool.settings().idle());
    }
  }

  /** Tells that a connection is closed, for whatever reason. */
  void ended(UpstreamConnection connection) {
    if (idle.remove(connection)) {
      pool.events().idleUpstreamConnections(-1);
    }
    pool.events().upstreamConnections(-1);
    slotFree();
  }

  void forget(ConnectionRequest request) {
    waiting.remove(request);
  }

  void retire() {
    retired = true;
    var unused = closeIdle();
  }

  boolean closeIdle() {
    boolean any = !idle.isEmpty();
    while (!idle.isEmpty()) {
      pool.events().idleUpstreamConnections(-1);
      idle.removeLast().close();
    }
    return any;
  }

  InetSocketAddress address() {
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
    try {
      return literal == null
          ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
          : new InetSocketAddress(InetAddress.getByAddress(literal), endpoint.port());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are always an address", e);
    }
  }

  /** One that waits for its next request; who has just been closed still tells so by itself. */
  private @Nullable UpstreamConnection takeIdle() {
    while (!idle.isEmpty()) {
      pool.events().idleUpstreamConnections(-1);
      UpstreamConnection last = idle.removeLast();
      if (last.isOpen()) {
        return last;
      }
    }
    return null;
  }

  private @Nullable UpstreamListener nextWaiting() {
    ConnectionRequest next = waiting.pollFirst();
    return next == null ? null : next.end();
  }

  private static void lend(UpstreamConnection connection, UpstreamListener listener) {
    connection.lentTo(listener);
    listener.connected(connection);
  }

  private void slotFree() {
    open--;
    ConnectionRequest next = waiting.pollFirst();
    if (next != null) {
      connect(next);
    } else if (open == 0) {
      pool.forget(this);
    }
  }

  private void connect(ConnectionRequest request) {
    open++;
    pool.remember(this);
    UpstreamConnection connection = pool.newConnection(this);
    ChannelFuture opening = pool.open(this, connection);
    request.connecting();
    // a connection for which there is no socket fails on a thread that is not this loop's
    opening.addListener(
        done -> pool.tasks().onLoop(() -> connectEnded(request, connection, opening.cause())));
  }

  private void connectEnded(
      ConnectionRequest request, UpstreamConnection connection, @Nullable Throwable cause) {
    UpstreamListener listener = request.end();
    if (cause != null) {
      slotFree();
      if (listener != null) {
        ConnectFailure failure = ConnectFailure.of(cause);
        listener.connectFailed(failure, failure.why(cause));
      }
      return;
    }
    pool.events().upstreamConnections(1);
    if (listener != null) {
      lend(connection, listener);
    } else {
      returned(connection);
    }
  }
}
