package io.sparkhistory.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.AccessDecision.Unavailable;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Candidates;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisibleTenantsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Caller ALICE = new Caller("alice", List.of());

  private final FakeBackends backends = new FakeBackends();

  @Test
  void onlyWhatTheCallerMaySeeIsThereInOrder() {
    add("ns-c", "ns-a", "ns-b", "ns-d");
    VisibleTenants.Visible visible = seenBy(answering(new Denied("r"), "ns-b"));
    assertThat(names(visible)).containsExactly("ns-a", "ns-c", "ns-d");
    assertThat(visible.unchecked()).isZero();
  }

  @Test
  void nothingIsThereWithoutTenants() {
    assertThat(seenBy(answering(new Denied("r"), "")).entries()).isEmpty();
  }

  @Test
  void whatCouldNotBeCheckedIsLeftOutAndCounted() {
    add("ns-a", "ns-b", "ns-c", "ns-d");
    VisibleTenants.Visible visible =
        seenBy(
            (caller, tenant, verb) ->
                switch (tenant.namespace()) {
                  case "ns-a" -> CompletableFuture.completedFuture(new Unavailable("r"));
                  case "ns-b" -> CompletableFuture.failedFuture(new IllegalStateException());
                  case "ns-c" -> throw new IllegalStateException();
                  default -> CompletableFuture.completedFuture(new Allowed("r"));
                });
    assertThat(names(visible)).containsExactly("ns-d");
    assertThat(visible.unchecked()).isEqualTo(3);
  }

  @Test
  void lookingIsWhatIsAskedFor() {
    add("ns-a");
    List<Verb> verbs = new ArrayList<>();
    seenBy(
        (caller, tenant, verb) -> {
          assertThat(caller).isEqualTo(ALICE);
          verbs.add(verb);
          return CompletableFuture.completedFuture(new Allowed("r"));
        });
    assertThat(verbs).containsExactly(Verb.GET);
  }

  @Test
  void noMoreThanThirtyTwoReviewsRunAtOnce() {
    IntStream.range(100, 300).forEach(i -> add("ns-" + i));
    Deque<CompletableFuture<AccessDecision>> waiting = new ArrayDeque<>();
    List<Tenant> asked = new ArrayList<>();
    CompletableFuture<VisibleTenants.Visible> result =
        new VisibleTenants(
                (caller, tenant, verb) -> {
                  asked.add(tenant);
                  waiting.add(new CompletableFuture<>());
                  return waiting.getLast();
                },
                backends,
                Candidates.ALL,
                PATIENCE)
            .of(ALICE)
            .toCompletableFuture();
    for (int answered = 0; answered < 200; answered++) {
      assertThat(waiting).hasSize(Math.min(32, 200 - answered));
      assertThat(result).isNotDone();
      if (answered == 17) {
        waiting.remove().completeExceptionally(new IllegalStateException());
      } else {
        waiting.remove().complete(new Allowed("r"));
      }
    }
    assertThat(asked).hasSize(200).doesNotHaveDuplicates();
    assertThat(result.join().entries()).hasSize(199);
    assertThat(result.join().unchecked()).isEqualTo(1);
  }

  @Test
  void whoeverMaySeeAllIsAskedForOnce() {
    add("ns-b", "ns-a");
    VisibleTenants.Visible visible =
        seenBy(everywhere(CompletableFuture.completedFuture(new Allowed("r")), "ns-a"));
    assertThat(names(visible)).containsExactly("ns-a", "ns-b");
    assertThat(visible.complete()).isTrue();
  }

  @Test
  void anythingButAYesForAllLeadsToReviewsOneByOne() {
    add("ns-a", "ns-b");
    for (CompletionStage<AccessDecision> answer :
        List.of(
            CompletableFuture.<AccessDecision>completedFuture(new Denied("r")),
            CompletableFuture.<AccessDecision>completedFuture(new Unavailable("r")),
            CompletableFuture.<AccessDecision>failedFuture(new IllegalStateException()))) {
      assertThat(names(seenBy(everywhere(answer, "ns-a")))).containsExactly("ns-b");
    }
  }

  @Test
  void aYesForAllIsWaitedForAndNotForLong() throws Exception {
    add("ns-a", "ns-b");
    CompletableFuture<AccessDecision> late = new CompletableFuture<>();
    CompletableFuture<VisibleTenants.Visible> waiting =
        of(everywhere(late, "ns-a"), PATIENCE).toCompletableFuture();
    assertThat(waiting).isNotDone();
    late.complete(new Allowed("r"));
    assertThat(names(waiting.join())).containsExactly("ns-a", "ns-b");

    VisibleTenants.Visible visible =
        of(everywhere(new CompletableFuture<>(), "ns-a"), Duration.ofMillis(20))
            .toCompletableFuture()
            .get(180, TimeUnit.SECONDS);
    assertThat(names(visible)).containsExactly("ns-b");
  }

  @Test
  void whatIsNotAnsweredInTimeMayComeLater() throws Exception {
    add("ns-a", "ns-b");
    VisibleTenants.Visible visible =
        of(
                (caller, tenant, verb) ->
                    tenant.namespace().equals("ns-a")
                        ? new CompletableFuture<>()
                        : CompletableFuture.completedFuture(new Allowed("r")),
                Duration.ofMillis(20))
            .toCompletableFuture()
            .get(180, TimeUnit.SECONDS);
    assertThat(names(visible)).containsExactly("ns-b");
    assertThat(visible.complete()).isFalse();
    assertThat(visible.unchecked()).isZero();
  }

  @Test
  void onlyWhatIsWorthAskingIsReviewed() {
    add("ns-a", "ns-b", "ns-c");
    List<String> reviewed = new ArrayList<>();
    VisibleTenants.Visible visible =
        new VisibleTenants(
                (caller, tenant, verb) -> {
                  reviewed.add(tenant.namespace());
                  return CompletableFuture.completedFuture(new Allowed("r"));
                },
                backends,
                caller -> tenant -> !tenant.namespace().equals("ns-b"),
                PATIENCE)
            .of(ALICE)
            .toCompletableFuture()
            .join();
    assertThat(reviewed).containsExactly("ns-a", "ns-c");
    assertThat(names(visible)).containsExactly("ns-a", "ns-c");
    assertThat(visible.complete()).isTrue();
  }

  @Test
  void thousandsOfRememberedAnswersDoNotExhaustTheStack() {
    IntStream.range(0, 20_000).forEach(i -> add("ns-" + i));
    assertThat(seenBy(answering(new Denied("r"), "ns-7")).entries()).hasSize(19_999);
  }

  private VisibleTenants.Visible seenBy(AccessReview access) {
    CompletableFuture<VisibleTenants.Visible> result = of(access, PATIENCE).toCompletableFuture();
    assertThat(result).isDone();
    return result.join();
  }

  private CompletionStage<VisibleTenants.Visible> of(AccessReview access, Duration patience) {
    return new VisibleTenants(access, backends, Candidates.ALL, patience).of(ALICE);
  }

  /** This answer for all tenants; one by one, yes to everything but one. */
  private static AccessReview everywhere(CompletionStage<AccessDecision> answer, String but) {
    return new AccessReview() {
      @Override
      public CompletionStage<AccessDecision> review(Caller caller, Tenant tenant, Verb verb) {
        return answering(new Denied("r"), but).review(caller, tenant, verb);
      }

      @Override
      public CompletionStage<AccessDecision> reviewEverywhere(Caller caller, Verb verb) {
        assertThat(caller).isEqualTo(ALICE);
        assertThat(verb).isEqualTo(Verb.GET);
        return answer;
      }
    };
  }

  /** Yes to everything but one. */
  private static AccessReview answering(AccessDecision decision, String namespace) {
    return (caller, tenant, verb) ->
        CompletableFuture.completedFuture(
            tenant.namespace().equals(namespace) ? decision : new Allowed("r"));
  }

  private void add(String... namespaces) {
    for (String namespace : namespaces) {
      backends.states.put(namespace, new Backend.Asleep(Duration.ZERO));
    }
  }

  private static List<String> names(VisibleTenants.Visible visible) {
    return visible.entries().stream().map(e -> e.tenant().namespace()).toList();
  }
}
