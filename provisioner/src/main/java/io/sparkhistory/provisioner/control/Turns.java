package io.sparkhistory.provisioner.control;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Limits concurrent asynchronous work. Work beyond the limit waits in the order of arrival. */
final class Turns {
  private final Semaphore free;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  Turns(int atOnce) {
    this.free = new Semaphore(atOnce);
  }

  /** The result of this work, which begins when it is its turn. */
  <T> CompletionStage<T> take(Supplier<CompletionStage<T>> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    waiting.add(() -> begin(work, result));
    next();
    return result;
  }

  private void next() {
    while (!waiting.isEmpty() && free.tryAcquire()) {
      Runnable work = waiting.poll();
      if (work == null) {
        free.release();
      } else {
        work.run();
      }
    }
  }

  private <T> void begin(Supplier<CompletionStage<T>> work, CompletableFuture<T> result) {
    CompletionStage<T> begun;
    try {
      begun = work.get();
    } catch (RuntimeException e) {
      begun = CompletableFuture.failedFuture(e);
    }
    var unused =
        begun.whenComplete(
            (value, failure) -> {
              free.release();
              if (failure == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(failure);
              }
              next();
            });
  }
}
