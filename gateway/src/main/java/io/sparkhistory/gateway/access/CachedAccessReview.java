package io.sparkhistory.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.AccessDecision.Unavailable;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks another review and remembers its answers for seconds, so that a page with a hundred requests
 * costs one question.
 *
 * <p>A yes or no lives from the moment it was asked for, not from the answer: whoever loses a role
 * is out after {@link Settings#yes} at the latest, however slow the API server is. Anything else
 * than a yes or no in time is {@link Unavailable} and is not remembered: an exception, an
 * exceptional completion, no answer within {@link Settings#timeout}, or too many questions at once.
 * An answer that comes too late is thrown away.
 *
 * <p>Safe to use from all threads, never blocks. A stage that was not complete when it was returned
 * completes on a thread of the asked review or of the timer.
 */
public final class CachedAccessReview implements AccessReview {

  /**
   * How long and how much.
   *
   * @param yes lifetime of a yes
   * @param no lifetime of a no
   * @param size decisions remembered at most; one of a caller with very long names counts as some
   * @param timeout how long an answer may take
   * @param inFlight questions that may wait for an answer at the same time; a quarter of them may
   *     be about one user
   */
  public record Settings(Duration yes, Duration no, int size, Duration timeout, int inFlight) {
    /** The product's defaults. */
    public static final Settings DEFAULTS =
        new Settings(
            Duration.ofSeconds(30), Duration.ofSeconds(5), 50_000, Duration.ofSeconds(2), 256);
  }

  /** In place of a namespace; none can be called like that. */
  private static final String EVERYWHERE = "";

  /** Characters of a caller's names for which a decision counts once. */
  private static final int USUAL_CALLER = 512;

  private final AccessReview asked;
  private final Settings settings;
  private final Ticker ticker;
  private final ScheduledExecutorService timer;
  private final Cache<Key, Remembered> remembered;
  private final ConcurrentMap<Key, CompletableFuture<AccessDecision>> inFlight =
      new ConcurrentHashMap<>();
  private final Semaphore free;

  /** How many of those in flight are about whom. */
  private final ConcurrentMap<String, Integer> shares = new ConcurrentHashMap<>();

  /**
   * @param asked who knows; its own stages may complete on any thread or never
   * @param ticker nanoseconds that pass
   * @param timer ends questions that nobody answers; it should remove what is cancelled
   */
  public CachedAccessReview(
      AccessReview asked, Settings settings, Ticker ticker, ScheduledExecutorService timer) {
    this.asked = asked;
    this.settings = settings;
    this.ticker = ticker;
    this.timer = timer;
    this.free = new Semaphore(settings.inFlight());
    this.remembered =
        Caffeine.newBuilder()
            .maximumWeight(settings.size())
            .weigher(CachedAccessReview::weight)
            .expireAfter(new UntilItsEnd())
            .ticker(ticker)
            .executor(Runnable::run) // its upkeep is short, and no thread need be woken for it
            .build();
  }

  @Override
  public CompletionStage<AccessDecision> review(Caller caller, Tenant tenant, Verb verb) {
    return review(new Key(caller, tenant.namespace(), verb));
  }

  @Override
  public CompletionStage<AccessDecision> reviewEverywhere(Caller caller, Verb verb) {
    return review(new Key(caller, EVERYWHERE, verb));
  }

  private CompletionStage<AccessDecision> review(Key key) {
    Remembered known = remembered.getIfPresent(key);
    return known != null ? known.decision : ask(key);
  }

  private CompletionStage<AccessDecision> ask(Key key) {
    CompletableFuture<AccessDecision> mine = new CompletableFuture<>();
    CompletableFuture<AccessDecision> others = inFlight.putIfAbsent(key, mine);
    if (others != null) {
      return others;
    }
    if (!takePlace(key)) {
      inFlight.remove(key);
      mine.complete(new Unavailable("too many access reviews at once"));
      return mine;
    }
    long askedAt = ticker.read();
    try {
      CompletionStage<AccessDecision> answer =
          key.namespace.equals(EVERYWHERE)
              ? asked.reviewEverywhere(key.caller, key.verb)
              : asked.review(key.caller, new Tenant(key.namespace), key.verb);
      Future<?> alarm = alarm(key, mine, answer);
      answer.whenComplete(
          (decision, failure) -> {
            alarm.cancel(false);
            end(key, mine, decided(decision, failure), askedAt);
          });
    } catch (RuntimeException | Error e) { // also a timer that has been shut down
      end(key, mine, decided(null, e), askedAt);
    }
    return mine;
  }

  /**
   * Takes a place for a question. One user gets a quarter of them at most, and so cannot keep the
   * others out with made-up namespaces.
   */
  private boolean takePlace(Key key) {
    int most = Math.max(1, settings.inFlight() / 4);
    String user = key.caller.user();
    if (shares.merge(user, 1, Integer::sum) <= most && free.tryAcquire()) {
      return true;
    }
    shares.computeIfPresent(user, CachedAccessReview::oneLess);
    return false;
  }

  private void leavePlace(Key key) {
    shares.computeIfPresent(key.caller.user(), CachedAccessReview::oneLess);
    free.release();
  }

  private static @Nullable Integer oneLess(String user, Integer share) {
    return share == 1 ? null : share - 1;
  }

  private Future<?> alarm(
      Key key, CompletableFuture<AccessDecision> mine, CompletionStage<AccessDecision> answer) {
    Runnable tooLate =
        () -> {
          end(key, mine, new Unavailable("no answer to the access review in time"), 0);
          // frees what the question holds, where that is possible
          answer.toCompletableFuture().cancel(true);
        };
    return timer.schedule(tooLate, settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Ends a question, once. It is remembered before it leaves the list of those in flight, so that
   * nobody asks again in between, and leaves the list before those who wait for it go on, so that
   * whoever then asks gets a new answer if this one was none.
   */
  private void end(
      Key key, CompletableFuture<AccessDecision> mine, AccessDecision decision, long askedAt) {
    if (inFlight.get(key) != mine) {
      return;
    }
    if (decision instanceof Allowed yes) {
      remember(key, new Allowed(yes.reason() + " (cached)"), askedAt, settings.yes());
    } else if (decision instanceof Denied no) {
      remember(key, new Denied(no.reason() + " (cached)"), askedAt, settings.no());
    }
    if (inFlight.remove(key, mine)) {
      leavePlace(key);
      mine.complete(decision);
    }
  }

  private void remember(Key key, AccessDecision decision, long askedAt, Duration lifetime) {
    remembered.put(
        key,
        new Remembered(CompletableFuture.completedFuture(decision), askedAt + lifetime.toNanos()));
  }

  private static AccessDecision decided(
      @Nullable AccessDecision decision, @Nullable Throwable failure) {
    if (failure != null) {
      return new Unavailable("the access review failed: " + failure.getClass().getSimpleName());
    }
    return decision != null ? decision : new Unavailable("the access review had no answer");
  }

  /**
   * Places that a decision takes: more than one when its caller is in hundreds of groups, so that
   * what is remembered is bounded in bytes too.
   */
  private static int weight(Key key, Remembered unused) {
    int characters = key.caller.user().length();
    for (String group : key.caller.groups()) {
      characters += group.length();
    }
    return 1 + characters / USUAL_CALLER;
  }

  /** What is asked. */
  private record Key(Caller caller, String namespace, Verb verb) {}

  /**
   * A decision that is handed out as it stands.
   *
   * @param end on the ticker, in nanoseconds
   */
  private record Remembered(CompletionStage<AccessDecision> decision, long end) {}

  private static final class UntilItsEnd implements Expiry<Key, Remembered> {
    @Override
    public long expireAfterCreate(Key key, Remembered value, long now) {
      return Math.max(0, value.end - now);
    }

    @Override
    public long expireAfterUpdate(Key key, Remembered value, long now, long current) {
      return Math.max(0, value.end - now);
    }

    @Override
    public long expireAfterRead(Key key, Remembered value, long now, long current) {
      return current;
    }
  }
}
