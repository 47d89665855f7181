package io.sparkhistory.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sparkhistory.standin.http.Stream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A watch: one JSON document a line, until the client goes or the kind does. */
final class WatchStream {
  /** How soon a client that went is noticed, and a kind that went. */
  private static final long BREATH_MILLIS = 100;

  private final ApiServer server;
  private final Address at;
  private final Call call;
  private final Predicate<JsonNode> selected;

  WatchStream(ApiServer server, Address at, Call call, Predicate<JsonNode> selected) {
    this.server = server;
    this.at = at;
    this.call = call;
    this.selected = selected;
  }

  /**
   * Sends events until the client goes.
   *
   * @param since version after which they are told; none, or 0: first all objects that are there
   */
  void run(Stream stream, String since) throws IOException, InterruptedException {
    server.openWatches().incrementAndGet();
    try {
      long version = since.isEmpty() ? 0 : Long.parseLong(since);
      if (version == 0) {
        version = server.store().history().version();
        for (ObjectNode object : server.store().list(at.kind(), at.namespace(), selected)) {
          send(stream, "ADDED", object);
        }
      } else if (server.store().history().isForgotten(version)) {
        throw History.tooOld(version);
      }
      follow(stream, version);
    } catch (ApiError e) {
      send(stream, "ERROR", e.status());
    } finally {
      server.openWatches().decrementAndGet();
    }
    stream.end();
  }

  private void follow(Stream stream, long from) throws IOException, InterruptedException {
    long since = from;
    long lastBookmark = System.nanoTime();
    while (!stream.isGone()) {
      List<History.Change> changes = server.store().history().after(since, BREATH_MILLIS);
      server.faults().awaitThaw();
      for (History.Change change : changes) {
        since = change.version();
        tell(stream, change);
      }
      if (System.nanoTime() - lastBookmark > server.bookmarks().toNanos()) {
        lastBookmark = System.nanoTime();
        since = server.store().history().tick(since);
        bookmark(stream, since);
      }
      if (changes.isEmpty() && !server.definitions().has(at.kind())) {
        return; // the kind is gone, and so are its watches
      }
    }
  }

  /** What is no longer selected is gone for this watch, and what is newly selected is new. */
  private void tell(Stream stream, History.Change change) throws IOException, InterruptedException {
    if (!change.kind().equals(at.kind())) {
      return;
    }
    if (!change.line().isEmpty()) {
      send(stream, change.line());
      return;
    }
    String namespace = change.object().at("/metadata/namespace").asText();
    if (!at.namespace().isEmpty() && !namespace.equals(at.namespace())) {
      return;
    }
    boolean before = !change.before().isMissingNode() && selected.test(change.before());
    boolean after = !change.type().equals("DELETED") && selected.test(change.object());
    if (after) {
      send(stream, before ? "MODIFIED" : "ADDED", change.object());
    } else if (before) {
      send(stream, "DELETED", change.object());
    }
  }

  private void bookmark(Stream stream, long version) throws IOException, InterruptedException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", at.kind().kind()).put("apiVersion", at.kind().apiVersion());
    object.putObject("metadata").put("resourceVersion", String.valueOf(version));
    send(stream, "BOOKMARK", object);
  }

  private void send(Stream stream, String type, ObjectNode object)
      throws IOException, InterruptedException {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("type", type).set("object", object);
    send(stream, Bodies.write(event) + "\n");
  }

  private void send(Stream stream, String line) throws IOException, InterruptedException {
    Optional<Fault> fault = server.faults().of(call);
    if (fault.filter(Fault::isInTheMiddle).isPresent()) {
      stream.sendHalf(line);
      if (fault.get() == Fault.HALF_AND_HANG) {
        Faults.hang();
      }
      throw new IOException("cut");
    }
    stream.send(fault.filter(Fault.NONSENSE::equals).isPresent() ? "{\"type\":\"WHAT\"\n" : line);
  }
}
