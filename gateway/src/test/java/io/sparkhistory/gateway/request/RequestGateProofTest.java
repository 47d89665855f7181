package io.sparkhistory.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.access.Proof.Verdict;
import io.sparkhistory.gateway.routing.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A user header that nothing backs leads nowhere. */
class RequestGateProofTest {
  private final AtomicInteger reviews = new AtomicInteger();
  private final CompletableFuture<Verdict> answer = new CompletableFuture<>();

  private CompletableFuture<Plan> decide(Proof proof, String path) {
    RequestGate gate =
        new RequestGate(
            new Routes("/sparkhistory"),
            new Callers("", ""),
            proof,
            (caller, tenant, verb) -> {
              reviews.incrementAndGet();
              return CompletableFuture.completedFuture(new AccessDecision.Allowed("rbac"));
            },
            new FakeBackends());
    return gate.decide(FakeVisit.get(path)).toCompletableFuture();
  }

  private static void isRefused(Plan plan, Outcome outcome) {
    assertThat(plan)
        .isInstanceOfSatisfying(
            Plan.Refuse.class,
            refuse -> {
              assertThat(refuse.outcome()).isEqualTo(outcome);
              assertThat(refuse.user()).isEmpty();
            });
  }

  @Test
  void whatIsNotProvenIsRefusedBeforeAnybodyIsAskedForAccess() {
    Proof never = (evidence, caller) -> Verdict.refused("peer: not the trusted one");
    for (String path :
        new String[] {"/sparkhistory/", "/sparkhistory/ns-a/", "/sparkhistory/-/status/ns-a"}) {
      isRefused(decide(never, path).join(), Outcome.UNAUTHENTICATED);
    }
    assertThat(reviews).hasValue(0);
  }

  @Test
  void theReasonGoesToTheAccessLogAndTheUserDoesNot() {
    Plan plan =
        decide((evidence, caller) -> Verdict.refused("peer: why"), "/sparkhistory/ns-a/").join();
    assertThat(plan.access()).isEqualTo("peer: why");
    assertThat(plan.user()).isEmpty();
  }

  @Test
  void aProofThatTakesItsTimeIsWaitedFor() {
    CompletableFuture<Plan> plan = decide((e, c) -> answer, "/sparkhistory/");
    assertThat(plan).isNotDone();
    answer.complete(new Verdict.Proven(new Caller("alice", List.of())));
    assertThat(plan.join()).isInstanceOf(Plan.Landing.class);
  }

  @Test
  void aProofThatFailsInAnyWayLetsNobodyIn() {
    CompletableFuture<Plan> late = decide((e, c) -> answer, "/sparkhistory/ns-a/");
    answer.completeExceptionally(new IllegalStateException());
    isRefused(late.join(), Outcome.ACCESS_UNAVAILABLE);
    isRefused(
        decide(
                (e, c) -> CompletableFuture.failedFuture(new IllegalStateException()),
                "/sparkhistory/ns-a/")
            .join(),
        Outcome.ACCESS_UNAVAILABLE);
    isRefused(
        decide(
                (e, c) -> CompletableFuture.completedFuture(new Verdict.Unavailable("keys")),
                "/sparkhistory/ns-a/")
            .join(),
        Outcome.ACCESS_UNAVAILABLE);
    isRefused(
        decide(
                (e, c) -> {
                  throw new IllegalStateException();
                },
                "/sparkhistory/ns-a/")
            .join(),
        Outcome.INTERNAL_ERROR);
    assertThat(reviews).hasValue(0);
  }

  @Test
  void whoIsProvenIsWhoIsAskedForAndNotWhoTheHeadersName() {
    List<Caller> asked = new ArrayList<>();
    Proof narrow = (evidence, caller) -> Verdict.proven(caller.within(Set.of("team-a")));
    RequestGate gate =
        new RequestGate(
            new Routes("/sparkhistory"),
            new Callers("", ""),
            narrow,
            (caller, tenant, verb) -> {
              asked.add(caller);
              return CompletableFuture.completedFuture(new AccessDecision.Denied("rbac"));
            },
            new FakeBackends());
    FakeVisit visit =
        new FakeVisit(
            "GET",
            "/sparkhistory/ns-a/",
            List.of("alice"),
            List.of("team-a,admins"),
            false,
            "gateway.example",
            Map.of());

    gate.decide(visit).toCompletableFuture().join();

    assertThat(asked).containsExactly(new Caller("alice", List.of("team-a")));
  }

  @Test
  void theStartPageIsOfWhoIsProven() {
    Caller proven = new Caller("alice", List.of("team-a"));
    Plan plan = decide((evidence, caller) -> Verdict.proven(proven), "/sparkhistory/").join();
    assertThat(plan)
        .isInstanceOfSatisfying(
            Plan.Landing.class, landing -> assertThat(landing.caller()).isEqualTo(proven));
  }

  @Test
  void ofTwoProofsCountsWhatBothBelieve() {
    Caller both = new Caller("alice", List.of("a", "b", "c"));
    Proof one = (evidence, caller) -> Verdict.proven(caller.within(Set.of("a", "b")));
    Proof other = (evidence, caller) -> Verdict.proven(caller.within(Set.of("b", "c")));
    Proof slow = (evidence, caller) -> answer.thenApply(same -> new Verdict.Proven(both));
    Caller narrowed = new Caller("alice", List.of("b"));
    assertThat(one.and(other).of(FakeVisit.get("/"), both).toCompletableFuture())
        .isCompletedWithValue(new Verdict.Proven(narrowed));
    var late = slow.and(one).and(other).of(FakeVisit.get("/"), both).toCompletableFuture();
    assertThat(late).isNotDone();
    answer.complete(new Verdict.Proven(both));
    assertThat(late).isCompletedWithValue(new Verdict.Proven(narrowed));
  }

  @Test
  void twoProofsAreBothDemanded() {
    Proof yes = Proof.NONE;
    Proof no = (e, c) -> Verdict.refused("token: there is none");
    Proof slow = (e, c) -> answer;
    isRefused(decide(yes.and(no), "/sparkhistory/").join(), Outcome.UNAUTHENTICATED);
    isRefused(decide(no.and(yes), "/sparkhistory/").join(), Outcome.UNAUTHENTICATED);
    CompletableFuture<Plan> both = decide(slow.and(no), "/sparkhistory/");
    CompletableFuture<Plan> fine = decide(slow.and(yes), "/sparkhistory/");
    answer.complete(new Verdict.Proven(new Caller("alice", List.of())));
    isRefused(both.join(), Outcome.UNAUTHENTICATED);
    assertThat(fine.join()).isInstanceOf(Plan.Landing.class);
  }
}
