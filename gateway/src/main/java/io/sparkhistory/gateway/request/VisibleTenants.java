package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backends;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The tenants that a caller may see: each one reviewed, {@value #AT_ONCE} at the same time, so that
 * a landing page asks the API server for no more than that at once.
 */
public final class VisibleTenants {
  private static final int AT_ONCE = 32;

  /**
   * What a caller may see.
   *
   * @param entries in the order of their names
   * @param unchecked how many tenants are left out because nobody could say whether they may be
   *     seen
   */
  public record Visible(List<Backends.Entry> entries, int unchecked) {
    public Visible {
      entries = List.copyOf(entries);
    }
  }

  private final AccessReview access;
  private final Backends backends;

  public VisibleTenants(AccessReview access, Backends backends) {
    this.access = access;
    this.backends = backends;
  }

  /**
   * What this caller may see, as soon as every review has ended. Never completes exceptionally for
   * a reason of the reviews.
   */
  public CompletionStage<Visible> of(Caller caller) {
    Search search = new Search(access, caller, List.copyOf(backends.all()));
    for (int i = 0; i < AT_ONCE; i++) {
      search.go();
    }
    return search.result;
  }

  /**
   * One landing page's reviews. Each of its runners takes the next tenant when it has an answer.
   */
  private static final class Search {
    private final AccessReview access;
    private final Caller caller;
    private final List<Backends.Entry> candidates;
    private final AtomicReferenceArray<@Nullable AccessDecision> decisions;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger runners = new AtomicInteger(AT_ONCE);
    private final CompletableFuture<Visible> result = new CompletableFuture<>();

    Search(AccessReview access, Caller caller, List<Backends.Entry> candidates) {
      this.access = access;
      this.caller = caller;
      this.candidates = candidates;
      this.decisions = new AtomicReferenceArray<>(candidates.size());
    }

    /**
     * One runner. It loops while answers are there at once, so that thousands of remembered ones do
     * not become thousands of nested calls.
     */
    void go() {
      for (int i = next.getAndIncrement(); i < candidates.size(); i = next.getAndIncrement()) {
        CompletableFuture<AccessDecision> answer = review(i);
        if (!answer.isDone()) {
          int asked = i;
          var unused =
              answer.whenComplete(
                  (decision, failure) -> {
                    decisions.set(asked, decision);
                    go();
                  });
          return;
        }
        decisions.set(i, answer.isCompletedExceptionally() ? null : answer.join());
      }
      if (runners.decrementAndGet() == 0) {
        result.complete(visible());
      }
    }

    private CompletableFuture<AccessDecision> review(int i) {
      try {
        return access.review(caller, candidates.get(i).tenant(), Verb.GET).toCompletableFuture();
      } catch (RuntimeException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    private Visible visible() {
      List<Backends.Entry> entries = new ArrayList<>();
      int unchecked = 0;
      for (int i = 0; i < candidates.size(); i++) {
        AccessDecision decision = decisions.get(i);
        if (decision instanceof Allowed) {
          entries.add(candidates.get(i));
        } else if (!(decision instanceof Denied)) {
          unchecked++;
        }
      }
      return new Visible(entries, unchecked);
    }
  }
}
