package io.sparkhistory.informers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.client.http.AsyncBody;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Response that is read, and what the informer is given of it. */
final class PlayedResponse implements AsyncBody, InformerEvents {
  final StringBuilder given = new StringBuilder();
  final List<String> trouble = new ArrayList<>();

  /** What the client library does with bytes of a watch, faults included. */
  AsyncBody.Consumer<List<ByteBuffer>> informer() {
    return (buffers, body) -> {
      for (ByteBuffer bytes : buffers) {
        given.append(UTF_8.decode(bytes).array());
      }
      body.consume();
    };
  }

  /** Has the text read in pieces of so many bytes. */
  PlayedResponse read(AsyncBody.Consumer<List<ByteBuffer>> reader, String text, int size)
      throws Exception {
    byte[] bytes = text.getBytes(UTF_8);
    for (int from = 0; from < bytes.length; from += size) {
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(from + size, bytes.length));
      reader.consume(List.of(ByteBuffer.wrap(piece)), this);
    }
    return this;
  }

  boolean isAscii() {
    return US_ASCII.newEncoder().canEncode(given) && given.indexOf("\0") < 0;
  }

  @Override
  public void watched(String resource) {}

  @Override
  public void watchBroken(String resource) {
    trouble.add("broken " + resource);
  }

  @Override
  public void objectSkipped(String resource) {
    trouble.add("skipped " + resource);
  }

  @Override
  public void consume() {}

  @Override
  public CompletableFuture<Void> done() {
    return new CompletableFuture<>();
  }

  @Override
  public void cancel() {}
}
