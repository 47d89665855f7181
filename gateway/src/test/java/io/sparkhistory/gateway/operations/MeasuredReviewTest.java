package io.sparkhistory.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MeasuredReviewTest {
  private static final Caller ALICE = new Caller("alice", List.of());
  private static final Tenant A = new Tenant("ns-a");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private CompletableFuture<AccessDecision> answer = new CompletableFuture<>();
  private final AccessReview inner = (caller, tenant, verb) -> answer;

  @Test
  void questionsAreTimed() {
    var asked = new MeasuredReview(inner, registry).review(ALICE, A, Verb.GET);
    answer.complete(new AccessDecision.Unavailable("r"));
    assertThat(asked.toCompletableFuture()).isDone();
    assertThat(
            registry
                .get("sparkhistory.access.reviews")
                .tag("result", "unavailable")
                .timer()
                .count())
        .isEqualTo(1);
  }

  @Test
  void whoeverGivesUpCancelsTheQuestionItself() {
    new MeasuredReview(inner, registry)
        .review(ALICE, A, Verb.GET)
        .toCompletableFuture()
        .cancel(true);
    assertThat(answer).isCancelled();
  }
}
