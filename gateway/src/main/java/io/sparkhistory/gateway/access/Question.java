package io.sparkhistory.gateway.access;

import io.sparkhistory.gateway.routing.Tenant;
import java.util.concurrent.CompletionStage;

/**
 * What an access review is asked.
 *
 * @param namespace of the tenant, or {@link #EVERYWHERE}
 */
record Question(Caller caller, String namespace, Verb verb) {
  /** In place of a namespace; none can be called like that. */
  static final String EVERYWHERE = "";

  /** Characters of a caller's names for which a decision counts once. */
  private static final int USUAL_CALLER = 512;

  CompletionStage<AccessDecision> askedOf(AccessReview review) {
    return namespace.equals(EVERYWHERE)
        ? review.reviewEverywhere(caller, verb)
        : review.review(caller, new Tenant(namespace), verb);
  }

  /**
   * Places that the decision takes: more than one when its caller is in hundreds of groups, so that
   * what is remembered is bounded in bytes too.
   */
  int weight() {
    int characters = caller.user().length();
    for (String group : caller.groups()) {
      characters += group.length();
    }
    return 1 + characters / USUAL_CALLER;
  }
}
