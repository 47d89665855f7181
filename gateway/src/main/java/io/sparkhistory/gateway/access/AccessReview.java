package io.sparkhistory.gateway.access;

import io.sparkhistory.gateway.routing.Tenant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Decides whether a caller may look at a tenant. */
public interface AccessReview {
  /**
   * Never blocks and never completes exceptionally for a reason of its own; a caller of this method
   * must all the same treat an exceptional completion as {@link AccessDecision.Unavailable}.
   */
  CompletionStage<AccessDecision> review(Caller caller, Tenant tenant, Verb verb);

  /**
   * Whether one rule lets the caller do it for every tenant, so that each of them need not be asked
   * for. A no says nothing about any single one. Where there are no such rules: no.
   */
  default CompletionStage<AccessDecision> reviewEverywhere(Caller caller, Verb verb) {
    return CompletableFuture.completedFuture(new AccessDecision.Denied("no rule for all"));
  }
}
