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
 * HTTP interceptor that gives informers only what they can read. An informer of the client library
 * ends for good at an object that it cannot read, and the operator framework then ends the process;
 * one such object in a list hides all the others.
 */
final class InformerGuard implements Interceptor {
  /** Longest time from the first byte of a list to its last; the library has no limit. */
  private static final Duration LIST = Duration.ofMinutes(2);

  private final ObjectCheck check;
  private final InformerLog log;
  private final Backoff backoff;

  /** Kinds by path: a watch comes after a list of the same path. */
  private final Map<String, Kind> kinds = new ConcurrentHashMap<>();

  InformerGuard(ObjectCheck check, InformerLog log, Backoff backoff) {
    this.check = check;
    this.log = log;
    this.backoff = backoff;
  }

  @Override
  public AsyncBody.Consumer<List<ByteBuffer>> consumer(
      AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
    Optional<InformerRequest> found = InformerRequest.of(request);
    if (found.isEmpty()) {
      return consumer;
    }
    InformerRequest informer = found.get();
    log.watched(informer.resource());
    return informer.watch()
        ? new WatchBody(
            informer,
            kinds.getOrDefault(informer.path(), Kind.UNKNOWN),
            check,
            log,
            backoff,
            consumer)
        : new ListBody(
            informer, check, log, backoff, kind -> kinds.put(informer.path(), kind), consumer);
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
                      body.cancel(); // so that half a response does not hold a connection
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
    Optional<InformerRequest> found = InformerRequest.of(response.request());
    if (found.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    InformerRequest informer = found.get();
    if (!informer.watch()) {
      log.listFailed(informer.resource(), "the API server responds with status " + response.code());
      return CompletableFuture.completedFuture(false);
    }
    Duration pause = backoff.next(informer.path());
    log.watchBroken(
        informer.resource(),
        "the API server responds with status "
            + response.code()
            + "; again in "
            + pause.toMillis()
            + " ms");
    return new CompletableFuture<Boolean>()
        .completeOnTimeout(false, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    InformerRequest.of(request)
        .ifPresent(
            informer -> log.unreachable(informer.resource(), failure.getClass().getSimpleName()));
  }
}
