package io.sparkhistory.standin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** A watch: one JSON document a line, until the client goes or the time is over. */
final class WatchStream {
  /** How soon a client that went is noticed. */
  private static final long BREATH_MILLIS = 1000;

  private final ApiServer server;
  private final Address at;
  private final Predicate<JsonNode> selected;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  WatchStream(ApiServer server, Address at, Predicate<JsonNode> selected) {
    this.server = server;
    this.at = at;
    this.selected = selected;
  }

  void stream(HttpExchange exchange, Map<String, String> query)
      throws IOException, InterruptedException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    long since = Long.parseLong(query.getOrDefault("resourceVersion", "0"));
    server.openWatches().incrementAndGet();
    try (OutputStream out = exchange.getResponseBody()) {
      if (since == 0) {
        since = server.store().version();
        for (ObjectNode object : server.store().list(at.kind(), at.namespace(), selected)) {
          add("ADDED", object);
        }
        flush(out);
      }
      follow(out, since);
    } catch (IOException e) {
      // the client went, which is how watches end
    } finally {
      server.openWatches().decrementAndGet();
    }
  }

  private void follow(OutputStream out, long from) throws IOException, InterruptedException {
    long since = from;
    out.flush();
    while (true) {
      List<Store.Change> changes;
      try {
        changes = server.store().after(since, BREATH_MILLIS);
      } catch (ApiError e) {
        add("ERROR", e.status());
        flush(out);
        return;
      }
      for (Store.Change change : changes) {
        since = change.version();
        tell(change);
      }
      if (changes.isEmpty()) {
        bookmark(since);
      }
      flush(out);
      if (changes.isEmpty() && !server.definitions().has(at.kind())) {
        return; // the kind is gone, and so are its watches
      }
    }
  }

  /** What is no longer selected is gone for this watch, and what is newly selected is new. */
  private void tell(Store.Change change) {
    if (change.kind().equals(at.kind()) && !change.line().isEmpty()) {
      lines.writeBytes(change.line().getBytes(UTF_8));
      return;
    }
    boolean here =
        change.kind().equals(at.kind())
            && (at.namespace().isEmpty()
                || change.object().at("/metadata/namespace").asText().equals(at.namespace()));
    if (!here) {
      return;
    }
    boolean before = !change.before().isMissingNode() && selected.test(change.before());
    boolean after = !change.type().equals("DELETED") && selected.test(change.object());
    if (after) {
      add(before ? "MODIFIED" : "ADDED", change.object());
    } else if (before) {
      add("DELETED", change.object());
    }
  }

  private void bookmark(long version) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", at.kind().kind()).put("apiVersion", at.kind().apiVersion());
    object.putObject("metadata").put("resourceVersion", String.valueOf(version));
    add("BOOKMARK", object);
  }

  private void add(String type, ObjectNode object) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("type", type).set("object", object);
    lines.writeBytes((Bodies.write(event) + "\n").getBytes(UTF_8));
  }

  /** Sends what there is, each piece in a chunk of its own. */
  private void flush(OutputStream out) throws IOException {
    for (byte[] piece : Pieces.of(lines.toByteArray())) {
      out.write(piece);
      out.flush();
    }
    lines.reset();
  }
}
