package io.sparkhistory.informers;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.sparkhistory.informers.ObjectCheck.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Stands between the HTTP client and the informers. An informer of the client library ends for good
 * when it meets something that it cannot read, and the operator framework ends the process then;
 * one such object in a list keeps all the others from being seen. So informers are only given what
 * they can read.
 */
final class InformerGuard implements Interceptor {
  /** From the first byte of a list to its last; the library waits without a limit. */
  private static final Duration LIST = Duration.ofMinutes(2);

  private final ObjectCheck check;
  private final InformerLog log;
  private final Backoff backoff;

  /** By path; what is watched was listed before. */
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  InformerGuard(ObjectCheck check, InformerLog log, Backoff backoff) {
    this.check = check;
    this.log = log;
    this.backoff = backoff;
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    Optional<Followed> found = Followed.of(request);
    if (found.isEmpty()) {
      return consumer;
    }
    Followed followed = found.get();
    log.followed(followed.resource());
    return followed.watch()
        ? new WatchBody(
            followed,
            kinds.getOrDefault(followed.path(), Kind.UNKNOWN),
            check,
            log,
            backoff,
            consumer)
        : new ListBody(
            followed, check, log, backoff, kind -> kinds.put(followed.path(), kind), consumer);
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (!(response.body() instanceof AsyncBody body)) {
      return;
    }
    if (consumer instanceof WatchBody watch && response.isSuccessful()) {
      watch.opened();
      var unused =
          body.done()
              .whenComplete((nothing, failure) -> watch.ended(failure != null && !isEnd(failure)));
    } else if (consumer instanceof ListBody) {
      var unused =
          body.done()
              .orTimeout(LIST.toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete(
                  (nothing, failure) -> {
                    if (failure instanceof TimeoutException) {
                      body.cancel(); // so that half an answer does not hold a connection
                    }
                  });
    }
  }

  /** The informer itself ended it. */
  private static boolean isEnd(Throwable failure) {
    return failure instanceof CancellationException;
  }

  /** Holds a watch back that the API server refuses. */
  @Override
  public CompletableFuture<Boolean> afterFailure(
      HttpRequest.Builder builder, HttpResponse<?> response, RequestTags tags) {
    Optional<Followed> found = Followed.of(response.request());
    if (found.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    Followed followed = found.get();
    if (!followed.watch()) {
      log.listFailed(followed.resource(), "the API server answers with " + response.code());
      return CompletableFuture.completedFuture(false);
    }
    Duration pause = backoff.next(followed.path());
    log.watchBroken(
        followed.resource(),
        "the API server answers with "
            + response.code()
            + "; again in "
            + pause.toMillis()
            + " ms");
    return new CompletableFuture<Boolean>()
        .completeOnTimeout(false, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    Followed.of(request)
        .ifPresent(
            followed -> log.unreachable(followed.resource(), failure.getClass().getSimpleName()));
  }
}
