package io.sparkhistory.gateway.access;

import io.sparkhistory.gateway.routing.Tenant;
import java.util.function.Predicate;

/**
 * Guesses which tenants a caller may see, so that a list of hundreds does not become hundreds of
 * reviews. A guess lets nobody in: each candidate is reviewed all the same.
 */
public interface Candidates {
  /** Everybody might see everything. */
  Candidates ALL = caller -> tenant -> true;

  /** The tenants that are worth a review for this caller, as of now. Never blocks. */
  Predicate<Tenant> of(Caller caller);
}
