package io.sparkhistory.standin.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/** Listens on a loopback port. May stop and listen again at the same address, with TLS, too. */
public final class Listener implements AutoCloseable {
  private static final int BACKLOG = 512;

  private final Handler handler;
  private final ExecutorService threads = Executors.newCachedThreadPool(Listener::daemon);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile ServerSocketFactory sockets = ServerSocketFactory.getDefault();
  private volatile ServerSocket server;
  private volatile Future<?> acceptor = CompletableFuture.completedFuture(null);

  /** Has the port, and accepts nobody yet. */
  public Listener(int port, Handler handler) {
    this.handler = handler;
    this.server = bind(sockets, port);
    this.port = server.getLocalPort();
  }

  public int port() {
    return port;
  }

  /** Accepts connections from now on. */
  public void start() {
    ServerSocket accepting = server;
    acceptor = threads.submit(() -> acceptAll(accepting));
  }

  /** Nobody listens any more, no connection is left, and the port is free. */
  public void stop() {
    close(server);
    acceptorEnds();
    cut();
  }

  /** Breaks all connections. */
  public void cut() {
    open.forEach(Listener::close);
    open.clear();
  }

  /** Listens again, at the same address. */
  public void restart() {
    server = bind(sockets, port);
    start();
  }

  /** Listens again, at the same address, with TLS and this certificate. */
  public void restart(SSLContext certificate) {
    sockets = certificate.getServerSocketFactory();
    restart();
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }

  void forget(Socket socket) {
    open.remove(socket);
    close(socket);
  }

  private static ServerSocket bind(ServerSocketFactory sockets, int port) {
    try {
      ServerSocket socket = sockets.createServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void acceptAll(ServerSocket accepting) {
    while (!accepting.isClosed()) {
      try {
        Socket socket = accepting.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        threads.execute(new Connection(this, handler, socket));
      } catch (IOException e) {
        // closed, or the client has already gone
      }
    }
  }

  /** As long as a thread is in accept, Linux keeps the socket, and the port with it. */
  private void acceptorEnds() {
    try {
      acceptor.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the stand-in goes on listening", e);
    }
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "stand-in");
    thread.setDaemon(true);
    return thread;
  }
}
