package io.sparkhistory.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.AccessDecision.Unavailable;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is not one name and a clear yes is a refusal, and nothing is looked at for it. */
class RequestGateRefusalTest {
  private static final Backend.Ready READY =
      new Backend.Ready(new Endpoint("10.1.2.3", 18080, "h", Set.of()));
  private static final Backend.Asleep ASLEEP = new Backend.Asleep(Duration.ZERO);
  private static final Backend.Starting STARTING =
      new Backend.Starting(Step.STARTING_SPARK, "", Instant.EPOCH, Duration.ZERO);
  private static final Backend.Failed FAILED = new Backend.Failed("It broke.", "Mend it.");

  private final FakeBackends backends = new FakeBackends();
  private final List<String> reviews = new ArrayList<>();
  private CompletionStage<AccessDecision> answer =
      CompletableFuture.completedFuture(new Allowed("rule"));
  private final AccessReview access =
      (caller, tenant, verb) -> {
        reviews.add(caller.user() + " " + verb + " " + tenant.namespace());
        return answer;
      };
  private final RequestGate gate =
      new RequestGate(
          new Routes("/sparkhistory"), new Callers("", ""), Proof.NONE, access, backends);

  @ParameterizedTest
  @ValueSource(strings = {"/", "/sparkhistory/", "/sparkhistory", "/sparkhistory/ns-a/", "*"})
  void traceAndConnectAreNeverAllowed(String path) {
    backends.states.put("ns-a", READY);
    for (String method : List.of("TRACE", "CONNECT")) {
      assertThat(outcome(FakeVisit.get(path).with(method))).isEqualTo(Outcome.METHOD_NOT_ALLOWED);
    }
    assertThat(reviews).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sparkhistory/ns-a/", "/sparkhistory/-/status/ns-a", "/sparkhistory/"})
  void withoutExactlyOneNameNothingIsAsked(String path) {
    backends.states.put("ns-a", ASLEEP);
    assertThat(outcome(FakeVisit.get(path).by())).isEqualTo(Outcome.UNAUTHENTICATED);
    assertThat(outcome(FakeVisit.get(path).by(""))).isEqualTo(Outcome.UNAUTHENTICATED);
    assertThat(outcome(FakeVisit.get(path).by("alice", "bob")))
        .isEqualTo(Outcome.AMBIGUOUS_IDENTITY);
    assertThat(outcome(FakeVisit.get(path).by("alice,bob"))).isEqualTo(Outcome.AMBIGUOUS_IDENTITY);
    assertNothingWasLookedAt();
    assertThat(reviews).isEmpty();
  }

  @Test
  void aStrangerIsToldTheSameWhateverThereIs() {
    answer = CompletableFuture.completedFuture(new Denied("no rule"));
    Plan nothing = plan(FakeVisit.get("/sparkhistory/ns-a/"));
    for (Backend backend : List.of(READY, ASLEEP, STARTING, FAILED)) {
      backends.states.put("ns-a", backend);
      assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/"))).isEqualTo(nothing);
      assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/").with("POST"))).isEqualTo(nothing);
      assertThat(plan(FakeVisit.get("/sparkhistory/-/status/ns-a"))).isEqualTo(nothing);
      assertThat(plan(FakeVisit.get("/sparkhistory/-/status/ns-a").with("POST")))
          .isEqualTo(nothing);
    }
    assertThat(((Plan.Refuse) nothing).outcome()).isEqualTo(Outcome.FORBIDDEN);
    assertThat(nothing.access()).isEqualTo("no rule");
    assertNothingWasLookedAt();
  }

  @Test
  void nobodyGetsInWhileNobodyCanBeAsked() {
    backends.states.put("ns-a", READY);
    answer = CompletableFuture.completedFuture(new Unavailable("timeout"));
    assertNobodyGetsIn(Outcome.ACCESS_UNAVAILABLE);
  }

  @Test
  void nobodyGetsInWhenTheReviewFails() {
    backends.states.put("ns-a", READY);
    answer = CompletableFuture.failedFuture(new IllegalStateException("secret"));
    assertNobodyGetsIn(Outcome.ACCESS_UNAVAILABLE);
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless implementation might do
  void nobodyGetsInWhenTheReviewSaysNothing() {
    backends.states.put("ns-a", READY);
    answer = CompletableFuture.completedFuture(null);
    assertNobodyGetsIn(Outcome.ACCESS_UNAVAILABLE);
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless implementation might do
  void nobodyGetsInWhenTheReviewIsBroken() {
    backends.states.put("ns-a", READY);
    answer = null;
    assertNobodyGetsIn(Outcome.INTERNAL_ERROR);
  }

  @Test
  void aPlanWaitsForTheAnswer() {
    backends.states.put("ns-a", READY);
    CompletableFuture<AccessDecision> later = new CompletableFuture<>();
    answer = later;
    CompletableFuture<Plan> plan =
        gate.decide(FakeVisit.get("/sparkhistory/ns-a/")).toCompletableFuture();
    assertThat(plan).isNotDone();
    assertNothingWasLookedAt();
    later.complete(new Allowed("rule"));
    assertThat(plan.join()).isInstanceOf(Plan.Forward.class);
  }

  @Test
  void aMistakeOfOursLetsNobodyInAndSaysWhereItIs() {
    RequestGate broken =
        new RequestGate(
            new Routes("/sparkhistory"), new Callers("", ""), Proof.NONE, access, new Broken());
    for (String method : List.of("GET", "POST")) {
      Plan plan =
          broken
              .decide(FakeVisit.get("/sparkhistory/-/status/ns-a").with(method))
              .toCompletableFuture()
              .join();
      assertThat(((Plan.Refuse) plan).outcome()).isEqualTo(Outcome.INTERNAL_ERROR);
      assertThat(plan.access())
          .startsWith("error: UnsupportedOperationException at")
          .contains("RequestGateRefusalTest")
          .doesNotContain("secret");
    }
  }

  private void assertNobodyGetsIn(Outcome outcome) {
    for (String path : List.of("/sparkhistory/ns-a/", "/sparkhistory/-/status/ns-a")) {
      for (String method : List.of("GET", "POST")) {
        Plan plan = plan(FakeVisit.get(path).with(method));
        assertThat(plan).isInstanceOf(Plan.Refuse.class);
        assertThat(((Plan.Refuse) plan).outcome()).isEqualTo(outcome);
        assertThat(plan.toString()).doesNotContain("secret");
      }
    }
    assertNothingWasLookedAt();
  }

  private void assertNothingWasLookedAt() {
    assertThat(backends.found).isEmpty();
    assertThat(backends.woken).isEmpty();
  }

  private Outcome outcome(FakeVisit visit) {
    return Decided.outcome(gate, visit);
  }

  private Plan plan(FakeVisit visit) {
    return Decided.plan(gate, visit);
  }

  /** Servers that cannot be found. */
  private static final class Broken extends FakeBackends {
    @Override
    public Backend find(Tenant tenant) {
      throw new UnsupportedOperationException("secret");
    }
  }
}
