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
 * The answer to a list, from which objects that the informer cannot read are taken out: one of them
 * would have it refuse the whole list, and with it all that others have. Nothing is passed on
 * before it is whole, because half an answer that ends without an error would end the informer; nor
 * before the pause after a broken watch is over, which is when the next watch may begin.
 */
final class ListBody implements AsyncBody.Consumer<List<ByteBuffer>>, JsonReader.Sink {
  private static final String LIST = "List";

  private final Followed followed;
  private final ObjectCheck check;
  private final InformerLog log;
  private final Backoff backoff;
  private final Consumer<Kind> learned;
  private final AsyncBody.Consumer<List<ByteBuffer>> informer;

  private final JsonReader reader = new JsonReader(true, this);
  private final ByteArrayOutputStream items = new ByteArrayOutputStream();
  private byte[] whole = {};

  /**
   * @param learned is told of which kind the objects are
   */
  ListBody(
      Followed followed,
      ObjectCheck check,
      InformerLog log,
      Backoff backoff,
      Consumer<Kind> learned,
      AsyncBody.Consumer<List<ByteBuffer>> informer) {
    this.followed = followed;
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
      log.listFailed(followed.resource(), String.valueOf(e.getMessage()));
      throw e;
    }
    if (whole.length == 0) {
      body.consume();
      return;
    }
    ByteBuffer answer = ByteBuffer.wrap(whole);
    whole = new byte[0];
    await(backoff.left(followed.path()));
    informer.consume(List.of(answer), body);
  }

  /**
   * Waits in a thread of the HTTP client, which has as many as it needs. Giving it back would have
   * the client take the answer for finished, and the informer for empty.
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
      log.skipped(followed.resource(), odd.name(), odd.why());
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
      log.skipped(followed.resource(), sound.name(), sound.remark());
    }
  }

  /** Elements of a list do not say their kind; the list does. */
  private static Kind kindOf(ObjectNode list) {
    String kind = list.path("kind").asText("");
    return kind.endsWith(LIST) && kind.length() > LIST.length()
        ? new Kind(
            list.path("apiVersion").asText(""), kind.substring(0, kind.length() - LIST.length()))
        : Kind.UNKNOWN;
  }
}
