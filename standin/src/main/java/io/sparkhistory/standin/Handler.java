package io.sparkhistory.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Answers one request. */
final class Handler implements HttpHandler {
  private final ApiServer server;

  Handler(ApiServer server) {
    this.server = server;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String upgrade = exchange.getRequestHeaders().getFirst("Upgrade");
      if ("websocket".equalsIgnoreCase(upgrade)) {
        // Not switching protocols has clients of the API fall back to a stream over plain HTTP. The
        // JDK's HttpServer cannot: it hands nobody the connection after a 101. The gateway's own
        // stand-in has watches over web sockets.
        send(exchange, 200, JsonNodeFactory.instance.objectNode());
        return;
      }
      try {
        answer(exchange, query(exchange));
      } catch (ApiError e) {
        send(exchange, e.code(), e.status());
      } catch (RuntimeException e) {
        // a fault of the stand-in: whoever tests should see it, not a lost connection
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        send(exchange, 500, new ApiError(500, "InternalError", trace.toString()).status());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, Map<String, String> query)
      throws IOException, InterruptedException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    JsonNode body = text.isEmpty() ? MissingNode.getInstance() : Bodies.read(text);
    boolean watch = List.of("true", "1").contains(query.getOrDefault("watch", ""));
    String rawQuery = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    String authorization =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    server.seen(new ApiServer.Request(method, path, rawQuery, watch, authorization));
    server.intercepted(method, path, body);
    Optional<JsonNode> fixed =
        new Discovery(server.definitions(), server.rights()).answer(method, path, body);
    if (fixed.isPresent()) {
      send(exchange, method.equals("POST") ? 201 : 200, fixed.get());
      return;
    }
    Address at =
        Address.parse(path, server.definitions().kinds())
            .orElseThrow(() -> new ApiError(404, "NotFound", "404 page not found"));
    if (watch) {
      new WatchStream(server, at, selected(at, query)).stream(exchange, query);
    } else if (method.equals("GET")) {
      send(exchange, 200, read(at, query));
    } else {
      write(exchange, method, at, query, body);
    }
  }

  private void write(
      HttpExchange exchange, String method, Address at, Map<String, String> query, JsonNode body)
      throws IOException {
    String type =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("");
    Writer writer = new Writer(server.store(), at, query);
    switch (method) {
      case "POST" -> {
        server.definitions().checkCreation(at.kind());
        written(exchange, 201, at, writer.create((ObjectNode) body));
      }
      case "PUT" -> written(exchange, 200, at, writer.replace((ObjectNode) body));
      case "PATCH" -> written(exchange, 200, at, writer.patch(type, body));
      case "DELETE" -> {
        ObjectNode deleted = server.store().delete(at);
        server.definitions().deleted(at);
        send(exchange, 200, deleted);
      }
      default -> throw new ApiError(405, "MethodNotAllowed", method);
    }
  }

  private void written(HttpExchange exchange, int status, Address at, ObjectNode object)
      throws IOException {
    server.definitions().written(at, object);
    send(exchange, status, object);
  }

  private JsonNode read(Address at, Map<String, String> query) {
    if (!at.name().isEmpty()) {
      return server
          .store()
          .get(at.kind(), at.namespace(), at.name())
          .orElseThrow(() -> ApiError.notFound(at.kind().plural() + " \"" + at.name() + "\""));
    }
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("kind", at.kind().kind() + "List").put("apiVersion", at.kind().apiVersion());
    // the version first: what is added meanwhile is seen twice rather than never
    list.putObject("metadata").put("resourceVersion", String.valueOf(server.store().version()));
    List<ObjectNode> items = server.store().list(at.kind(), at.namespace(), selected(at, query));
    if (!at.kind().isCustom()) {
      items.forEach(item -> item.remove(List.of("kind", "apiVersion")));
    }
    list.putArray("items").addAll(items);
    return list;
  }

  private static Predicate<JsonNode> selected(Address at, Map<String, String> query) {
    Predicate<JsonNode> selected =
        Selectors.labels(query.getOrDefault("labelSelector", ""))
            .and(Selectors.fields(query.getOrDefault("fieldSelector", "")));
    return at.name().isEmpty()
        ? selected
        : selected.and(object -> object.at("/metadata/name").asText().equals(at.name()));
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        query.put(
            URLDecoder.decode(name, UTF_8),
            equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return query;
  }

  private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = Bodies.write(body).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
