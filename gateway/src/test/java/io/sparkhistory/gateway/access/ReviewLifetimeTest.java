package io.sparkhistory.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.configuration.AccessSettings;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** For how long a decision is remembered. */
class ReviewLifetimeTest extends AskedReviews {
  @Test
  void aYesLivesThirtySecondsFromTheQuestion() {
    var unused = review(ALICE);
    time.pass(Duration.ofMillis(1500));
    questions.get(0).complete(new Allowed("r"));

    time.pass(Duration.ofMillis(28_499));
    assertThat(now(review(ALICE))).isEqualTo(new Allowed("r (cached)"));
    time.pass(Duration.ofMillis(1));
    assertThat(review(ALICE).toCompletableFuture()).isNotDone();
    assertThat(questions).hasSize(2);
  }

  @Test
  void readingDoesNotMakeAYesLiveLonger() {
    allow(ALICE);
    for (int i = 0; i < 29; i++) {
      time.pass(Duration.ofSeconds(1));
      assertThat(now(review(ALICE))).isInstanceOf(Allowed.class);
    }
    time.pass(Duration.ofSeconds(1));
    assertThat(review(ALICE).toCompletableFuture()).isNotDone();
  }

  @Test
  void aNoLivesFiveSeconds() {
    var unused = review(ALICE);
    questions.get(0).complete(new Denied("no rule"));

    time.pass(Duration.ofMillis(4999));
    assertThat(now(review(ALICE))).isEqualTo(new Denied("no rule (cached)"));
    time.pass(Duration.ofMillis(1));
    assertThat(review(ALICE).toCompletableFuture()).isNotDone();
  }

  @Test
  void whoeverLosesARoleIsOutWhenTheYesEnds() {
    allow(ALICE);
    time.pass(Duration.ofSeconds(30));
    CompletionStage<AccessDecision> later = review(ALICE);
    questions.get(1).complete(new Denied("revoked"));
    assertThat(now(later)).isEqualTo(new Denied("revoked"));
    assertThat(now(review(ALICE))).isEqualTo(new Denied("revoked (cached)"));
  }

  @Test
  void aYesThatComesAfterItsLifetimeIsNotRemembered() {
    CachedAccessReview brief =
        new CachedAccessReview(
            asked,
            new Outage(
                "the API server", Duration.ofSeconds(30), Duration.ofMinutes(5), () -> time.nanos),
            new AccessSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                10,
                Duration.ofSeconds(2),
                2),
            () -> time.nanos,
            time);
    CompletionStage<AccessDecision> first = brief.review(ALICE, NS, Verb.GET);
    time.pass(Duration.ofMillis(1500));
    questions.get(0).complete(new Allowed("r"));

    assertThat(now(first)).isEqualTo(new Allowed("r"));
    assertThat(brief.review(ALICE, NS, Verb.GET).toCompletableFuture()).isNotDone();
  }
}
