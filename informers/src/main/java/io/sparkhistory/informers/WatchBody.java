package io.sparkhistory.informers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.sparkhistory.informers.ObjectCheck.Kind;
import io.sparkhistory.informers.ObjectCheck.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Response to a watch (Kubernetes API concepts, "Efficient detection of changes") as events that
 * the informer survives: complete, in ASCII, with objects that it can read.
 *
 * <p>An object that cannot be read is passed on as deleted, so that a watch and a list have the
 * same result. Every other fault, and each error of the API server, is passed on as 410 Gone, after
 * which an informer lists again.
 */
final class WatchBody implements AsyncBody.Consumer<List<ByteBuffer>>, JsonReader.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(WatchBody.class);
  private static final byte[] GONE =
      ("{\"type\":\"ERROR\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Status\",\"code\":410,"
              + "\"reason\":\"Expired\",\"message\":\"list again\"}}\n")
          .getBytes(US_ASCII);

  private final InformerRequest request;
  private final Kind kind;
  private final ObjectCheck check;
  private final InformerLog log;
  private final Backoff backoff;
  private final AsyncBody.Consumer<List<ByteBuffer>> informer;

  private final JsonReader reader = new JsonReader(false, this);
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private volatile boolean broken;

  WatchBody(
      InformerRequest request,
      Kind kind,
      ObjectCheck check,
      InformerLog log,
      Backoff backoff,
      AsyncBody.Consumer<List<ByteBuffer>> informer) {
    this.request = request;
    this.kind = kind;
    this.check = check;
    this.log = log;
    this.backoff = backoff;
    this.informer = informer;
  }

  /** The response has begun. The client library reports it with the first event only. */
  void opened() {
    try {
      informer.consume(List.of(), new Unasked());
    } catch (Exception e) {
      LOG.debug("told nobody that the watch is open", e);
    }
  }

  /** The response has ended; the client library resumes the watch. */
  void ended(boolean failed) {
    if (!broken && (failed || reader.isInside())) {
      log.watchBroken(request.resource(), "the connection ended before the response did");
    }
  }

  @Override
  public void consume(List<ByteBuffer> value, AsyncBody body) throws Exception {
    if (broken) {
      return;
    }
    try {
      for (ByteBuffer bytes : value) {
        read(bytes);
      }
      ByteBuffer events = ByteBuffer.wrap(lines.toByteArray());
      lines.reset();
      informer.consume(List.of(events), body);
    } catch (IOException e) {
      listAgain(String.valueOf(e.getMessage()), body);
    }
  }

  /** Reads lines, one for each event; an incomplete one would swallow the next. */
  private void read(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int end = bytes.position();
      while (end < bytes.limit() && bytes.get(end) != '\n') {
        end++;
      }
      boolean line = end < bytes.limit();
      int length = end - bytes.position() + (line ? 1 : 0);
      reader.read(bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
      if (line && reader.isInside()) {
        throw new IOException("half an event");
      }
    }
  }

  @Override
  public void item(ObjectNode item, ObjectNode root, String excess) {
    throw new IllegalStateException("a watch has no elements");
  }

  @Override
  public void object(ObjectNode event, String excess) throws IOException {
    String type = event.path("type").asText("");
    JsonNode object = event.path("object");
    if (type.equals("ERROR")) {
      throw new IOException(
          "the API server says "
              + object.path("code").asInt()
              + " "
              + object.path("reason").asText());
    }
    if (!(object instanceof ObjectNode fields)) {
      throw new IOException("an event without an object");
    }
    switch (type) {
      case "BOOKMARK" -> bookmark(fields);
      case "ADDED", "MODIFIED", "DELETED" -> change(type, fields, excess);
      default -> throw new IOException("an event of an unknown type");
    }
  }

  private void change(String type, ObjectNode object, String excess) throws IOException {
    Verdict verdict = check.check(object, kind, excess);
    if (verdict instanceof Verdict.Sound sound) {
      write(type, sound.object());
      if (!sound.remark().isEmpty()) {
        log.skipped(request.resource(), sound.name(), sound.remark());
      }
    } else if (verdict instanceof Verdict.Odd odd) {
      log.skipped(request.resource(), odd.name(), odd.why());
      if (odd.remains().isPresent()) {
        write("DELETED", odd.remains().get());
      } else {
        bookmark(object);
      }
    }
  }

  /** Passes the resource version on, from which a broken watch is resumed. */
  private void bookmark(ObjectNode object) throws IOException {
    JsonNode version = object.path("metadata").path("resourceVersion");
    if (kind.isKnown() && ObjectCheck.isText(version)) {
      ObjectNode mark = JsonNodeFactory.instance.objectNode();
      mark.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
      mark.putObject("metadata").set("resourceVersion", version);
      write("BOOKMARK", mark);
    }
  }

  private void write(String type, ObjectNode object) throws IOException {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("type", type).set("object", object);
    lines.write(Json.bytes(event));
    lines.write('\n');
  }

  /**
   * Passes on the complete events and 410 Gone. The list waits, because this response may end at
   * once.
   */
  private void listAgain(String why, AsyncBody body) throws Exception {
    broken = true;
    Duration pause = backoff.next(request.path());
    log.watchBroken(request.resource(), why + "; listing again in " + pause.toMillis() + " ms");
    lines.writeBytes(GONE);
    informer.consume(List.of(ByteBuffer.wrap(lines.toByteArray())), body);
  }

  /** A body that is not read any further. */
  private static final class Unasked implements AsyncBody {
    @Override
    public void consume() {}

    @Override
    public CompletableFuture<Void> done() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void cancel() {}
  }
}
