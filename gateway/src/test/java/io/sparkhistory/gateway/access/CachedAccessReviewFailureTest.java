package io.sparkhistory.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.AccessDecision.Unavailable;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever is not a yes or no in time lets nobody in and is not remembered. */
class CachedAccessReviewFailureTest extends AskedReviews {
  @Test
  void anUnavailableAnswerIsNotRemembered() {
    CompletionStage<AccessDecision> first = review(ALICE);
    questions.get(0).complete(new Unavailable("500"));
    assertThat(now(first)).isEqualTo(new Unavailable("500"));
    assertThat(review(ALICE).toCompletableFuture()).isNotDone();
    assertThat(questions).hasSize(2);
  }

  @Test
  void anExceptionalAnswerIsUnavailableAndNotRemembered() {
    CompletionStage<AccessDecision> first = review(ALICE);
    questions.get(0).completeExceptionally(new IllegalStateException("secret"));
    assertThat(now(first))
        .isEqualTo(new Unavailable("the access review failed: IllegalStateException"));
    assertThat(review(ALICE).toCompletableFuture()).isNotDone();
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless implementation might do
  void anAnswerOfNothingIsUnavailable() {
    CompletionStage<AccessDecision> first = review(ALICE);
    questions.get(0).complete(null);
    assertThat(now(first)).isInstanceOf(Unavailable.class);
  }

  @Test
  void aThrownExceptionIsUnavailableAndLeavesNothingInFlight() {
    AtomicInteger calls = new AtomicInteger();
    CachedAccessReview throwing =
        cached(
            (caller, tenant, verb) -> {
              calls.incrementAndGet();
              throw new IllegalStateException();
            },
            1);
    for (int i = 0; i < 3; i++) {
      assertThat(now(throwing.review(ALICE, NS, Verb.GET))).isInstanceOf(Unavailable.class);
    }
    assertThat(calls).hasValue(3);
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless implementation might do
  void aStageThatIsNoneIsUnavailable() {
    CachedAccessReview careless = cached((caller, tenant, verb) -> null, 1);
    assertThat(now(careless.review(ALICE, NS, Verb.GET))).isInstanceOf(Unavailable.class);
    assertThat(now(careless.review(ALICE, NS, Verb.GET))).isInstanceOf(Unavailable.class);
  }

  @Test
  void noAnswerInTwoSecondsIsUnavailable() {
    CompletionStage<AccessDecision> first = review(ALICE);
    time.pass(Duration.ofMillis(1999));
    assertThat(first.toCompletableFuture()).isNotDone();
    time.pass(Duration.ofMillis(1));
    assertThat(now(first)).isInstanceOf(Unavailable.class);
    assertThat(questions.get(0)).as("the question is given up").isCancelled();
  }

  @Test
  void aLateYesLetsNobodyIn() {
    List<CompletableFuture<AccessDecision>> stubborn = new ArrayList<>();
    CachedAccessReview review =
        cached(
            (caller, tenant, verb) -> {
              stubborn.add(new CompletableFuture<>());
              return stubborn.get(stubborn.size() - 1).minimalCompletionStage();
            },
            1);
    CompletionStage<AccessDecision> first = review.review(ALICE, NS, Verb.GET);
    time.pass(Duration.ofSeconds(2));
    stubborn.get(0).complete(new Allowed("late"));
    assertThat(now(first)).isInstanceOf(Unavailable.class);
    assertThat(review.review(ALICE, NS, Verb.GET).toCompletableFuture()).isNotDone();
    assertThat(stubborn).hasSize(2);
  }

  @Test
  void aLateAnswerDoesNotEndTheNextQuestion() {
    List<CompletableFuture<AccessDecision>> stubborn = new ArrayList<>();
    CachedAccessReview review =
        cached(
            (caller, tenant, verb) -> {
              stubborn.add(new CompletableFuture<>());
              return stubborn.get(stubborn.size() - 1).minimalCompletionStage();
            },
            1);
    var unused = review.review(ALICE, NS, Verb.GET);
    time.pass(Duration.ofSeconds(2));
    CompletionStage<AccessDecision> second = review.review(ALICE, NS, Verb.GET);
    stubborn.get(0).complete(new Allowed("late"));
    assertThat(second.toCompletableFuture()).isNotDone();
    stubborn.get(1).complete(new Denied("current"));
    assertThat(now(second)).isEqualTo(new Denied("current"));
  }

  @Test
  void anAnsweredQuestionHasNoAlarmLeft() {
    allow(ALICE);
    assertThat(time.alarms).allMatch(alarm -> alarm.isCancelled());
  }

  @Test
  void aTimerThatWasShutDownMeansUnavailable() {
    time.rejects = true;
    assertThat(now(review(ALICE))).isInstanceOf(Unavailable.class);
    time.rejects = false;
    assertThat(review(ALICE).toCompletableFuture()).isNotDone();
  }

  @Test
  void oneCallerCannotTakeAllThePlaces() {
    CachedAccessReview review = cached(asked, 256);
    for (int i = 0; i < 300; i++) {
      var unused = review.review(ALICE, new Tenant("made-up-" + i), Verb.GET);
    }
    CompletionStage<AccessDecision> bob =
        review.review(new Caller("bob", List.of("g")), NS, Verb.GET);
    assertThat(bob.toCompletableFuture()).as("bob is asked for").isNotDone();
    assertThat(questions).as("a start page of hers, twice").hasSizeBetween(64, 192);

    AccessDecision more = now(review.review(ALICE, new Tenant("one-more"), Verb.GET));
    assertThat(more).isInstanceOf(Unavailable.class);
    questions.get(0).complete(new Denied("r"));
    assertThat(review.review(ALICE, new Tenant("one-more"), Verb.GET).toCompletableFuture())
        .as("her place is free again")
        .isNotDone();
  }
}
