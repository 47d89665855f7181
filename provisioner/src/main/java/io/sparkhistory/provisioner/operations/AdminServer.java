package io.sparkhistory.provisioner.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Server of probes and metrics. It has two threads, so that a slow reader does not fail a probe.
 */
public final class AdminServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;

  private AdminServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Listens.
   *
   * @param alive answers {@code /livez}
   * @param ready answers {@code /readyz}
   * @param metrics text of {@code /metrics} in Prometheus' format
   * @throws IOException when the address cannot be had
   */
  public static AdminServer start(
      InetSocketAddress address,
      BooleanSupplier alive,
      BooleanSupplier ready,
      Supplier<String> metrics)
      throws IOException {
    HttpServer server = HttpServer.create(address, 16);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    server.setExecutor(threads);
    server.createContext("/livez", exchange -> probe(exchange, alive.getAsBoolean()));
    server.createContext("/readyz", exchange -> probe(exchange, ready.getAsBoolean()));
    server.createContext(
        "/metrics", exchange -> respond(exchange, 200, "text/plain; version=0.0.4", metrics.get()));
    server.start();
    return new AdminServer(server, threads);
  }

  /** Where it listens; tells the port when 0 was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void probe(HttpExchange exchange, boolean good) throws IOException {
    respond(exchange, good ? 200 : 503, "text/plain", good ? "ok\n" : "not ok\n");
  }

  private static void respond(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
