package io.sparkhistory.gateway.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port to which no connection opens and which refuses none, as behind a policy that drops
 * packets: its backlog is full, and nobody accepts.
 */
final class FullBacklog implements AutoCloseable {
  private static final int MOST = 64;
  private static final int MILLIS = 300;

  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final List<Socket> waiting = new ArrayList<>();

  FullBacklog() throws IOException {
    boolean full = false;
    while (!full) {
      Socket socket = new Socket();
      waiting.add(socket);
      try {
        socket.connect(server.getLocalSocketAddress(), MILLIS);
      } catch (SocketTimeoutException e) {
        full = true;
      }
      if (waiting.size() > MOST) {
        close();
        throw new AssertionError("the backlog never fills");
      }
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : waiting) {
      socket.close();
    }
    server.close();
  }
}
