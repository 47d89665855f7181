package io.sparkhistory.gateway.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.sparkhistory.gateway.access.AccessDecision.Unavailable;
import io.sparkhistory.gateway.configuration.AccessSettings;
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
 * Pending questions of access: each is asked once at a time, bounded in number and time. An
 * exception, an exceptional completion, no answer in time, or too many questions at once make an
 * answer {@link Unavailable}. An answer that comes too late is thrown away.
 */
final class Questions {

  /** Takes each answer before anybody sees it. */
  interface Answers {
    /**
     * Answers what those get who wait.
     *
     * @param askedAt on the ticker
     */
    AccessDecision take(Question question, AccessDecision answer, long askedAt);
  }

  private final AccessReview asked;
  private final Answers answers;
  private final Duration timeout;
  private final Ticker ticker;
  private final ScheduledExecutorService timer;
  private final int most;
  private final Semaphore free;
  private final ConcurrentMap<Question, CompletableFuture<AccessDecision>> inFlight =
      new ConcurrentHashMap<>();

  /** How many of those in flight are about whom. */
  private final ConcurrentMap<String, Integer> shares = new ConcurrentHashMap<>();

  Questions(
      AccessReview asked,
      Answers answers,
      AccessSettings settings,
      Ticker ticker,
      ScheduledExecutorService timer) {
    this.asked = asked;
    this.answers = answers;
    this.timeout = settings.timeout();
    this.ticker = ticker;
    this.timer = timer;
    this.most = Math.max(1, settings.inFlight() / 4);
    this.free = new Semaphore(settings.inFlight());
  }

  CompletableFuture<AccessDecision> ask(Question question) {
    CompletableFuture<AccessDecision> mine = new CompletableFuture<>();
    CompletableFuture<AccessDecision> others = inFlight.putIfAbsent(question, mine);
    if (others != null) {
      return others;
    }
    if (!takePlace(question)) {
      inFlight.remove(question);
      mine.complete(new Unavailable("too many access reviews at once"));
      return mine;
    }
    long askedAt = ticker.read();
    try {
      CompletionStage<AccessDecision> answer = question.askedOf(asked);
      Future<?> alarm = alarm(question, mine, answer, askedAt);
      answer.whenComplete(
          (decision, failure) -> {
            alarm.cancel(false);
            end(question, mine, decided(decision, failure), askedAt);
          });
    } catch (RuntimeException | Error e) { // also a timer that has been shut down
      end(question, mine, decided(null, e), askedAt);
    }
    return mine;
  }

  /**
   * Takes a place for a question. One user gets a quarter of them at most, and so cannot keep the
   * others out with made-up namespaces.
   */
  private boolean takePlace(Question question) {
    String user = question.caller().user();
    if (shares.merge(user, 1, Integer::sum) <= most && free.tryAcquire()) {
      return true;
    }
    shares.computeIfPresent(user, Questions::oneLess);
    return false;
  }

  private void leavePlace(Question question) {
    shares.computeIfPresent(question.caller().user(), Questions::oneLess);
    free.release();
  }

  private static @Nullable Integer oneLess(String user, Integer share) {
    return share == 1 ? null : share - 1;
  }

  private Future<?> alarm(
      Question question,
      CompletableFuture<AccessDecision> mine,
      CompletionStage<AccessDecision> answer,
      long askedAt) {
    Runnable tooLate =
        () -> {
          end(
              question,
              mine,
              new Unavailable("no answer to the access review in time", true),
              askedAt);
          // frees what the question holds, where that is possible
          answer.toCompletableFuture().cancel(true);
        };
    return timer.schedule(tooLate, timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Ends a question, once. Its answer is taken before it leaves the list of those in flight, so
   * that nobody asks again in between, and it leaves the list before those who wait for it go on,
   * so that whoever then asks gets a new answer if this one was none.
   */
  private void end(
      Question question,
      CompletableFuture<AccessDecision> mine,
      AccessDecision answer,
      long askedAt) {
    if (inFlight.get(question) != mine) {
      return;
    }
    AccessDecision taken = answers.take(question, answer, askedAt);
    if (inFlight.remove(question, mine)) {
      leavePlace(question);
      mine.complete(taken);
    }
  }

  private static AccessDecision decided(
      @Nullable AccessDecision decision, @Nullable Throwable failure) {
    if (failure != null) {
      return new Unavailable("the access review failed: " + failure.getClass().getSimpleName());
    }
    return decision != null ? decision : new Unavailable("the access review had no answer");
  }
}
