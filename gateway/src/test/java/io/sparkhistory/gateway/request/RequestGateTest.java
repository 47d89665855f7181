package io.sparkhistory.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGateTest {
  private static final Tenant NS = new Tenant("ns-a");
  private static final Caller ALICE = new Caller("alice", List.of());
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

  @Test
  void aReadyServerIsForwardedTo() {
    backends.states.put("ns-a", READY);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/jobs/?x=1")))
        .isEqualTo(new Plan.Forward(NS, ALICE, "rule", READY, 18, ""));
    assertThat(reviews).containsExactly("alice GET ns-a");
    assertThat(backends.woken).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, GET",
    "HEAD, GET",
    "OPTIONS, GET",
    "POST, UPDATE",
    "PUT, UPDATE",
    "DELETE, UPDATE",
    "PATCH, UPDATE",
    "PROPFIND, UPDATE",
    "get, UPDATE"
  })
  void aMethodThatMayChangeSomethingNeedsMoreThanLooking(String method, String verb) {
    backends.states.put("ns-a", READY);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/").with(method)))
        .isInstanceOf(Plan.Forward.class);
    assertThat(reviews).containsExactly("alice " + verb + " ns-a");
  }

  @Test
  void theLogOfTheServerItselfNeedsMoreThanLooking() {
    backends.states.put("ns-a", READY);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/logPage/?self&logType=out")))
        .isInstanceOf(Plan.Forward.class);
    assertThat(reviews).containsExactly("alice UPDATE ns-a");

    answer = CompletableFuture.completedFuture(new AccessDecision.Denied("no rule"));
    for (String namespace : List.of("ns-a", "none")) {
      Plan.Refuse no = (Plan.Refuse) plan(FakeVisit.get("/sparkhistory/" + namespace + "/logPage"));
      assertThat(no.outcome()).isEqualTo(Outcome.FORBIDDEN);
      assertThat(no.reason()).contains("shown to those alone who may change the server");
      assertThat(no.access()).isEqualTo("no rule");
    }
  }

  @Test
  void aSleepingServerIsWokenByAVisit() {
    backends.states.put("ns-a", ASLEEP);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/")))
        .isEqualTo(new Plan.Wait(NS, ALICE, "rule", ASLEEP));
    assertThat(backends.woken).containsExactly("ns-a");
  }

  @Test
  void aSleepingServerIsNotWokenByHead() {
    backends.states.put("ns-a", ASLEEP);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/").with("HEAD")))
        .isEqualTo(new Plan.Wait(NS, ALICE, "rule", ASLEEP));
    assertThat(backends.woken).isEmpty();
  }

  @Test
  void aSleepingServerIsNotWokenByAPrefetch() {
    backends.states.put("ns-a", ASLEEP);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/").ahead()))
        .isEqualTo(new Plan.Wait(NS, ALICE, "rule", ASLEEP));
    assertThat(backends.woken).isEmpty();
  }

  @Test
  void aStartingServerIsWaitedFor() {
    backends.states.put("ns-a", STARTING);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/")))
        .isEqualTo(new Plan.Wait(NS, ALICE, "rule", STARTING));
    assertThat(backends.woken).isEmpty();
  }

  @Test
  void aFailedServerSaysWhyAndIsNotTriedAgainByAVisit() {
    backends.states.put("ns-a", FAILED);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/")))
        .isEqualTo(
            new Plan.Refuse(
                Outcome.SERVER_FAILED,
                "It broke.",
                "Mend it.",
                "",
                "alice",
                "ns-a",
                "rule",
                new Plan.Refuse.Failure("other", "")));
    assertThat(backends.woken).isEmpty();
  }

  @Test
  void aMissingServerSaysHowToGetOne() {
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/")))
        .isEqualTo(
            new Plan.Refuse(
                Outcome.ABSENT,
                "Namespace ns-a has no history server.",
                "Make one.",
                "kind: X",
                "alice",
                "ns-a",
                "rule"));
  }

  @Test
  void theStatusIsToldWithoutWaking() {
    for (Backend backend : List.of(READY, ASLEEP, STARTING, FAILED)) {
      backends.states.put("ns-a", backend);
      assertThat(plan(FakeVisit.get("/sparkhistory/-/status/ns-a")))
          .isEqualTo(new Plan.Status(NS, ALICE, "rule", backend, ""));
    }
    assertThat(backends.woken).isEmpty();
  }

  @Test
  void postingToTheStatusTriesAFailedServerAgain() {
    backends.states.put("ns-a", FAILED);
    assertThat(plan(FakeVisit.get("/sparkhistory/-/status/ns-a").with("POST")))
        .isEqualTo(new Plan.Status(NS, ALICE, "rule", FAILED, ""));
    assertThat(backends.woken).containsExactly("ns-a");
    assertThat(reviews).containsExactly("alice GET ns-a");
  }

  @Test
  void theLandingPageNeedsAName() {
    assertThat(plan(FakeVisit.get("/sparkhistory/"))).isEqualTo(new Plan.Landing(ALICE));
    assertThat(outcome(FakeVisit.get("/sparkhistory/").by())).isEqualTo(Outcome.UNAUTHENTICATED);
  }

  @Test
  void reportsOfThePolicyNeedANameAndAPost() {
    FakeVisit report = FakeVisit.get("/sparkhistory/-/fence-reports").with("POST");

    assertThat(plan(report)).isEqualTo(new Plan.FenceReport(ALICE));
    assertThat(outcome(report.by())).isEqualTo(Outcome.UNAUTHENTICATED);
    assertThat(outcome(report.by("alice", "bob"))).isEqualTo(Outcome.AMBIGUOUS_IDENTITY);
    for (String method : List.of("GET", "HEAD", "PUT", "OPTIONS")) {
      assertThat(outcome(report.with(method))).isEqualTo(Outcome.METHOD_NOT_ALLOWED);
    }
    assertThat(reviews).isEmpty();
  }

  @Test
  void redirectsAndFilesAndWhatIsNotThereNeedNoName() {
    assertThat(plan(FakeVisit.get("/sparkhistory?x").by()))
        .isEqualTo(new Plan.Redirect("/sparkhistory/?x", 308));
    assertThat(plan(FakeVisit.get("/sparkhistory/{ns}/").by()))
        .isEqualTo(new Plan.Redirect("/sparkhistory/", 302));
    assertThat(plan(FakeVisit.get("/sparkhistory/-/assets/a.css").by()))
        .isEqualTo(new Plan.Asset("a.css"));
    assertThat(outcome(FakeVisit.get("/x").by())).isEqualTo(Outcome.NOT_FOUND);
    assertThat(outcome(FakeVisit.get("/sparkhistory/../").by())).isEqualTo(Outcome.BAD_REQUEST);
    assertThat(reviews).isEmpty();
  }

  @Test
  void aReservedNameIsServedToNobody() {
    backends.states.put("api", READY);
    assertThat(outcome(FakeVisit.get("/sparkhistory/api/"))).isEqualTo(Outcome.RESERVED_NAME);
    assertThat(outcome(FakeVisit.get("/sparkhistory/-/status/api")))
        .isEqualTo(Outcome.RESERVED_NAME);
    assertThat(reviews).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/sparkhistory/", "/sparkhistory/-/assets/a.css", "/sparkhistory/-/status/ns-a"})
  void theGatewaysOwnPagesAreReadOnly(String path) {
    assertThat(outcome(FakeVisit.get(path).with("DELETE"))).isEqualTo(Outcome.METHOD_NOT_ALLOWED);
    assertThat(outcome(FakeVisit.get(path).with("OPTIONS"))).isEqualTo(Outcome.METHOD_NOT_ALLOWED);
    assertThat(plan(FakeVisit.get(path).with("HEAD"))).isNotInstanceOf(Plan.Refuse.class);
  }

  private Outcome outcome(FakeVisit visit) {
    return Decided.outcome(gate, visit);
  }

  private Plan plan(FakeVisit visit) {
    return Decided.plan(gate, visit);
  }
}
