package io.sparkhistory.gateway.request;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Candidates;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The tenants that a caller may see. One question tells whether the caller may see all of them;
 * otherwise those that are worth asking for are reviewed, {@value #AT_ONCE} at the same time, so
 * that a landing page asks the API server for no more than that at once.
 */
public final class VisibleTenants {
  private static final int AT_ONCE = 32;

  /**
   * Reviews go on this long after the first answer, for the next one. Whoever still looks begins
   * anew; whoever does not should not keep the API server busy.
   */
  private static final Duration GIVE_UP = Duration.ofSeconds(10);

  private static final AccessDecision NOT_ASKED =
      new AccessDecision.Unavailable("the access review failed");

  /**
   * What a caller may see.
   *
   * @param entries in the order of their names
   * @param unchecked how many tenants are left out because nobody could say whether they may be
   *     seen
   * @param complete whether every answer is in; otherwise asking again in a moment brings more,
   *     because the answers are remembered as they come
   */
  public record Visible(List<Backends.Entry> entries, int unchecked, boolean complete) {
    public Visible {
      entries = List.copyOf(entries);
    }

    private Visible with(Drivers drivers) {
      return new Visible(
          entries.stream().map(entry -> entry.with(drivers)).toList(), unchecked, complete);
    }
  }

  private final AccessReview access;
  private final Backends backends;
  private final Candidates candidates;
  private final Duration patience;

  /**
   * @param candidates which tenants are worth a review
   * @param patience how long people wait at most for the first answer
   */
  public VisibleTenants(
      AccessReview access, Backends backends, Candidates candidates, Duration patience) {
    this.access = access;
    this.backends = backends;
    this.candidates = candidates;
    this.patience = patience;
  }

  /**
   * What this caller may see: as soon as every review has ended, or what is known when patience
   * ends. Never completes exceptionally for a reason of the reviews.
   */
  public CompletionStage<Visible> of(Caller caller) {
    return reviewed(caller).thenApply(visible -> visible.with(backends.drivers()));
  }

  private CompletionStage<Visible> reviewed(Caller caller) {
    List<Backends.Entry> all = List.copyOf(backends.all());
    CompletableFuture<AccessDecision> everywhere = everywhere(caller);
    if (everywhere.isDone()) { // nearly always: it is remembered
      return of(caller, all, everywhere.join(), patience);
    }
    Duration half = patience.dividedBy(2);
    return everywhere
        .completeOnTimeout(NOT_ASKED, half.toNanos(), TimeUnit.NANOSECONDS)
        .thenCompose(decision -> of(caller, all, decision, half));
  }

  private CompletionStage<Visible> of(
      Caller caller, List<Backends.Entry> all, AccessDecision everywhere, Duration time) {
    if (everywhere instanceof Allowed) {
      return CompletableFuture.completedFuture(new Visible(all, 0, true));
    }
    Predicate<Tenant> worthAsking = candidates.of(caller);
    Search search =
        new Search(access, caller, all.stream().filter(e -> worthAsking.test(e.tenant())).toList());
    for (int i = 0; i < AT_ONCE; i++) {
      search.go();
    }
    if (!search.result.isDone()) {
      after(time, () -> search.result.complete(search.visible()));
      after(GIVE_UP, search::stop);
    }
    return search.result;
  }

  private static void after(Duration time, Runnable task) {
    CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS).execute(task);
  }

  /** Anything that is not a clear yes leads to reviews one by one. */
  private CompletableFuture<AccessDecision> everywhere(Caller caller) {
    try {
      return access
          .reviewEverywhere(caller, Verb.GET)
          .toCompletableFuture()
          .exceptionally(failure -> NOT_ASKED);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(NOT_ASKED);
    }
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
    private volatile boolean stopped;
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
      for (int i = next(); i < candidates.size(); i = next()) {
        CompletableFuture<AccessDecision> answer = review(i);
        if (!answer.isDone()) {
          int asked = i;
          var unused =
              answer.whenComplete(
                  (decision, failure) -> {
                    decisions.set(asked, decision == null ? NOT_ASKED : decision);
                    go();
                  });
          return;
        }
        decisions.set(i, answer.isCompletedExceptionally() ? NOT_ASKED : answer.join());
      }
      if (runners.decrementAndGet() == 0) {
        result.complete(visible());
      }
    }

    private int next() {
      return stopped ? candidates.size() : next.getAndIncrement();
    }

    void stop() {
      stopped = true;
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
      boolean complete = true;
      for (int i = 0; i < candidates.size(); i++) {
        AccessDecision decision = decisions.get(i);
        if (decision instanceof Allowed) {
          entries.add(candidates.get(i));
        } else if (decision == null) {
          complete = false;
        } else if (!(decision instanceof Denied)) {
          unchecked++;
        }
      }
      return new Visible(entries, unchecked, complete);
    }
  }
}
