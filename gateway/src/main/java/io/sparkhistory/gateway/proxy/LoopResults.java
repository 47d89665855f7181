package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.upstream.LoopTasks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Continues a request with a result that other threads may bring, on the event loop of its client.
 * A failure is a refusal. For one thread.
 */
final class LoopResults {
  private static final Logger LOG = LoggerFactory.getLogger(LoopResults.class);

  private final LoopTasks tasks;
  private final LocalResponse local;

  LoopResults(LoopTasks tasks, LocalResponse local) {
    this.tasks = tasks;
    this.local = local;
  }

  /**
   * Goes on at once when the answer is there, otherwise later on this event loop. A request that
   * waits already, and for which the gate is asked again, stays in its wait meanwhile.
   */
  <T> void whenKnown(
      Downstream client,
      CompletionStage<T> stage,
      Supplier<Wait> kind,
      BiConsumer<Downstream, T> next) {
    CompletableFuture<T> answer = stage.toCompletableFuture();
    if (answer.isDone()) {
      goOn(client, answer, next);
      return;
    }
    Wait present = client.waitsFor();
    Wait wait = present == null ? kind.get() : present;
    client.await(wait);
    var unused =
        answer.whenComplete(
            (value, failure) ->
                tasks.execute(
                    () -> {
                      if (client.awaits(wait)) {
                        goOn(client, answer, next);
                      }
                    }));
  }

  private <T> void goOn(
      Downstream client, CompletableFuture<T> answer, BiConsumer<Downstream, T> next) {
    T value;
    try {
      value = answer.join();
    } catch (RuntimeException e) {
      LOG.error("Deciding about a request failed; it is refused", e);
      client.exchange().record().ends(Outcome.INTERNAL_ERROR, e.getClass().getSimpleName());
      client.endWait();
      local.refuse(
          client,
          Plan.Refuse.of(
              Outcome.INTERNAL_ERROR,
              "The gateway failed to decide about this request.",
              "Tell whoever runs the gateway; its log says more."));
      return;
    }
    next.accept(client, value);
  }
}
