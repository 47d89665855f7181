package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkhistory.standin.http.Connection;
import io.sparkhistory.standin.http.Request;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Answers requests, or has them go wrong. */
final class Handler implements io.sparkhistory.standin.http.Handler {
  private final ApiServer server;

  Handler(ApiServer server) {
    this.server = server;
  }

  private record Response(int status, JsonNode body) {}

  @Override
  public boolean respond(Request request, Connection connection)
      throws IOException, InterruptedException {
    boolean watch = List.of("true", "1").contains(request.query().getOrDefault("watch", ""));
    Call call = Call.of(request, watch);
    try (Calls.UnderWay underWay = server.calls().begin(seen(request, watch, call))) {
      server.faults().pause();
      if (!server.accepts(request.field("authorization"))) {
        send(connection, new ApiError(401, "Unauthorized", "Unauthorized"));
        return true;
      }
      Optional<Fault> fault = server.faults().of(call);
      // in the middle of a watch means: in the middle of an event
      if (fault.isPresent() && !(watch && fault.get().isInTheMiddle())) {
        return wrong(fault.get(), request, connection);
      }
      if (!watch) {
        Response response = respond(request);
        underWay.end(); // the client may ask again as soon as it has the response
        connection.send(response.status(), Bodies.write(response.body()));
        return true;
      }
    }
    return watch(request, call, connection);
  }

  private static ApiServer.Request seen(Request request, boolean watch, Call call) {
    return new ApiServer.Request(
        request.method(),
        request.path(),
        request.rawQuery(),
        watch,
        request.field("authorization"),
        call);
  }

  private boolean wrong(Fault fault, Request request, Connection connection)
      throws IOException, InterruptedException {
    switch (fault) {
      case ERROR -> send(connection, new ApiError(500, "InternalError", "InternalError"));
      case GONE -> send(connection, new ApiError(410, "Expired", "Expired"));
      case FORBIDDEN -> send(connection, new ApiError(403, "Forbidden", "Forbidden"));
      case NONSENSE -> connection.send(200, "<html>Bad gateway</html>");
      case HANG -> Faults.hang();
      case HALF_AND_CUT, HALF_AND_HANG -> {
        Response response = respond(request);
        connection.sendHalf(response.status(), Bodies.write(response.body()));
        if (fault == Fault.HALF_AND_HANG) {
          Faults.hang();
        }
        return false;
      }
    }
    return true;
  }

  private boolean watch(Request request, Call call, Connection connection)
      throws IOException, InterruptedException {
    Address at;
    try {
      at = address(request);
      server.intercepted(request.method(), request.path(), MissingNode.getInstance());
    } catch (ApiError e) {
      send(connection, e);
      return true;
    }
    Predicate<JsonNode> selected = selected(at, request.query());
    new WatchStream(server, at, call, selected)
        .run(connection.stream(request), request.query().getOrDefault("resourceVersion", ""));
    return false;
  }

  private Response respond(Request request) throws InterruptedException {
    try {
      return respondOrThrow(request);
    } catch (ApiError e) {
      return new Response(e.code(), e.status());
    } catch (RuntimeException e) {
      // a fault of the stand-in: whoever tests should see it, not a lost connection
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return new Response(500, new ApiError(500, "InternalError", trace.toString()).status());
    }
  }

  private Response respondOrThrow(Request request) throws InterruptedException {
    String method = request.method();
    JsonNode body =
        request.body().isEmpty() ? MissingNode.getInstance() : Bodies.read(request.body());
    server.intercepted(method, request.path(), body);
    Optional<JsonNode> fixed =
        new Discovery(server.definitions(), server.rights()).respond(method, request.path(), body);
    if (fixed.isPresent()) {
      return new Response(method.equals("POST") ? 201 : 200, fixed.get());
    }
    Address at = address(request);
    return method.equals("GET")
        ? new Response(200, read(at, request.query()))
        : write(request, at, body);
  }

  private Address address(Request request) {
    return Address.parse(request.path(), server.definitions().kinds())
        .orElseThrow(() -> new ApiError(404, "NotFound", "404 page not found"));
  }

  private Response write(Request request, Address at, JsonNode body) {
    Writer writer = new Writer(server.store(), at, request.query());
    switch (request.method()) {
      case "POST" -> {
        server.definitions().checkCreation(at.kind());
        return written(201, at, writer.create((ObjectNode) body));
      }
      case "PUT" -> {
        return written(200, at, writer.replace((ObjectNode) body));
      }
      case "PATCH" -> {
        return written(200, at, writer.patch(request.field("content-type"), body));
      }
      case "DELETE" -> {
        ObjectNode deleted = server.store().delete(at);
        server.definitions().deleted(at);
        return new Response(200, deleted);
      }
      default -> throw new ApiError(405, "MethodNotAllowed", request.method());
    }
  }

  private Response written(int status, Address at, ObjectNode object) {
    server.definitions().written(at, object);
    return new Response(status, object);
  }

  private JsonNode read(Address at, Map<String, String> query) {
    if (at.name().isEmpty()) {
      return new Page(query).of(server.store(), at, selected(at, query));
    }
    return server
        .store()
        .get(at.kind(), at.namespace(), at.name())
        .orElseThrow(() -> ApiError.notFound(at.kind().plural() + " \"" + at.name() + "\""));
  }

  private static Predicate<JsonNode> selected(Address at, Map<String, String> query) {
    Predicate<JsonNode> selected =
        Selectors.labels(query.getOrDefault("labelSelector", ""))
            .and(Selectors.fields(query.getOrDefault("fieldSelector", "")));
    return at.name().isEmpty()
        ? selected
        : selected.and(object -> object.at("/metadata/name").asText().equals(at.name()));
  }

  private static void send(Connection connection, ApiError error) throws IOException {
    connection.send(error.code(), Bodies.write(error.status()));
  }
}
