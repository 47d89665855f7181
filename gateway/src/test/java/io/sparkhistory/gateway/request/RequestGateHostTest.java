package io.sparkhistory.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.gateway.routing.TenantHosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate decides when each namespace has a host of its own. */
class RequestGateHostTest {
  private static final String MAIN = "hub.example.com";
  private static final String HOST_A = "ns-a.spark.example.com";
  private static final Tenant NS = new Tenant("ns-a");
  private static final Caller ALICE = new Caller("alice", List.of());
  private static final Backend.Ready READY =
      new Backend.Ready(new Endpoint("10.1.2.3", 18080, "h", Set.of()));

  private final FakeBackends backends = new FakeBackends();
  private final List<String> reviews = new ArrayList<>();
  private final AccessReview access =
      (caller, tenant, verb) -> {
        reviews.add(caller.user() + " " + verb + " " + tenant.namespace());
        return CompletableFuture.completedFuture(
            tenant.namespace().equals("ns-a")
                ? new AccessDecision.Allowed("rule")
                : new AccessDecision.Denied("no rule"));
      };
  private final RequestGate gate =
      new RequestGate(
          new Routes("/sparkhistory", new TenantHosts("spark.example.com", MAIN)),
          new Callers("", ""),
          Proof.NONE,
          access,
          backends);

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void readingADocumentOnTheMainHostIsSentToTheHostOfTheNamespace(String method) {
    backends.states.put("ns-a", READY);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/jobs/?x=1").at(MAIN).with(method)))
        .isEqualTo(
            new Plan.Redirect(
                "https://ns-a.spark.example.com/sparkhistory/ns-a/jobs/?x=1",
                307,
                "alice",
                "ns-a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "get"})
  void everythingElseIsToldTheAddress(String method) {
    backends.states.put("ns-a", READY);
    Plan.Refuse refused = refused(FakeVisit.get("/sparkhistory/ns-a/x").at(MAIN).with(method));
    assertThat(refused.outcome()).isEqualTo(Outcome.MISDIRECTED);
    assertThat(refused.example()).isEqualTo("https://ns-a.spark.example.com/sparkhistory/ns-a/x");
    assertThat(refused.user()).isEqualTo("alice");
    assertThat(refused.namespace()).isEqualTo("ns-a");
    assertThat(reviews).isEmpty();
  }

  @Test
  void whoAsksIsDemandedBeforeAHostIsTold() {
    for (String host : List.of(MAIN, HOST_A, "a.b.spark.example.com")) {
      for (String path : List.of("ns-a/", "ns-b/", "ns-a/api/v1/version", "-/status/ns-a", "")) {
        assertThat(refused(FakeVisit.get("/sparkhistory/" + path).at(host).by()).outcome())
            .isEqualTo(Outcome.UNAUTHENTICATED);
      }
    }
  }

  @Test
  void theAddressOfANamespaceTellsNothingAboutIt() {
    backends.states.put("ns-a", new Backend.Asleep(Duration.ZERO));
    for (String namespace : List.of("ns-a", "ns-b", "none")) {
      assertThat(plan(FakeVisit.get("/sparkhistory/" + namespace + "/").at(MAIN)))
          .isInstanceOf(Plan.Redirect.class);
    }
    assertThat(reviews).isEmpty();
    assertThat(backends.woken).isEmpty();
  }

  @Test
  void theRestApiIsThereForProgramsOnTheMainHostUnderTheSameRules() {
    backends.states.put("ns-a", READY);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/api/v1/version").at(MAIN)))
        .isEqualTo(new Plan.Forward(NS, ALICE, "rule", READY, 18, ""));
    assertThat(refused(FakeVisit.get("/sparkhistory/ns-b/api/v1/version").at(MAIN)).outcome())
        .isEqualTo(Outcome.FORBIDDEN);
    assertThat(reviews).containsExactly("alice GET ns-a", "alice GET ns-b");
  }

  @Test
  void onItsOwnHostANamespaceIsServedUnderTheSameRules() {
    backends.states.put("ns-a", READY);
    assertThat(plan(FakeVisit.get("/sparkhistory/ns-a/jobs/").at(HOST_A)))
        .isEqualTo(new Plan.Forward(NS, ALICE, "rule", READY, 18, ""));
    assertThat(plan(FakeVisit.get("/sparkhistory/-/status/ns-a").at(HOST_A)))
        .isEqualTo(new Plan.Status(NS, ALICE, "rule", READY, ""));
    assertThat(plan(FakeVisit.get("/sparkhistory/-/assets/icon.svg").at(HOST_A).by()))
        .isEqualTo(new Plan.Asset("icon.svg"));
    assertThat(refused(FakeVisit.get("/sparkhistory/ns-b/").at("ns-b.spark.example.com")).outcome())
        .isEqualTo(Outcome.FORBIDDEN);
  }

  @ParameterizedTest
  @CsvSource({
    "/sparkhistory/ns-b/, https://ns-b.spark.example.com/sparkhistory/ns-b/",
    "/sparkhistory/ns-b, https://ns-b.spark.example.com/sparkhistory/ns-b",
    "/sparkhistory/-/status/ns-b, https://ns-b.spark.example.com/sparkhistory/-/status/ns-b",
    "/sparkhistory/api/, https://api.spark.example.com/sparkhistory/api/",
    "/elsewhere, https://hub.example.com/elsewhere"
  })
  void nothingElseIsServedThere(String path, String address) {
    backends.states.put("ns-b", READY);
    for (String method : List.of("GET", "HEAD", "POST")) {
      Plan.Refuse refused = refused(FakeVisit.get(path).at(HOST_A).with(method));
      assertThat(refused.outcome()).isEqualTo(Outcome.MISDIRECTED);
      assertThat(refused.example()).isEqualTo(address);
    }
    assertThat(reviews).isEmpty();
  }

  @Test
  void theLandingPageIsOnTheMainHostAlone() {
    assertThat(plan(FakeVisit.get("/sparkhistory/").at(MAIN))).isEqualTo(new Plan.Landing(ALICE));
    assertThat(plan(FakeVisit.get("/sparkhistory/").at(HOST_A)))
        .isEqualTo(new Plan.Redirect("https://hub.example.com/sparkhistory/", 307, "alice", ""));
    assertThat(plan(FakeVisit.get("/").at(HOST_A).by()))
        .isEqualTo(
            new Plan.Redirect(
                "https://ns-a.spark.example.com/sparkhistory/ns-a/", 307, "", "ns-a"));
  }

  @Test
  void aHostThatIsNobodysServesNothing() {
    backends.states.put("ns-a", READY);
    for (String path :
        List.of("/", "/sparkhistory/", "/sparkhistory/ns-a/", "/sparkhistory/-/assets/icon.svg")) {
      assertThat(refused(FakeVisit.get(path).at("x.ns-a.spark.example.com")).outcome())
          .isEqualTo(Outcome.MISDIRECTED);
    }
  }

  @Test
  void aMethodThatNobodyMayUseAndATargetWithTwoReadingsAreRefusedOnEveryHost() {
    for (String host : List.of(MAIN, HOST_A)) {
      assertThat(refused(FakeVisit.get("/sparkhistory/ns-a/").at(host).with("TRACE")).outcome())
          .isEqualTo(Outcome.METHOD_NOT_ALLOWED);
      assertThat(refused(FakeVisit.get("/sparkhistory/ns-a/../").at(host)).outcome())
          .isEqualTo(Outcome.BAD_REQUEST);
    }
  }

  private Plan.Refuse refused(FakeVisit visit) {
    return (Plan.Refuse) plan(visit);
  }

  private Plan plan(FakeVisit visit) {
    return Decided.plan(gate, visit);
  }
}
