package io.sparkhistory.gateway.kubernetes;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Whether the pods behind Services that are labelled as an application's have addresses of their
 * own. One with {@code hostNetwork} has its node's, with everything that listens there. A slice
 * does not say it, so the API server is asked, once for each pod, and until it has answered the
 * answer is no.
 */
final class ServicePods {
  private final Ask ask;
  private final BiConsumer<Runnable, Integer> later;
  private final Map<String, Asked> slices = new ConcurrentHashMap<>();

  /** Reads a pod. */
  interface Ask {
    /** Fails when that is not known, as when there is no such pod. */
    CompletionStage<Boolean> hasOwnAddress(String namespace, String pod);
  }

  /**
   * A pod behind a slice.
   *
   * @param uid tells it from another of the same name
   */
  record Behind(String namespace, String pod, String uid) {}

  /** What was asked for a slice; another one takes its place when the slice changes. */
  private static final class Asked {
    final Behind pod;
    final Consumer<Boolean> then;

    /** Whether its address is its own; empty while that is not known. */
    Optional<Boolean> own;

    Asked(Behind pod, Consumer<Boolean> then, Optional<Boolean> own) {
      this.pod = pod;
      this.then = then;
      this.own = own;
    }

    void tell() {
      then.accept(own.orElse(false));
    }
  }

  /** Seconds after which it is asked again what could not be asked. */
  static final int AGAIN = 10;

  /**
   * @param later runs something after so many seconds
   */
  ServicePods(Ask ask, BiConsumer<Runnable, Integer> later) {
    this.ask = ask;
    this.later = later;
  }

  /**
   * Tells what is known of the pod, now and, when that is nothing, once more when it is. What was
   * asked for the same slice before is not told any more.
   *
   * @param slice namespace and name
   */
  void check(String slice, Behind pod, Consumer<Boolean> then) {
    Asked now =
        slices.compute(
            slice,
            (name, before) -> {
              boolean same = before != null && before.pod.equals(pod);
              Asked asked = new Asked(pod, then, same ? before.own : Optional.empty());
              asked.tell();
              return asked;
            });
    if (now.own.isEmpty()) {
      ask(slice, now);
    }
  }

  /** Nothing is told of this slice any more. */
  void forget(String slice, Runnable then) {
    slices.compute(
        slice,
        (name, before) -> {
          then.run();
          return null;
        });
  }

  private void ask(String slice, Asked asked) {
    var unused =
        ask.hasOwnAddress(asked.pod.namespace(), asked.pod.pod())
            .whenComplete(
                (own, failure) -> {
                  if (failure == null) {
                    answered(slice, asked, own);
                  } else {
                    later.accept(() -> askAgain(slice, asked), AGAIN);
                  }
                });
  }

  private void askAgain(String slice, Asked asked) {
    if (slices.get(slice) == asked) {
      ask(slice, asked);
    }
  }

  private void answered(String slice, Asked asked, boolean own) {
    slices.computeIfPresent(
        slice,
        (name, now) -> {
          if (now == asked) {
            now.own = Optional.of(own);
            now.tell();
          }
          return now;
        });
  }
}
