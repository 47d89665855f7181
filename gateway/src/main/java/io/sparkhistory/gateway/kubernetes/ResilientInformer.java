package io.sparkhistory.gateway.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Informer that is restarted when it shows no sign of life.
 *
 * <p>An informer of the client library recovers from lost connections, expired resource versions
 * and errors. It does not notice a silent connection, a list whose body stops in the middle, or a
 * watch that is refused for good. {@link #look} replaces an informer without a sign of life by
 * another one that begins with the same objects: objects that vanished in between are reported as
 * removed, and unchanged ones are not reported.
 *
 * @param <T> kind of the objects
 */
final class ResilientInformer<T extends HasMetadata> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ResilientInformer.class);

  /**
   * Objects for each request of a list. Bounds what a list of 20,000 RoleBindings takes while it is
   * read; the API server's own client asks for as many.
   */
  private static final long PAGE = 500;

  /** Is told what changed, by one thread at a time. Must neither block nor throw. */
  interface Sink<T> {
    /** An object is new or has changed; it is not kept by the caller. */
    void put(T object);

    /** An object is gone; the namespace is empty for objects that are in none. */
    void remove(String namespace, String name);
  }

  /**
   * How long nothing may happen.
   *
   * @param watching while a watch is open. A live one brings a bookmark about every minute
   *     (Kubernetes API concepts, "Watch bookmarks")
   * @param listing while there is no watch: the first or a new list is on its way
   */
  record Patience(Duration watching, Duration listing) {
    static final Patience DEFAULTS = new Patience(Duration.ofMinutes(5), Duration.ofSeconds(45));
  }

  private final String name;
  private final Supplier<Informable<T>> objects;
  private final Supplier<T> blank;
  private final Sink<T> sink;
  private final Patience patience;
  private final LongSupplier ticker;

  private final AtomicLong lastSign;
  private volatile boolean complete;
  private volatile String problem = "";
  private @Nullable Life life;

  /**
   * @param name plural of the kind
   * @param objects which ones
   * @param blank makes an object of this kind without any content
   * @param ticker nanoseconds that pass
   */
  ResilientInformer(
      String name,
      Supplier<Informable<T>> objects,
      Supplier<T> blank,
      Sink<T> sink,
      Patience patience,
      LongSupplier ticker) {
    this.name = name;
    this.objects = objects;
    this.blank = blank;
    this.sink = sink;
    this.patience = patience;
    this.ticker = ticker;
    this.lastSign = new AtomicLong(ticker.getAsLong());
  }

  synchronized void start() {
    begin(Stream.empty());
  }

  private void begin(Stream<T> known) {
    life = new Life();
    life.start(known);
  }

  /** To be called every second or so: notices signs of life, and starts anew without them. */
  synchronized void look() {
    Life now = life;
    if (now == null || now.showedLife()) {
      return;
    }
    long quiet = ticker.getAsLong() - Math.max(lastSign.get(), now.begun);
    Duration limit = now.informer.isWatching() ? patience.watching() : patience.listing();
    if (quiet > limit.toNanos()) {
      LOG.warn("{}: no sign of life for {} s, starting anew", name, quiet / 1_000_000_000);
      now.informer.stop();
      begin(now.store.values());
    }
  }

  /** How long ago the API server last showed that the view is right. */
  Duration age() {
    return Duration.ofNanos(ticker.getAsLong() - lastSign.get());
  }

  /** A sentence while the first list is not in; empty afterwards, for good. */
  String problem() {
    if (complete) {
      return "";
    }
    String why = problem;
    return "the list of " + name + " is not in yet" + (why.isEmpty() ? "" : ": " + why);
  }

  @Override
  public synchronized void close() {
    if (life != null) {
      life.informer.stop();
      life = null;
    }
  }

  /** One informer, from its start until it is given up. */
  private final class Life implements ResourceEventHandler<T> {
    private final KeysOnly<T> store = new KeysOnly<>(blank);
    private final SharedIndexInformer<T> informer;
    private final AtomicLong events = new AtomicLong();
    private final long begun = ticker.getAsLong();

    // these only under the lock of look()
    private boolean watched;
    private long seenEvents;
    private String seenVersion = "";

    Life() {
      informer = objects.get().withLimit(PAGE).runnableInformer(0);
    }

    void start(Stream<T> known) {
      informer
          .removeIndexer(Cache.NAMESPACE_INDEX)
          .itemStore(store)
          // also makes the informer wait for its handler before it says that it has started
          .initialState(known)
          .exceptionHandler((started, failure) -> again(failure))
          .addEventHandler(this);
      var unused =
          informer
              .start()
              .thenRun(
                  () -> {
                    complete = true;
                    problem = "";
                    LOG.info("{}: {} in view", name, store.size());
                  });
    }

    /** Always: the standing view stays in force meanwhile. What failed is logged by the client. */
    private boolean again(Throwable failure) {
      String message = failure.getMessage();
      String sentence = message == null ? failure.getClass().getSimpleName() : message;
      String why = sentence.substring(0, Math.min(sentence.length(), 300));
      problem = why;
      return true;
    }

    boolean showedLife() {
      String version = Objects.requireNonNullElse(informer.lastSyncResourceVersion(), "");
      long count = events.get();
      boolean watches = informer.isWatching();
      boolean resumed = watches && !watched; // the API server accepts the version that is here
      watched = watches;
      if (!resumed && count == seenEvents && version.equals(seenVersion)) {
        return false;
      }
      seenEvents = count;
      seenVersion = version;
      lastSign.set(ticker.getAsLong());
      return true;
    }

    @Override
    public void onAdd(T object) {
      put(object);
    }

    @Override
    public void onUpdate(T old, T object) {
      put(object);
    }

    @Override
    public void onDelete(T object, boolean stateUnknown) {
      apply(
          () ->
              sink.remove(
                  Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""),
                  object.getMetadata().getName()));
    }

    private void put(T object) {
      apply(
          () -> {
            try {
              sink.put(object);
            } catch (RuntimeException e) {
              // as one that cannot be read at all
              LOG.warn("{}: an object cannot be used: {}", name, e.getClass().getSimpleName());
              onDelete(object, false);
            }
          });
    }

    /** Nothing that a given-up informer still has to say may overwrite what the next one says. */
    private void apply(Runnable change) {
      synchronized (ResilientInformer.this) {
        if (life == this) {
          events.incrementAndGet();
          change.run();
        }
      }
    }
  }
}
