package io.sparkhistory.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Applications whose event log ended the history server are refused, and the others are not. */
class RequestGateApplicationTest {
  private static final Tenant NS = new Tenant("ns-a");
  private static final Caller ALICE = new Caller("alice", List.of());
  private static final Backend.Ready READY =
      new Backend.Ready(new Endpoint("10.1.2.3", 18080, "h", Set.of()));
  private static final Backend.Asleep ASLEEP = new Backend.Asleep(Duration.ZERO);
  private static final Backend.Failed FAILED = new Backend.Failed("It broke.", "Mend it.");

  private final FakeBackends backends = new FakeBackends();
  private CompletionStage<AccessDecision> answer =
      CompletableFuture.completedFuture(new Allowed("rule"));
  private final RequestGate gate =
      new RequestGate(
          new Routes("/sparkhistory"),
          new Callers("", ""),
          Proof.NONE,
          (caller, tenant, verb) -> answer,
          backends);

  @Test
  void anApplicationThatIsRefusedIsNotForwardedToAndTheOthersAre() {
    backends.states.put("ns-a", READY);
    backends.reads.refuse("app-1", FAILED);
    for (String path : List.of("history/app-1/jobs/", "api/v1/applications/app%2d1/jobs")) {
      assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/" + path)))
          .isEqualTo(
              new Plan.Refuse(
                  Outcome.SERVER_FAILED,
                  "It broke.",
                  "Mend it.",
                  "",
                  "alice",
                  "ns-a",
                  "rule",
                  new Plan.Refuse.Failure("other", "app-1")));
    }
    assertThat(plan(FakeVisit.get("/sparkhistory/-/status/ns-a/app-1")))
        .isEqualTo(new Plan.Status(NS, ALICE, "rule", FAILED, "app-1"));
    for (String path : List.of("", "history/app-2/", "api/v1/applications/app-1/logs")) {
      assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/" + path)))
          .isInstanceOf(Plan.Forward.class);
    }
  }

  @Test
  void anApplicationThatIsRefusedDoesNotWakeTheServer() {
    backends.states.put("ns-a", ASLEEP);
    backends.reads.refuse("app-1", FAILED);
    assertThat(outcome(FakeVisit.get("/sparkhistory/ns-a/history/app-1/")))
        .isEqualTo(Outcome.SERVER_FAILED);
    assertThat(backends.woken).isEmpty();
  }

  @Test
  void whoMayNotLookLearnsNothingOfARefusedApplication() {
    backends.reads.refuse("app-1", FAILED);
    answer = CompletableFuture.completedFuture(new AccessDecision.Denied("rule"));
    for (String path : List.of("ns-a/history/app-1/", "-/status/ns-a/app-1")) {
      assertThat(outcome(FakeVisit.get("/sparkhistory/" + path))).isEqualTo(Outcome.FORBIDDEN);
    }
  }

  @Test
  void postingToTheStatusOfAnApplicationLetsItBeOpenedAgain() {
    backends.states.put("ns-a", ASLEEP);
    backends.reads.refuse("app-1", FAILED);
    assertThat(plan(FakeVisit.get("/sparkhistory/-/status/ns-a/app-1").with("POST")))
        .isEqualTo(new Plan.Status(NS, ALICE, "rule", ASLEEP, "app-1"));
    assertThat(backends.woken).containsExactly("ns-a");
    assertThat(backends.reads.refusal("app-1")).isEmpty();
  }

  @Test
  void theLogOfAnApplicationIsReadFromTheRequestToItsResponse() {
    backends.states.put("ns-a", READY);
    for (String path : List.of("history/app-1/", "history/app-2/", "")) {
      gate.sent((Plan.Forward) plan(FakeVisit.get("/sparkhistory/ns-a/" + path)));
    }
    gate.responseBegan(
        (Plan.Forward) plan(FakeVisit.get("/sparkhistory/ns-a/history/app-2/jobs/")));
    assertThat(backends.reads.interrupt().reads()).containsExactly("app-1");
  }

  private Outcome outcome(FakeVisit visit) {
    return Decided.outcome(gate, visit);
  }

  private Plan plan(FakeVisit visit) {
    return Decided.plan(gate, visit);
  }
}
