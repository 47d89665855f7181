package io.sparkhistory.gateway.access;

import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.configuration.AccessSettings;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A cache of reviews, of which the test answers each question that is asked. */
abstract class AskedReviews {
  static final Caller ALICE = new Caller("alice", List.of());
  static final Tenant NS = new Tenant("ns-a");

  final List<CompletableFuture<AccessDecision>> questions = new ArrayList<>();
  final Clockwork time = new Clockwork();
  final AccessReview asked =
      (caller, tenant, verb) -> {
        CompletableFuture<AccessDecision> answer = new CompletableFuture<>();
        questions.add(answer);
        return answer;
      };
  final CachedAccessReview cached = cached(asked, 2);

  @AfterEach
  void stop() {
    time.shutdownNow();
  }

  void allow(Caller caller) {
    var unused = review(caller);
    questions.get(questions.size() - 1).complete(new Allowed("r"));
  }

  CompletionStage<AccessDecision> review(Caller caller) {
    return cached.review(caller, NS, Verb.GET);
  }

  CachedAccessReview cached(AccessReview review, int inFlight) {
    AccessSettings d = AccessSettings.DEFAULTS;
    return new CachedAccessReview(
        review,
        new Outage(
            "the API server", Duration.ofSeconds(30), Duration.ofMinutes(5), () -> time.nanos),
        new AccessSettings(d.yes(), d.no(), d.stale(), d.size(), d.timeout(), inFlight),
        () -> time.nanos,
        time);
  }

  static @Nullable AccessDecision now(CompletionStage<AccessDecision> stage) {
    return stage.toCompletableFuture().getNow(null);
  }
}
