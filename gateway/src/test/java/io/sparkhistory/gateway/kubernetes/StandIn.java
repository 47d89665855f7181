package io.sparkhistory.gateway.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/**
 * Enough of a Kubernetes API server to see a client through its life: lists in pages, watches over
 * web sockets, bookmarks, expired versions, access reviews by RoleBindings, merge patches; and
 * everything that can go wrong on the way. Remembers what was asked, in the words of RBAC.
 */
final class StandIn implements AutoCloseable {

  /** How an answer goes wrong. */
  enum Fault {
    /** 500, with a Status. */
    ERROR,
    /** 410, with a Status. */
    GONE,
    /** 403, with a Status. */
    FORBIDDEN,
    /** No answer at all. */
    HANG,
    /** Half the answer, and the connection is cut. */
    HALF_AND_CUT,
    /** Half the answer, and nothing more. */
    HALF_AND_HANG,
    /** Something that is no JSON. */
    NONSENSE
  }

  /**
   * A request in the words of RBAC.
   *
   * @param verb get, list, watch, create, update, patch or delete
   * @param resource plural of the kind, with its group where it has one: {@code leases.group}
   * @param namespace empty for all or none
   * @param name empty for all or a new one
   */
  record Call(String verb, String resource, String namespace, String name) {}

  private record Trouble(Predicate<Call> where, Fault fault, AtomicInteger times) {}

  final Objects objects = new Objects();
  private final ExecutorService threads = Executors.newCachedThreadPool(StandIn::daemon);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CopyOnWriteArrayList<Trouble> troubles = new CopyOnWriteArrayList<>();
  private final ConcurrentMap<Call, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final AtomicInteger busiest = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();
  private final int port;

  private volatile ServerSocket server;
  private volatile Future<?> acceptor = CompletableFuture.completedFuture(null);
  volatile Duration latency = Duration.ZERO;
  volatile boolean frozen;
  volatile Duration bookmarks = Duration.ofMinutes(1);

  /** The only token that is accepted; empty when none is asked for. */
  volatile String token = "";

  private volatile ServerSocketFactory sockets = ServerSocketFactory.getDefault();

  private StandIn(int port) throws IOException {
    this.server = listen(port);
    this.port = server.getLocalPort();
    accept();
  }

  static StandIn start() {
    return start(0);
  }

  static StandIn start(int port) {
    try {
      return new StandIn(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "stand-in");
    thread.setDaemon(true);
    return thread;
  }

  private ServerSocket listen(int port) throws IOException {
    ServerSocket socket = sockets.createServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
    return socket;
  }

  private void accept() {
    ServerSocket accepting = server;
    acceptor = threads.submit(() -> acceptAll(accepting));
  }

  private void acceptAll(ServerSocket accepting) {
    while (!accepting.isClosed()) {
      try {
        Socket socket = accepting.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        threads.execute(new StandInConnection(this, socket));
      } catch (IOException e) {
        // closed, or the client has already gone
      }
    }
  }

  /** What a client needs to find it. */
  Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("http://127.0.0.1:" + port)
        .withNamespace("default")
        .build();
  }

  int port() {
    return port;
  }

  // ---- trouble

  /** The next calls of this kind go wrong. */
  void fail(Fault fault, int times, Predicate<Call> where) {
    troubles.add(new Trouble(where, fault, new AtomicInteger(times)));
  }

  /** All calls go right again. */
  void heal() {
    troubles.clear();
    frozen = false;
  }

  /** The connections break, all of them. */
  void cutConnections() {
    open.forEach(StandIn::close);
    open.clear();
  }

  /** Nobody listens any more, and the port is free. */
  void stop() {
    close(server);
    acceptorEnds();
    cutConnections();
  }

  /** As long as a thread is in accept, Linux keeps the socket, and the port with it. */
  private void acceptorEnds() {
    try {
      acceptor.get(10, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the stand-in goes on listening", e);
    }
  }

  /** Listens again, at the same address, with TLS and this certificate. */
  void restart(SSLContext certificate) {
    sockets = certificate.getServerSocketFactory();
    restart();
  }

  /** Listens again, at the same address. */
  void restart() {
    try {
      server = listen(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    accept();
  }

  /** What becomes of this call; empty when it goes right. */
  java.util.Optional<Fault> faultOf(Call call) {
    for (Trouble trouble : troubles) {
      if (trouble.where().test(call) && trouble.times().getAndDecrement() > 0) {
        return java.util.Optional.of(trouble.fault());
      }
    }
    return java.util.Optional.empty();
  }

  // ---- records

  void begin(Call call) {
    calls.computeIfAbsent(call, same -> new AtomicInteger()).incrementAndGet();
    if (!isWatch(call)) {
      busiest.accumulateAndGet(busy.incrementAndGet(), Math::max);
    }
  }

  void end(Call call) {
    if (!isWatch(call)) {
      busy.decrementAndGet();
    }
  }

  private static boolean isWatch(Call call) {
    return call.verb().equals("watch");
  }

  int count(Predicate<Call> which) {
    return calls.entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .mapToInt(entry -> entry.getValue().get())
        .sum();
  }

  /** Calls that were under way at the same time, at most; watches do not count. */
  int busiest() {
    return busiest.get();
  }

  void forgetCalls() {
    calls.clear();
    busiest.set(0);
  }

  /** Everything that was asked, as {@code verb resource} or {@code verb resource/name}. */
  Set<String> permissionsUsed() {
    Set<String> used = new TreeSet<>();
    for (Call call : calls.keySet()) {
      used.add(
          call.verb() + " " + call.resource() + (call.name().isEmpty() ? "" : "/" + call.name()));
    }
    return used;
  }

  void forget(Socket socket) {
    open.remove(socket);
    close(socket);
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }

  private static void close(java.io.Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // it is gone either way
    }
  }

  /** Puts an object there, in YAML or JSON, as {@code kubectl apply} does. */
  void apply(String text) {
    objects.apply(text);
  }

  Map<String, ObjectNode> all(String resource) {
    return objects.all(resource);
  }
}
