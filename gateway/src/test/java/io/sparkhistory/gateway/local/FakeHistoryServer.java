package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A process that behaves like a history server as far as local mode can see, and misbehaves as the
 * names of the files in its log folder say. It lists one attempt for each file {@code app-…}. Of
 * the JDK alone, because the class path of the process is what local mode gives it.
 */
public final class FakeHistoryServer {
  private FakeHistoryServer() {}

  public static void main(String[] arguments) throws IOException {
    Path folder =
        Path.of(
            System.getProperty("spark.history.fs.logDirectory", "").substring("file:".length()));
    if (Files.exists(folder.resolve("crash"))) {
      System.err.println("INFO HistoryServer: starting");
      IllegalStateException cause = new IllegalStateException("Log directory is a lie");
      throw new IllegalStateException("Cannot start", cause);
    }
    if (Files.exists(folder.resolve("ignores-term"))) {
      Runtime.getRuntime().addShutdownHook(new Thread(LockSupport::park));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("Farewell")));
    if (Files.exists(folder.resolve("hang"))) {
      forever();
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/version", exchange -> respond(exchange, "{\"spark\":\"fake\"}"));
    server.createContext("/api/v1/applications", exchange -> respond(exchange, listing(folder)));
    server.createContext("/environment", exchange -> respond(exchange, environment()));
    server.createContext("/history/", FakeHistoryServer::open);
    server.createContext("/die", exchange -> Runtime.getRuntime().halt(3));
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    System.err.println(
        "26/01/01 00:00:00 INFO Utils: Successfully started service 'HistoryServerUI' on port "
            + server.getAddress().getPort()
            + ".");
    forever();
  }

  /** Reads the event log of an application. */
  private static void open(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.contains("too-large")) {
      System.err.println("Terminating due to java.lang.OutOfMemoryError: Java heap space");
      Runtime.getRuntime().halt(3);
    } else if (path.contains("broken")) {
      System.err.println("# A fatal error has been detected by the Java Runtime Environment");
      Runtime.getRuntime().halt(1);
    } else if (path.contains("slow")) {
      forever();
    }
    respond(exchange, "jobs");
  }

  private static void forever() {
    while (true) {
      LockSupport.park();
    }
  }

  private static String listing(Path folder) throws IOException {
    if (Files.exists(folder.resolve("unreadable"))) {
      return "[]";
    }
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("app-"))
          .map(FakeHistoryServer::application)
          .collect(Collectors.joining(",", "[", "]"));
    }
  }

  private static String application(String id) {
    return """
    {"id" : "%s", "name" : "job of %s",
     "attempts" : [ {"startTimeEpoch" : 1000, "endTimeEpoch" : 2000, "completed" : true} ]}\
    """
        .formatted(id, id);
  }

  private static String environment() {
    Map<Object, Object> all = new TreeMap<>(System.getenv());
    return all + "\n" + System.getProperty("spark.ui.proxyBase") + "\n";
  }

  private static void respond(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
