package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The rule of local mode: whoever reaches the gateway may look at everything, because it listens on
 * loopback only and {@link LoopbackNames} keeps other sites' pages out. Nobody may change anything:
 * a form of another site can send what its page cannot read.
 */
public final class LocalAccess implements AccessReview {
  private static final CompletionStage<AccessDecision> LOOK =
      CompletableFuture.completedStage(new AccessDecision.Allowed("local"));
  private static final CompletionStage<AccessDecision> CHANGE =
      CompletableFuture.completedStage(new AccessDecision.Denied("local, for looking only"));

  @Override
  public CompletionStage<AccessDecision> review(Caller caller, Tenant tenant, Verb verb) {
    return switch (verb) {
      case GET -> LOOK;
      case UPDATE -> CHANGE;
    };
  }
}
