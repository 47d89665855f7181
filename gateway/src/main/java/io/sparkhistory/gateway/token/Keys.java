package io.sparkhistory.gateway.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of a token issuer (JWK Set, RFC 7517), kept as they were last read. They are read
 * anew every few minutes, and at once when a token names a key that is not among them, because
 * issuers rotate keys without saying so; but not more often than every {@link #SHORTEST}, so that
 * made-up key names do not become a flood at the issuer. While there are none they are read every
 * {@link #SHORTEST}: without keys the gateway is not ready and gets no requests, so no token asks
 * for another reading.
 */
public final class Keys {
  private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  /** How long those wait who ask for a key that is not known; the reading may take longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Known NOTHING = new Known(new JWKSet());

  private final KeySource source;
  private final LongSupplier ticker;
  private final Duration patience;
  private volatile Known known = NOTHING;

  /** Why the last reading failed; empty when it did not. */
  private volatile String failed = "";

  private final AtomicReference<@Nullable Reading> reading = new AtomicReference<>();

  /** A set of keys, the same object until it changes. */
  public static final class Known {
    private final JWKSet set;

    private Known(JWKSet set) {
      this.set = set;
    }

    JWKSet set() {
      return set;
    }

    boolean isEmpty() {
      return set.isEmpty();
    }

    /** Whether there is a key of this id, or any key when the id is empty. */
    boolean has(String id) {
      return id.isEmpty() ? !set.isEmpty() : set.getKeyByKeyId(id) != null;
    }
  }

  /**
   * Begun at a time of the ticker.
   *
   * @param result complete when the reading is over
   * @param waited complete when nobody waits for it any more
   */
  private record Reading(
      CompletableFuture<Known> result, CompletableFuture<Known> waited, long begun) {
    static Reading begin(long now, Duration patience) {
      CompletableFuture<Known> result = new CompletableFuture<>();
      CompletableFuture<Known> waited = result.copy();
      waited.completeOnTimeout(NOTHING, patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Reading(result, waited, now);
    }

    boolean wasWithin(Duration time, long now) {
      return now - begun < time.toNanos();
    }
  }

  /**
   * @param source reads the JSON text of the set
   * @param ticker nanoseconds that pass
   */
  public Keys(KeySource source, LongSupplier ticker) {
    this(source, ticker, PATIENCE);
  }

  Keys(KeySource source, LongSupplier ticker, Duration patience) {
    this.source = source;
    this.ticker = ticker;
    this.patience = patience;
  }

  /** Reads the keys now and every few minutes, and more often while there are none. */
  public ScheduledFuture<?> keepFresh(ScheduledExecutorService scheduler) {
    return scheduler.scheduleWithFixedDelay(
        this::readIfDue, 0, SHORTEST.toSeconds(), TimeUnit.SECONDS);
  }

  private void readIfDue() {
    Reading last = reading.get();
    if (known.isEmpty() || last == null || !last.wasWithin(USUAL, ticker.getAsLong())) {
      var unused = refresh();
    }
  }

  /** A sentence while no keys have been read yet; empty afterwards. */
  public String problem() {
    if (!known.isEmpty()) {
      return "";
    }
    String why = failed;
    String sentence = "the keys of the token issuer have not been read yet from ";
    return why.isEmpty()
        ? sentence + source.location()
        : sentence + source.location() + ": " + why + "; " + source.advice();
  }

  Known known() {
    return known;
  }

  /**
   * What is known after reading again, or now if it was read a moment ago. Completes within seconds
   * and never exceptionally; with what was known before when the reading takes longer.
   */
  CompletionStage<Known> refresh() {
    Reading last = reading.get();
    long now = ticker.getAsLong();
    if (last != null && (!last.result().isDone() || last.wasWithin(SHORTEST, now))) {
      return last.waited().thenApply(before -> known);
    }
    Reading mine = Reading.begin(now, patience);
    if (!reading.compareAndSet(last, mine)) {
      return refresh();
    }
    read(mine.result());
    return mine.waited().thenApply(before -> known);
  }

  private void read(CompletableFuture<Known> result) {
    CompletionStage<String> text;
    try {
      text = source.text().get();
    } catch (RuntimeException e) {
      text = CompletableFuture.failedFuture(e);
    }
    var unused =
        text.toCompletableFuture()
            .orTimeout(source.limit().toMillis(), TimeUnit.MILLISECONDS)
            .handle(
                (json, failure) -> {
                  try {
                    take(json, failure);
                  } finally { // or else nobody would ever read again
                    result.complete(known);
                  }
                  return null;
                });
  }

  /** Keeps the old ones when there are no better ones. */
  private void take(@Nullable String json, @Nullable Throwable failure) {
    try {
      if (json == null) {
        failed(failure == null ? "there is no text" : source.reason(failure));
        return;
      }
      List<JWK> keys = usable(json);
      if (keys.isEmpty()) {
        failed("no key there can be used");
        return;
      }
      failed = "";
      if (!keys.equals(known.set.getKeys())) {
        known = new Known(new JWKSet(keys));
        LOG.info("{} keys of the token issuer from {}", keys.size(), source.location());
      }
    } catch (ParseException | RuntimeException e) {
      failed("it is no JWK Set");
    }
  }

  private void failed(String why) {
    failed = why;
    LOG.warn(
        "The keys of the token issuer could not be read from {}: {}; {}. {}",
        source.location(),
        why,
        source.advice(),
        known.isEmpty() ? "Until then nobody is let in." : "Those from before stay in force.");
  }

  /**
   * The public keys of a set. One that cannot be used, such as one of an algorithm that came later,
   * takes no other with it (RFC 7517, section 5).
   */
  private static List<JWK> usable(String json) throws ParseException {
    List<Object> members = JSONObjectUtils.getJSONArray(JSONObjectUtils.parse(json), "keys");
    if (members == null) {
      throw new ParseException("it has no keys", 0);
    }
    List<JWK> keys = new ArrayList<>();
    for (Object member : members) {
      try {
        Map<String, Object> alone = Map.of("keys", List.of(member));
        keys.addAll(JWKSet.parse(alone).toPublicJWKSet().getKeys());
      } catch (ParseException | RuntimeException e) { // the library throws both at nonsense
        LOG.debug("A key of the token issuer cannot be used: {}", e.getMessage());
      }
    }
    return keys;
  }
}
