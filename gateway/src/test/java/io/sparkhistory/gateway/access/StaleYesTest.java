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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who were in, and of the others, while nobody can be asked. */
class StaleYesTest {
  private static final Caller ALICE = new Caller("alice", List.of());
  private static final Caller BOB = new Caller("bob", List.of());
  private static final Tenant NS = new Tenant("ns-a");
  private static final Unavailable AWAY = new Unavailable("refused", true);
  private static final Allowed YES = new Allowed("r");
  private static final Allowed STALE = new Allowed("r (stale)");
  private static final Duration LIFETIME = Duration.ofSeconds(30);

  private final List<CompletableFuture<AccessDecision>> questions = new ArrayList<>();
  private final Clockwork time = new Clockwork();
  private final Outage outage = outage(Duration.ofMinutes(5));
  private final CachedAccessReview cached = cached(outage);

  private Outage outage(Duration stale) {
    return new Outage("the API server at https://10.96.0.1", LIFETIME, stale, () -> time.nanos);
  }

  private CachedAccessReview cached(Outage outage) {
    return new CachedAccessReview(
        (caller, tenant, verb) -> {
          CompletableFuture<AccessDecision> answer = new CompletableFuture<>();
          questions.add(answer);
          return answer;
        },
        outage,
        AccessSettings.DEFAULTS,
        () -> time.nanos,
        time);
  }

  @AfterEach
  void stop() {
    time.shutdownNow();
  }

  @Test
  void whoWasInStaysInWhenTheQuestionCannotBeAsked() {
    answered(ALICE, YES);
    time.pass(LIFETIME);
    CompletionStage<AccessDecision> visit = review(ALICE);
    last().complete(AWAY);
    assertThat(now(visit)).isEqualTo(STALE);
    assertThat(outage.stale()).isEqualTo(1);
    assertThat(outage.note())
        .contains("the API server at https://10.96.0.1 cannot be asked", "refused", "330 s");
  }

  @Test
  void noAnswerInTimeIsAway() {
    answered(ALICE, YES);
    time.pass(LIFETIME);
    CompletionStage<AccessDecision> visit = review(ALICE);
    time.pass(Duration.ofSeconds(2));
    assertThat(now(visit)).isEqualTo(STALE);
  }

  @Test
  void whoIsNotRememberedStaysOut() {
    answered(ALICE, YES);
    away();
    CompletionStage<AccessDecision> visit = review(BOB);
    last().complete(AWAY);
    assertThat(now(visit)).isEqualTo(AWAY);
    assertThat(now(cached.review(ALICE, new Tenant("ns-b"), Verb.GET))).isNull();
    last().complete(AWAY);
    assertThat(now(cached.review(ALICE, NS, Verb.UPDATE))).as("another verb").isNull();
  }

  /** Whether it had just been asked for or was about to end. */
  @Test
  void aYesInUseEndsForGoodWhenTheOutageHasLastedItsLifetimeAndFiveMinutes() {
    answered(BOB, YES);
    time.pass(LIFETIME);
    answered(ALICE, YES);
    time.pass(LIFETIME);
    assertThat(now(review(ALICE))).isNull();
    last().complete(AWAY);
    time.pass(LIFETIME.plusMinutes(5).minusMillis(1));
    assertThat(now(review(ALICE))).isEqualTo(STALE);
    assertThat(now(review(BOB))).isEqualTo(STALE);
    time.pass(Duration.ofMillis(1));
    for (Caller each : List.of(ALICE, BOB)) {
      CompletionStage<AccessDecision> visit = review(each);
      last().complete(AWAY);
      assertThat(now(visit)).isEqualTo(AWAY);
    }
  }

  @Test
  void aYesThatWasNotInUseCountsFiveMinutesPastItsEnd() {
    answered(ALICE, YES);
    time.pass(LIFETIME.plusMinutes(2));
    CompletionStage<AccessDecision> visit = review(ALICE);
    last().complete(AWAY);
    assertThat(now(visit)).isEqualTo(STALE);
    time.pass(Duration.ofMinutes(3).minusMillis(1));
    assertThat(now(review(ALICE))).isEqualTo(STALE);
    time.pass(Duration.ofMillis(1));
    visit = review(ALICE);
    last().complete(AWAY);
    assertThat(now(visit)).isEqualTo(AWAY);
  }

  @Test
  void whileItIsKnownNobodyWaitsAndFewQuestionsAreAsked() {
    answered(ALICE, YES);
    away();
    int before = questions.size();
    for (int i = 0; i < 2900; i++) {
      time.pass(Duration.ofMillis(100));
      assertThat(now(review(ALICE))).isEqualTo(STALE);
      answerAll(AWAY);
    }
    // after 250 ms, 500 ms, 1, 2 and 4 s, and then every 5 s
    assertThat(questions.size() - before).isBetween(55, 65);
    assertThat(outage.stale()).isEqualTo(2901);
  }

  @Test
  void whileNothingAnswersAtAllOneQuestionIsUnderWay() {
    answered(ALICE, YES);
    answered(BOB, YES);
    away();
    time.pass(Duration.ofSeconds(1));
    int before = questions.size();
    for (int i = 0; i < 100; i++) {
      assertThat(now(review(i % 2 == 0 ? ALICE : BOB))).isEqualTo(STALE);
    }
    assertThat(questions.size() - before).isEqualTo(1);
  }

  @Test
  void aNoInTheBackgroundPutsOutAndIsNotForgottenInTheNextOutage() {
    answered(ALICE, YES);
    away();
    time.pass(Duration.ofSeconds(1));
    assertThat(now(review(ALICE))).isEqualTo(STALE);
    last().complete(new Denied("revoked"));
    assertThat(outage.note()).isEmpty();
    assertThat(now(review(ALICE))).isEqualTo(new Denied("revoked (cached)"));
    time.pass(Duration.ofSeconds(5));
    CompletionStage<AccessDecision> visit = review(ALICE);
    last().complete(AWAY);
    assertThat(now(visit)).isEqualTo(AWAY);
  }

  @Test
  void theFirstAnswerEndsTheOutageAndEverybodyIsAskedForAgain() {
    answered(ALICE, YES);
    answered(BOB, YES);
    away();
    time.pass(Duration.ofSeconds(1));
    assertThat(now(review(ALICE))).isEqualTo(STALE);
    last().complete(YES);
    assertThat(now(review(ALICE))).isEqualTo(new Allowed("r (cached)"));
    CompletionStage<AccessDecision> visit = review(BOB);
    assertThat(now(visit)).isNull();
    last().complete(new Denied("revoked"));
    assertThat(now(visit)).isEqualTo(new Denied("revoked"));
  }

  @Test
  void anAnswerThatIsNoneLetsNobodyIn() {
    answered(ALICE, YES);
    time.pass(LIFETIME);
    CompletionStage<AccessDecision> visit = review(ALICE);
    last().complete(new Unavailable("rbac: the API server answered 403"));
    assertThat(now(visit)).isInstanceOf(Unavailable.class);
    assertThat(outage.note()).isEmpty();
  }

  @Test
  void tooManyQuestionsAtOnceAreNoOutage() {
    answered(ALICE, YES);
    time.pass(LIFETIME);
    for (int i = 0; i < 256; i++) {
      var unused = cached.review(ALICE, new Tenant("made-up-" + i), Verb.GET);
    }
    assertThat(now(review(ALICE))).isInstanceOf(Unavailable.class);
    assertThat(outage.stale()).isZero();
  }

  @Test
  void aQuestionThatFailsWhileOthersAreAnsweredIsNoOutageForAll() {
    answered(ALICE, YES);
    answered(BOB, YES);
    time.pass(LIFETIME);
    CompletionStage<AccessDecision> hangs = review(ALICE);
    time.pass(Duration.ofSeconds(1));
    answered(BOB, YES);
    time.pass(Duration.ofSeconds(1));
    assertThat(now(hangs)).as("her own question was not answered").isEqualTo(STALE);
    assertThat(outage.note()).isEmpty();
    assertThat(now(review(ALICE))).as("she is asked for again").isNull();
  }

  @Test
  void zeroTurnsItOff() {
    CachedAccessReview strict = cached(outage(Duration.ZERO));
    var unused = strict.review(ALICE, NS, Verb.GET);
    last().complete(YES);
    time.pass(LIFETIME);
    CompletionStage<AccessDecision> visit = strict.review(ALICE, NS, Verb.GET);
    last().complete(AWAY);
    assertThat(now(visit)).isEqualTo(AWAY);
    assertThat(now(strict.review(ALICE, NS, Verb.GET))).isNull();
  }

  /** Alice's yes has ended, and everybody knows that nobody can be asked. */
  private void away() {
    time.pass(LIFETIME);
    var unused = review(ALICE);
    last().complete(AWAY);
  }

  private void answered(Caller caller, AccessDecision answer) {
    var unused = review(caller);
    last().complete(answer);
  }

  private CompletableFuture<AccessDecision> last() {
    return questions.get(questions.size() - 1);
  }

  private void answerAll(AccessDecision answer) {
    questions.forEach(question -> question.complete(answer));
  }

  private CompletionStage<AccessDecision> review(Caller caller) {
    return cached.review(caller, NS, Verb.GET);
  }

  private static @Nullable AccessDecision now(CompletionStage<AccessDecision> stage) {
    return stage.toCompletableFuture().getNow(null);
  }
}
