package io.sparkhistory.gateway.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Times the questions that are really asked, which is where a slow API server shows: {@code
 * sparkhistory_access_reviews_seconds}. What comes of each request is counted elsewhere.
 */
public final class MeasuredReview implements AccessReview {

  private static final int ALLOWED = 0;
  private static final int DENIED = 1;
  private static final int UNAVAILABLE = 2;
  private static final String[] RESULTS = {"allowed", "denied", "unavailable"};

  private final AccessReview inner;
  private final Timer[] timers = new Timer[RESULTS.length];

  /**
   * @param inner is asked each time
   */
  public MeasuredReview(AccessReview inner, MeterRegistry registry) {
    this.inner = inner;
    for (int i = 0; i < RESULTS.length; i++) {
      timers[i] =
          Timer.builder("sparkhistory.access.reviews")
              .description("Access reviews by the API server, by result")
              .tag("result", RESULTS[i])
              .register(registry);
    }
  }

  @Override
  public CompletionStage<AccessDecision> review(Caller caller, Tenant tenant, Verb verb) {
    return measured(System.nanoTime(), inner.review(caller, tenant, verb));
  }

  @Override
  public CompletionStage<AccessDecision> reviewEverywhere(Caller caller, Verb verb) {
    return measured(System.nanoTime(), inner.reviewEverywhere(caller, verb));
  }

  private CompletionStage<AccessDecision> measured(
      long begun, CompletionStage<AccessDecision> answer) {
    var unused =
        answer.whenComplete(
            (decision, failure) ->
                timers[result(decision)].record(Duration.ofNanos(System.nanoTime() - begun)));
    return answer; // itself, so that whoever gives up cancels the question
  }

  private static int result(@Nullable AccessDecision decision) {
    if (decision instanceof AccessDecision.Allowed) {
      return ALLOWED;
    }
    return decision instanceof AccessDecision.Denied ? DENIED : UNAVAILABLE;
  }
}
