package io.sparkhistory.informers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.sparkhistory.informers.ObjectCheck.Kind;
import io.sparkhistory.informers.ObjectCheck.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Response to a list without the objects that the informer cannot read: one of them would make it
 * refuse the whole list. The response is passed on when it is complete, because half a response
 * that ends without an error would end the informer, and when the pause after a broken watch is
 * over.
 */
final class ListBody implements AsyncBody.Consumer<List<ByteBuffer>>, JsonReader.Sink {
  private static final String LIST = "List";

  private final InformerRequest request;
  private final ObjectCheck check;
  private final InformerLog log;
  private final Backoff backoff;
  private final Consumer<Kind> learned;
  private final AsyncBody.Consumer<List<ByteBuffer>> informer;

  private final JsonReader reader = new JsonReader(true, this);
  private final ByteArrayOutputStream items = new ByteArrayOutputStream();
  private byte[] whole = {};

  /**
   * @param learned receives the kind of the objects
   */
  ListBody(
      InformerRequest request,
      ObjectCheck check,
      InformerLog log,
      Backoff backoff,
      Consumer<Kind> learned,
      AsyncBody.Consumer<List<ByteBuffer>> informer) {
    this.request = request;
    this.check = check;
    this.log = log;
    this.backoff = backoff;
    this.learned = learned;
    this.informer = informer;
  }

  @Override
  public void consume(List<ByteBuffer> value, AsyncBody body) throws Exception {
    try {
      for (ByteBuffer bytes : value) {
        reader.read(bytes);
      }
    } catch (IOException e) {
      log.listFailed(request.resource(), String.valueOf(e.getMessage()));
      throw e;
    }
    if (whole.length == 0) {
      body.consume();
      return;
    }
    ByteBuffer response = ByteBuffer.wrap(whole);
    whole = new byte[0];
    await(backoff.left(request.path()));
    informer.consume(List.of(response), body);
  }

  /**
   * Blocks a thread of the HTTP client, which has as many as it needs. Returning early would end
   * the response, and the list would be empty.
   */
  private static void await(Duration pause) throws InterruptedException {
    if (!pause.isZero()) {
      var unused = new CountDownLatch(1).await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void item(ObjectNode item, ObjectNode root, String excess) throws IOException {
    Verdict verdict = check.check(item, kindOf(root), excess);
    if (verdict instanceof Verdict.Sound sound) {
      items.write(items.size() == 0 ? ' ' : ',');
      items.write(Json.bytes(sound.object()));
      remark(sound);
    } else if (verdict instanceof Verdict.Odd odd) {
      log.skipped(request.resource(), odd.name(), odd.why());
    }
  }

  @Override
  public void object(ObjectNode object, String excess) throws IOException {
    Kind kind = kindOf(object);
    if (!kind.isKnown()) {
      whole = Json.bytes(object); // a Status, which says why there is no list
      return;
    }
    learned.accept(kind);
    object.remove("items");
    ByteArrayOutputStream list = new ByteArrayOutputStream(items.size() + 1024);
    byte[] rest = Json.bytes(object);
    list.write(rest, 0, rest.length - 1);
    list.writeBytes(",\"items\":[".getBytes(US_ASCII));
    items.writeTo(list);
    list.write(']');
    list.write('}');
    items.reset();
    whole = list.toByteArray();
  }

  private void remark(Verdict.Sound sound) {
    if (!sound.remark().isEmpty()) {
      log.skipped(request.resource(), sound.name(), sound.remark());
    }
  }

  /** Kind of the elements, which only the list states. */
  private static Kind kindOf(ObjectNode list) {
    String kind = list.path("kind").asText("");
    return kind.endsWith(LIST) && kind.length() > LIST.length()
        ? new Kind(
            list.path("apiVersion").asText(""), kind.substring(0, kind.length() - LIST.length()))
        : Kind.UNKNOWN;
  }
}
