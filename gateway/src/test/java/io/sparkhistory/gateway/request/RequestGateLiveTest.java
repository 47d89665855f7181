package io.sparkhistory.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.gateway.routing.Tenant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request for a running application. */
class RequestGateLiveTest {
  private static final Tenant NS = new Tenant("ns-a");
  private static final Caller ALICE = new Caller("alice", List.of());
  private static final String LIVE = "/sparkhistory/ns-a/-/live/app-1/";
  private static final String OWN_PAGE = "https://gateway.example" + LIVE + "jobs/";
  private static final String KILL = LIVE + "jobs/job/kill/?id=1";
  private static final Endpoint DRIVER = new Endpoint("10.1.2.3", 4040, "h", Set.of());

  private final FakeBackends backends = new FakeBackends();
  private final List<String> reviews = new ArrayList<>();
  private final Set<Verb> allowed = EnumSet.allOf(Verb.class);
  private final AccessReview access =
      (caller, tenant, verb) -> {
        reviews.add(caller.user() + " " + verb + " " + tenant.namespace());
        return CompletableFuture.completedFuture(
            allowed.contains(verb) ? new Allowed("rule") : new AccessDecision.Denied("no rule"));
      };
  private final RequestGate gate =
      new RequestGate(
          new Routes("/sparkhistory"), new Callers("", ""), Proof.NONE, access, backends);

  @Test
  void aRunningApplicationIsShownWithoutALookAtTheHistoryServer() {
    backends.drivers.put("ns-a app-1", new Driver.Running(DRIVER));
    assertThat(plan(FakeVisit.get(LIVE + "jobs/")))
        .isEqualTo(
            new Plan.Live(NS, ALICE, "rule", DRIVER, LIVE.length() - 1, "app-1", "gateways"));
    assertThat(reviews).containsExactly("alice GET ns-a");
    assertThat(backends.woken).isEmpty();
    assertThat(backends.found).containsExactly("ns-a app-1");
  }

  @Test
  void whoMayNotLookLearnsNothing() {
    backends.drivers.put("ns-a app-1", new Driver.Running(DRIVER));
    allowed.clear();
    Plan.Refuse there = refusal(FakeVisit.get(LIVE));
    Plan.Refuse notThere = refusal(FakeVisit.get("/sparkhistory/ns-a/-/live/app-2/"));
    assertThat(there).isEqualTo(notThere);
    assertThat(there.outcome()).isEqualTo(Outcome.FORBIDDEN);
    assertThat(outcome(FakeVisit.get("/sparkhistory/ns-a/-/live/"))).isEqualTo(Outcome.FORBIDDEN);
    assertThat(backends.found).isEmpty();
  }

  @Test
  void whatIsServedByADriverKeepsNoHistoryServerAwake() {
    backends.drivers.put("ns-a app-1", new Driver.Running(DRIVER));
    Plan.Live plan = (Plan.Live) plan(FakeVisit.get(LIVE));
    gate.sent(plan);
    gate.responseBegan(plan);
    gate.served(plan); // the fake throws when it is touched
    assertThat(backends.reads.interrupt().reads()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, jobs/, GET",
    "HEAD, jobs/, GET",
    "OPTIONS, jobs/, GET",
    "GET, api/v1/applications, GET",
    "GET, api/v1/applications/app-1/executors/1/threads, UPDATE",
    "GET, jobs/job/kill/?id=1, UPDATE",
    "HEAD, jobs/job/kill/?id=1, UPDATE",
    "OPTIONS, jobs/job/kill/?id=1, UPDATE",
    "POST, jobs/job/kill/?id=1, UPDATE",
    "POST, jobs/, UPDATE",
    "get, jobs/, UPDATE",
    "GET, stages/stage/kill/?id=1, UPDATE",
    "GET, executors/threadDump/?executorId=1, UPDATE",
    "GET, executors/heapHistogram/?executorId=1, UPDATE",
    "GET, plugin/, UPDATE"
  })
  void moreThanALookNeedsMore(String method, String path, String verb) {
    backends.drivers.put("ns-a app-1", new Driver.Running(DRIVER));
    FakeVisit visit = FakeVisit.get(LIVE + path).with(method).saying("referer", OWN_PAGE);
    assertThat(plan(visit)).isInstanceOf(Plan.Live.class);
    assertThat(reviews).containsExactly("alice " + verb + " ns-a");

    allowed.remove(Verb.UPDATE);
    if (verb.equals("UPDATE")) {
      Plan.Refuse no = refusal(visit);
      assertThat(no.outcome()).isEqualTo(Outcome.FORBIDDEN);
      assertThat(no.reason()).contains("may only look");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jobs/job/kill/?id=1",
        "executors/threadDump/",
        "executors/heapHistogram/",
        "plugin/"
      })
  void whatChangesAnApplicationIsAskedForByItsOwnPages(String path) {
    backends.drivers.put("ns-a app-1", new Driver.Running(DRIVER));
    FakeVisit bare = FakeVisit.get(LIVE + path);
    for (String method : List.of("GET", "POST", "HEAD", "OPTIONS", "PUT")) {
      FakeVisit visit = bare.with(method);
      assertThat(outcome(visit)).isEqualTo(Outcome.LIVE_FOREIGN);
      assertThat(plan(visit.saying("referer", OWN_PAGE))).isInstanceOf(Plan.Live.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, https://gateway.example/sparkhistory/ns-a/-/live/app-1/, true",
        "same-origin, -, https://gateway.example/sparkhistory/ns-a/-/live/app-1/x, true",
        "same-origin, https://gateway.example,"
            + " http://GATEWAY.example/sparkhistory/ns-a/-/live/app-1/, true",
        "same-origin, -, -, false",
        "same-origin, https://gateway.example, -, false",
        "-, https://gateway.example, -, false",
        "cross-site, -, https://gateway.example/sparkhistory/ns-a/-/live/app-1/, false",
        "same-site, -, https://gateway.example/sparkhistory/ns-a/-/live/app-1/, false",
        "none, -, https://gateway.example/sparkhistory/ns-a/-/live/app-1/, false",
        "same-origin, null, https://gateway.example/sparkhistory/ns-a/-/live/app-1/, false",
        "same-origin, https://evil.example,"
            + " https://gateway.example/sparkhistory/ns-a/-/live/app-1/, false",
        "same-origin, https://gateway.example.evil,"
            + " https://gateway.example/sparkhistory/ns-a/-/live/app-1/, false",
        "same-origin, -, https://gateway.example/sparkhistory/ns-a/-/live/app-1, false",
        "same-origin, -, https://gateway.example/sparkhistory/ns-a/-/live/app-2/, false",
        "same-origin, -, https://gateway.example/sparkhistory/ns-a/-/live/app-11/, false",
        "same-origin, -, https://gateway.example/sparkhistory/ns-a/history/app-1/, false",
        "same-origin, -, https://gateway.example/sparkhistory/ns-b/-/live/app-1/, false",
        "same-origin, -, https://gateway.example/, false",
        "same-origin, -, https://evil.example/sparkhistory/ns-a/-/live/app-1/, false",
        "same-origin, -, https://gateway.example.evil/sparkhistory/ns-a/-/live/app-1/, false",
        "same-origin, -, https://gateway.example:81/sparkhistory/ns-a/-/live/app-1/, false",
        "same-origin, -, /sparkhistory/ns-a/-/live/app-1/, false",
        "same-origin, -, ftp://gateway.example/sparkhistory/ns-a/-/live/app-1/, false"
      })
  void whoAsksShowsInEveryFieldThatIsThere(
      String site, String origin, String referer, boolean done) {
    backends.drivers.put("ns-a app-1", new Driver.Running(DRIVER));
    FakeVisit visit = FakeVisit.get(KILL);
    visit = site == null ? visit : visit.saying("sec-fetch-site", site);
    visit = origin == null ? visit : visit.saying("origin", origin);
    visit = referer == null ? visit : visit.saying("referer", referer);
    assertThat(plan(visit) instanceof Plan.Live).isEqualTo(done);
  }

  @Test
  void aFieldThatIsThereTwiceSaysNothing() {
    backends.drivers.put("ns-a app-1", new Driver.Running(DRIVER));
    for (String name : List.of("sec-fetch-site", "origin", "referer")) {
      FakeVisit visit = FakeVisit.get(KILL).saying("referer", OWN_PAGE).saying(name, Visit.TWICE);
      assertThat(outcome(visit)).as(name).isEqualTo(Outcome.LIVE_FOREIGN);
    }
  }

  @Test
  void aPrefetchAndAHostThatIsNotSaidChangeNothing() {
    backends.drivers.put("ns-a app-1", new Driver.Running(DRIVER));
    FakeVisit visit = FakeVisit.get(KILL).saying("referer", OWN_PAGE);
    assertThat(outcome(visit.ahead())).isEqualTo(Outcome.LIVE_FOREIGN);
    assertThat(outcome(visit.at("").saying("referer", "https://" + LIVE)))
        .isEqualTo(Outcome.LIVE_FOREIGN);
  }

  @Test
  void aDriverThatStartsIsSaidToStart() {
    backends.drivers.put("ns-a app-1", new Driver.Starting());
    assertThat(outcome(FakeVisit.get(LIVE))).isEqualTo(Outcome.LIVE_STARTING);
  }

  @Test
  void whatHasEndedIsInTheHistory() {
    for (String method : List.of("GET", "HEAD")) {
      assertThat(plan(FakeVisit.get(LIVE + "stages/stage/?id=1&attempt=0").with(method)))
          .isEqualTo(
              new Plan.Ended(
                  NS,
                  ALICE,
                  "rule",
                  "/sparkhistory/ns-a/history/app-1/stages/stage/?id=1&attempt=0"));
    }
    assertThat(outcome(FakeVisit.get(LIVE + "jobs/").with("POST").saying("referer", OWN_PAGE)))
        .isEqualTo(Outcome.LIVE_ENDED);
    assertThat(backends.woken).isEmpty();
  }

  @Test
  void anApplicationOfAnotherNamespaceIsNotShown() {
    backends.drivers.put("ns-b app-1", new Driver.Running(DRIVER));
    assertThat(plan(FakeVisit.get(LIVE))).isInstanceOf(Plan.Ended.class);
  }

  @Test
  void theListHasWhatRunsInTheNamespace() {
    backends.drivers.put("ns-a app-1", new Driver.Running(DRIVER));
    backends.drivers.put("ns-b app-2", new Driver.Running(DRIVER));
    Plan.Running list = (Plan.Running) plan(FakeVisit.get("/sparkhistory/ns-a/-/live/"));
    assertThat(list.applications()).extracting("id").containsExactly("app-1");
    assertThat(reviews).containsExactly("alice GET ns-a");
    assertThat(outcome(FakeVisit.get("/sparkhistory/ns-a/-/live/").with("POST")))
        .isEqualTo(Outcome.METHOD_NOT_ALLOWED);
  }

  @Test
  void anApplicationIsLookedForBySomebodyWithAName() {
    assertThat(plan(FakeVisit.get("/sparkhistory/-/app/app-1")))
        .isEqualTo(new Plan.FindApplication(ALICE, "app-1", false));
    assertThat(outcome(FakeVisit.get("/sparkhistory/-/app/app-1").by()))
        .isEqualTo(Outcome.UNAUTHENTICATED);
  }

  private Plan.Refuse refusal(FakeVisit visit) {
    return (Plan.Refuse) plan(visit);
  }

  private Outcome outcome(FakeVisit visit) {
    return refusal(visit).outcome();
  }

  private Plan plan(FakeVisit visit) {
    return Decided.plan(gate, visit);
  }
}
