package io.sparkhistory.gateway.access;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a response body, up to a limit. Beyond the limit the connection ends, so that a
 * server can neither fill memory nor keep a processor busy.
 */
public final class FirstBytes implements BodySubscriber<byte[]> {
  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream(1024);
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;

  private FirstBytes(int most) {
    this.most = most;
  }

  /**
   * The answer to a request with at most so many bytes of its body. Fails when it is not there in
   * time.
   *
   * @param limit to the last byte; the client's own limit ends with the head of the answer
   */
  public static CompletableFuture<HttpResponse<byte[]>> of(
      HttpClient client, HttpRequest request, int most, Duration limit) {
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request, head -> new FirstBytes(most));
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> call.cancel(true));
    return call;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription made) {
    subscription = made;
    made.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (ByteBuffer part : parts) {
      byte[] bytes = new byte[Math.min(part.remaining(), most - kept.size())];
      part.get(bytes);
      kept.writeBytes(bytes);
    }
    Flow.Subscription more = subscription;
    if (kept.size() < most && more != null) {
      more.request(1);
    } else if (more != null) {
      more.cancel();
      onComplete();
    }
  }

  @Override
  public void onError(Throwable failure) {
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(kept.toByteArray());
  }
}
