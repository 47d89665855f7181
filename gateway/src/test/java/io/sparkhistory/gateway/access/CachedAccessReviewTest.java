package io.sparkhistory.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.AccessDecision.Unavailable;
import io.sparkhistory.gateway.configuration.AccessSettings;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which questions are asked, and which are answered by what is remembered. */
class CachedAccessReviewTest extends AskedReviews {
  @Test
  void aYesIsAskedForOnceAndSaysThatItIsRemembered() {
    CompletionStage<AccessDecision> first = review(ALICE);
    questions.get(0).complete(new Allowed("rolebinding"));

    assertThat(now(first)).isEqualTo(new Allowed("rolebinding"));
    assertThat(now(review(ALICE))).isEqualTo(new Allowed("rolebinding (cached)"));
    assertThat(now(review(ALICE))).isEqualTo(new Allowed("rolebinding (cached)"));
    assertThat(questions).hasSize(1);
  }

  @Test
  void eachCallerTenantAndVerbIsItsOwnQuestion() {
    allow(ALICE);
    assertThat(review(new Caller("bob", List.of())).toCompletableFuture()).isNotDone();
    questions.get(1).complete(new Denied("r"));
    assertThat(review(new Caller("alice", List.of("g"))).toCompletableFuture()).isNotDone();
    questions.get(2).complete(new Denied("r"));
    assertThat(cached.review(ALICE, new Tenant("ns-b"), Verb.GET).toCompletableFuture())
        .isNotDone();
    questions.get(3).complete(new Denied("r"));
    assertThat(cached.review(ALICE, NS, Verb.UPDATE).toCompletableFuture()).isNotDone();
  }

  @Test
  void aYesForOneTenantIsNoneForAllAndTheOtherWayRound() {
    List<String> asked = new ArrayList<>();
    CachedAccessReview review =
        cached(
            new AccessReview() {
              @Override
              public CompletionStage<AccessDecision> review(
                  Caller caller, Tenant tenant, Verb verb) {
                asked.add(tenant.namespace() + " " + verb);
                return CompletableFuture.completedFuture(new Denied("not this one"));
              }

              @Override
              public CompletionStage<AccessDecision> reviewEverywhere(Caller caller, Verb verb) {
                asked.add("all " + verb);
                return CompletableFuture.completedFuture(new Allowed("all"));
              }
            },
            2);

    for (String remembered : List.of("", " (cached)")) {
      assertThat(now(review.reviewEverywhere(ALICE, Verb.GET)))
          .isEqualTo(new Allowed("all" + remembered));
      assertThat(now(review.review(ALICE, NS, Verb.GET)))
          .isEqualTo(new Denied("not this one" + remembered));
    }
    assertThat(now(review.reviewEverywhere(ALICE, Verb.UPDATE))).isEqualTo(new Allowed("all"));
    assertThat(asked).containsExactly("all GET", "ns-a GET", "all UPDATE");
  }

  @Test
  void whoAsksTheSameMeanwhileWaitsForTheSameAnswer() {
    CompletionStage<AccessDecision> first = review(ALICE);
    CompletionStage<AccessDecision> second = review(ALICE);
    assertThat(questions).hasSize(1);
    questions.get(0).complete(new Allowed("r"));
    assertThat(now(first)).isEqualTo(new Allowed("r"));
    assertThat(now(second)).isEqualTo(new Allowed("r"));
  }

  @Test
  void tooManyQuestionsAtOnceAreUnavailableUntilOneIsAnswered() {
    var first = review(new Caller("a", List.of()));
    var second = review(new Caller("b", List.of()));
    assertThat(now(review(ALICE))).isInstanceOf(Unavailable.class);
    assertThat(questions).hasSize(2);

    questions.get(0).complete(new Allowed("r"));
    assertThat(review(ALICE).toCompletableFuture()).isNotDone();
    assertThat(questions).hasSize(3);
    assertThat(first.toCompletableFuture()).isDone();
    assertThat(second.toCompletableFuture()).isNotDone();
  }

  @Test
  void questionsThatNobodyAnswersMakeRoomForOthers() {
    var first = review(new Caller("a", List.of()));
    var second = review(new Caller("b", List.of()));
    time.pass(Duration.ofSeconds(2));
    assertThat(now(first)).isInstanceOf(Unavailable.class);
    assertThat(now(second)).isInstanceOf(Unavailable.class);
    allow(ALICE);
    assertThat(now(review(ALICE))).isEqualTo(new Allowed("r (cached)"));
  }

  /** Remembers so many decisions, all of them this one, and counts how often it was asked. */
  private CachedAccessReview answeringAtOnce(AccessDecision answer, int size, AtomicInteger calls) {
    return new CachedAccessReview(
        (caller, tenant, verb) -> {
          calls.incrementAndGet();
          return CompletableFuture.completedFuture(answer);
        },
        new Outage(
            "the API server", Duration.ofSeconds(30), Duration.ofMinutes(5), () -> time.nanos),
        new AccessSettings(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            size,
            Duration.ofSeconds(2),
            2),
        () -> time.nanos,
        time);
  }

  @Test
  void theNumberOfRememberedDecisionsIsBounded() {
    AtomicInteger calls = new AtomicInteger();
    CachedAccessReview small = answeringAtOnce(new Allowed("r"), 10, calls);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 1000; i++) {
        var unused = small.review(new Caller("user-" + i, List.of()), NS, Verb.GET);
      }
    }
    assertThat(calls.get()).isGreaterThanOrEqualTo(1980);
  }

  @Test
  void whoIsInHundredsOfGroupsTakesThePlacesOfMany() {
    AtomicInteger calls = new AtomicInteger();
    CachedAccessReview small = answeringAtOnce(new Denied("r"), 1000, calls);
    List<String> groups =
        IntStream.range(0, 400)
            .mapToObj(i -> "a-group-with-a-rather-long-name-of-60-chars" + i)
            .toList();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 500; i++) {
        var unused = small.review(new Caller("alice", groups), new Tenant("ns-" + i), Verb.GET);
      }
    }
    assertThat(calls.get()).as("few of them are remembered").isGreaterThanOrEqualTo(900);
  }

  @Test
  void manyThreadsAskOneQuestion() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CompletableFuture<AccessDecision> answer = new CompletableFuture<>();
    CachedAccessReview review =
        cached(
            (caller, tenant, verb) -> {
              calls.incrementAndGet();
              return answer;
            },
            100);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<CompletionStage<AccessDecision>>> asking = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      asking.add(
          CompletableFuture.supplyAsync(
              () -> {
                awaitOpen(start);
                return review.review(ALICE, NS, Verb.GET);
              },
              pool));
    }
    start.countDown();
    for (CompletableFuture<CompletionStage<AccessDecision>> stage : asking) {
      assertThat(now(stage.get(180, TimeUnit.SECONDS))).isNull();
    }
    answer.complete(new Allowed("r"));
    for (CompletableFuture<CompletionStage<AccessDecision>> stage : asking) {
      assertThat(now(stage.join())).isEqualTo(new Allowed("r"));
    }
    pool.shutdownNow();
    assertThat(calls).hasValue(1);
  }

  private static void awaitOpen(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
