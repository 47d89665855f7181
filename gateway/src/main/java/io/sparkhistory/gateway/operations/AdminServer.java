package io.sparkhistory.gateway.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers {@code /livez}, {@code /readyz} and {@code /metrics} on an address of its own, which no
 * browser should reach. Runs on threads of its own, so that it also answers when the proxy is busy.
 */
public final class AdminServer implements AutoCloseable {
  private static final int THREADS = 16;

  /** Requests that wait for a thread; one that finds no room has its connection closed. */
  private static final int QUEUE = 32;

  private static final String TEXT = "text/plain; charset=utf-8";

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Readiness liveness;
  private final Readiness readiness;
  private final GatewayMetrics metrics;

  static {
    // the JDK's server has no limits of its own; it reads these once, when its classes are loaded
    limit("sun.net.httpserver.maxReqTime", 3); // seconds to receive a request
    limit("sun.net.httpserver.maxRspTime", 30); // seconds to send an answer
    limit("sun.net.httpserver.maxIdleConnections", 32);
    limit("jdk.httpserver.maxConnections", 128);
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private AdminServer(
      HttpServer server, Readiness liveness, Readiness readiness, GatewayMetrics metrics) {
    this.server = server;
    this.liveness = liveness;
    this.readiness = readiness;
    this.metrics = metrics;
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, "admin-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Binds the address and begins to answer.
   *
   * @param liveness what only a new process can mend
   * @param readiness what passes by itself, or what somebody else has to mend
   * @throws IOException when the address cannot be bound
   */
  public static AdminServer start(
      InetSocketAddress address, Readiness liveness, Readiness readiness, GatewayMetrics metrics)
      throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    AdminServer admin = new AdminServer(server, liveness, readiness, metrics);
    server.setExecutor(admin.threads);
    server.createContext("/", admin::answer);
    server.start();
    return admin;
  }

  /** The address that was bound, with the port that was free where 0 was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        send(exchange, 405, TEXT, "only GET and HEAD\n".getBytes(UTF_8));
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/livez" -> probe(exchange, liveness, "not alive\n");
        case "/readyz" -> probe(exchange, readiness, "not ready\n");
        case "/metrics" -> metrics(exchange);
        default -> send(exchange, 404, TEXT, "try /livez, /readyz or /metrics\n".getBytes(UTF_8));
      }
    }
  }

  private static void probe(HttpExchange exchange, Readiness checks, String otherwise)
      throws IOException {
    List<String> problems = checks.problems();
    if (problems.isEmpty()) {
      send(exchange, 200, TEXT, "ok\n".getBytes(UTF_8));
    } else {
      String body = otherwise + String.join("\n", problems) + "\n";
      send(exchange, 503, TEXT, body.getBytes(UTF_8));
    }
  }

  private void metrics(HttpExchange exchange) throws IOException {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    String type = GatewayMetrics.contentType(accept == null ? "" : accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream(64 << 10);
    metrics.scrape(body, type);
    send(exchange, 200, type, body.toByteArray());
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static void limit(String property, int value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(value));
    }
  }
}
