package io.sparkhistory.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.AccessDecision.Unavailable;
import io.sparkhistory.gateway.configuration.AccessSettings;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Asks another review and remembers its answers for seconds, so that a page with a hundred requests
 * costs one question.
 *
 * <p>A yes or no lives from the moment it was asked for, not from the answer: whoever loses a role
 * is out after {@link AccessSettings#yes} at the latest, however slow the API server is. Anything
 * else than a yes or no in time is {@link Unavailable} and is not remembered.
 *
 * <p>While nobody can be asked ({@link Unavailable#away}), a yes counts for {@link
 * AccessSettings#stale} past its end ({@link Outage#spares}), so that those who were in are not
 * locked out (RFC 5861, section 4, calls it stale-if-error). A no takes its place at once. As long
 * as the {@link Outage} is known, such a yes is given without waiting, and visits ask in the
 * background when it is their turn.
 *
 * <p>Safe to use from all threads, never blocks. A stage that was not complete when it was returned
 * completes on a thread of the asked review or of the timer.
 */
public final class CachedAccessReview implements AccessReview {

  /** Says in the access log that a permission was used past its end. */
  private static final String STALE = " (stale)";

  private final AccessSettings settings;
  private final Outage outage;
  private final Ticker ticker;
  private final Questions questions;
  private final Cache<Question, Remembered> remembered;

  /**
   * @param asked who knows; its own stages may complete on any thread or never
   * @param outage is told what becomes of each question
   * @param ticker nanoseconds that pass
   * @param timer ends questions that nobody answers; it should remove what is cancelled
   */
  public CachedAccessReview(
      AccessReview asked,
      Outage outage,
      AccessSettings settings,
      Ticker ticker,
      ScheduledExecutorService timer) {
    this.settings = settings;
    this.outage = outage;
    this.ticker = ticker;
    this.questions = new Questions(asked, this::take, settings, ticker, timer);
    this.remembered =
        Caffeine.newBuilder()
            .maximumWeight(settings.size())
            .weigher((Question question, Remembered unused) -> question.weight())
            .expireAfter(new UntilItsEnd())
            .ticker(ticker)
            .executor(Runnable::run) // its upkeep is short, and no thread need be woken for it
            .build();
  }

  @Override
  public CompletionStage<AccessDecision> review(Caller caller, Tenant tenant, Verb verb) {
    return review(new Question(caller, tenant.namespace(), verb));
  }

  @Override
  public CompletionStage<AccessDecision> reviewEverywhere(Caller caller, Verb verb) {
    return review(new Question(caller, Question.EVERYWHERE, verb));
  }

  private CompletionStage<AccessDecision> review(Question question) {
    Remembered known = remembered.getIfPresent(question);
    if (known == null) {
      return questions.ask(question);
    } else if (ticker.read() - known.fresh < 0) {
      return known.decision;
    } else if (!outage.isKnown() || !outage.spares(known.fresh)) {
      return counted(questions.ask(question));
    }
    if (outage.takeTurn()) {
      var unused = questions.ask(question);
    }
    return counted(known.stale);
  }

  private CompletableFuture<AccessDecision> counted(CompletableFuture<AccessDecision> answer) {
    var unused =
        answer.thenAccept(
            decision -> {
              if (decision instanceof Allowed && decision.reason().endsWith(STALE)) {
                outage.usedStale();
              }
            });
    return answer;
  }

  /** Remembers an answer, and finds one in place of those that nobody gave. */
  private AccessDecision take(Question question, AccessDecision answer, long askedAt) {
    if (!(answer instanceof Unavailable none && none.away())) {
      outage.answered();
    }
    if (answer instanceof Allowed yes) {
      long fresh = askedAt + settings.yes().toNanos();
      AccessDecision cached = new Allowed(yes.reason() + " (cached)");
      AccessDecision stale = new Allowed(yes.reason() + STALE);
      remember(question, cached, stale, fresh, fresh + outage.keeps().toNanos());
    } else if (answer instanceof Denied no) {
      long end = askedAt + settings.no().toNanos();
      AccessDecision cached = new Denied(no.reason() + " (cached)");
      remember(question, cached, cached, end, end);
    } else if (answer instanceof Unavailable none && none.away()) {
      outage.failed(none.reason(), askedAt);
      return staleOr(question, none);
    }
    return answer;
  }

  private AccessDecision staleOr(Question question, Unavailable none) {
    Remembered known = remembered.getIfPresent(question);
    return known != null && outage.spares(known.fresh) ? known.stale.join() : none;
  }

  private void remember(
      Question question, AccessDecision cached, AccessDecision stale, long fresh, long end) {
    remembered.put(
        question,
        new Remembered(
            CompletableFuture.completedFuture(cached),
            CompletableFuture.completedFuture(stale),
            fresh,
            end));
  }

  /**
   * A decision that is handed out as it stands.
   *
   * @param decision until {@code fresh} on the ticker, in nanoseconds
   * @param stale until {@code end}, while nobody can be asked
   */
  private record Remembered(
      CompletableFuture<AccessDecision> decision,
      CompletableFuture<AccessDecision> stale,
      long fresh,
      long end) {}

  private static final class UntilItsEnd implements Expiry<Question, Remembered> {
    @Override
    public long expireAfterCreate(Question question, Remembered value, long now) {
      return Math.max(0, value.end - now);
    }

    @Override
    public long expireAfterUpdate(Question question, Remembered value, long now, long current) {
      return Math.max(0, value.end - now);
    }

    @Override
    public long expireAfterRead(Question question, Remembered value, long now, long current) {
      return current;
    }
  }
}
