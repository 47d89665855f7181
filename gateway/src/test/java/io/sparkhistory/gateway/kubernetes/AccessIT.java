package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessDecision.Allowed;
import io.sparkhistory.gateway.access.AccessDecision.Denied;
import io.sparkhistory.gateway.access.AccessDecision.Unavailable;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.CachedAccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Outage;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.configuration.AccessSettings;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.standin.Call;
import io.sparkhistory.standin.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AccessIT {
  private static final Caller ALICE = new Caller("alice@example.com", List.of());
  private static final Tenant A = new Tenant("ns-a");

  private final Cluster cluster = new Cluster();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private AccessReview access;
  private Outage outage;

  @BeforeEach
  void open() {
    cluster.binding("ns-a", "owner", "kubeflow-admin", "User", "alice@example.com");
    cluster.binding("ns-a", "edit", "kubeflow-edit", "User", "ed@example.com");
    cluster.binding("ns-a", "view", "kubeflow-view", "User", "vera@example.com");
    cluster.binding("ns-a", "team", "kubeflow-view", "Group", "team-a");
    cluster.binding("ns-a", "default-editor", "kubeflow-edit", "ServiceAccount", "default-editor");
    cluster.binding("ns-a", "all-sa", "kubeflow-view", "Group", "system:serviceaccounts:ns-b");
    cluster.clusterAdmin("root@example.com");
    cluster.openAndWait();
    remember(settings(Cluster.LONG));
  }

  /** The defaults, but for how long an answer may take. */
  static AccessSettings settings(Duration timeout) {
    AccessSettings usual = AccessSettings.DEFAULTS;
    return new AccessSettings(
        usual.yes(), usual.no(), usual.stale(), usual.size(), timeout, usual.inFlight());
  }

  /** A yes has always ended when it is needed again. */
  private static AccessSettings brief(Duration timeout) {
    Duration atOnce = Duration.ofMillis(1);
    return new AccessSettings(atOnce, atOnce, Duration.ofMinutes(10), 1000, timeout, 256);
  }

  /** Short only where no answer comes. */
  private static Duration timeout(Fault fault) {
    boolean hangs = fault == Fault.HANG || fault == Fault.HALF_AND_HANG;
    return hangs ? Cluster.SHORT : Cluster.LONG;
  }

  private void remember(AccessSettings settings) {
    outage =
        new Outage(
            "the API server at " + cluster.view().address(),
            settings.yes(),
            settings.stale(),
            System::nanoTime);
    access =
        new CachedAccessReview(cluster.view().review(), outage, settings, System::nanoTime, timer);
  }

  @AfterEach
  void close() {
    timer.shutdownNow();
    cluster.close();
  }

  private AccessDecision ask(Caller caller, String namespace, Verb verb) {
    return access
        .review(caller, new Tenant(namespace), verb)
        .toCompletableFuture()
        .copy()
        .orTimeout(Cluster.SOON.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private AccessDecision ask() {
    return ask(ALICE, "ns-a", Verb.GET);
  }

  private static boolean isReview(Call call) {
    return call.resource().startsWith("subjectaccessreviews");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "alice@example.com, -, yes, yes",
        "ed@example.com, -, yes, yes",
        "vera@example.com, -, yes, no",
        "tom@example.com, team-a, yes, no",
        "tom@example.com, team-b, no, no",
        "root@example.com, -, yes, yes",
        "mallory@example.com, -, no, no",
        "ALICE@example.com, -, no, no",
        "system:serviceaccount:ns-a:default-editor, -, yes, yes",
        "system:serviceaccount:ns-b:anything, -, yes, no",
        "system:serviceaccount:ns-c:default-editor, -, no, no"
      })
  void rbacAloneDecides(String user, String group, String look, String change) {
    Caller caller = new Caller(user, group == null ? List.of() : List.of(group));
    assertThat(ask(caller, "ns-a", Verb.GET))
        .isInstanceOf(look.equals("yes") ? Allowed.class : Denied.class);
    assertThat(ask(caller, "ns-a", Verb.UPDATE))
        .isInstanceOf(change.equals("yes") ? Allowed.class : Denied.class);
  }

  @Test
  void anUnknownNamespaceIsDeniedInTheSameWordsAsAForbiddenOne() {
    Caller stranger = new Caller("mallory@example.com", List.of());
    assertThat(ask(stranger, "no-such-namespace", Verb.GET))
        .isEqualTo(ask(stranger, "ns-a", Verb.GET));
  }

  @Test
  void theReasonNamesTheRuleAndWhetherItWasRemembered() {
    String rule =
        "rbac: allowed by RoleBinding \"owner\" of ClusterRole \"kubeflow-admin\" to User"
            + " alice@example.com";
    assertThat(ask()).isEqualTo(new Allowed(rule));
    assertThat(ask()).isEqualTo(new Allowed(rule + " (cached)"));
    assertThat(cluster.standIn.calls().count(AccessIT::isReview)).isEqualTo(1);
  }

  @Test
  void aRevokedBindingLocksOutWithinTheLifetimeOfAYes() {
    Duration yes = Duration.ofMillis(1500);
    remember(
        new AccessSettings(
            yes, Duration.ofMillis(300), Duration.ofSeconds(60), 1000, Cluster.LONG, 256));
    assertThat(ask()).isInstanceOf(Allowed.class);
    cluster.unbind("ns-a", "owner");
    Eventually.holds(Cluster.SOON, () -> ask() instanceof Denied);
    cluster.binding("ns-a", "owner", "kubeflow-admin", "User", "alice@example.com");
    Eventually.holds(Cluster.SOON, () -> ask() instanceof Allowed);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whenTheApiServerCannotSayNobodyIsLetInAndNothingIsRemembered(Fault fault) {
    cluster.standIn.faults().fail(fault, 1_000_000, AccessIT::isReview);
    remember(settings(timeout(fault)));
    assertThat(ask()).isInstanceOf(Unavailable.class);
    cluster.standIn.faults().heal();
    Eventually.that(Cluster.SOON, () -> assertThat(ask()).isInstanceOf(Allowed.class));
  }

  /** Only what is no answer of the API server counts as its absence. */
  @ParameterizedTest
  @CsvSource({
    "ERROR, in",
    "HANG, in",
    "HALF_AND_CUT, in",
    "HALF_AND_HANG, in",
    "FORBIDDEN, out",
    "GONE, out",
    "NONSENSE, out"
  })
  void whoWasInStaysInWhileItCannotBeAsked(Fault fault, String expected) {
    remember(brief(timeout(fault)));
    Eventually.that(Cluster.SOON, () -> assertThat(ask()).isInstanceOf(Allowed.class));
    cluster.standIn.faults().fail(fault, 1_000_000, AccessIT::isReview);
    AccessDecision late = ask();
    if (expected.equals("in")) {
      assertThat(late.reason()).endsWith("to User alice@example.com (stale)");
      assertThat(outage.note()).contains("127.0.0.1:" + cluster.standIn.port());
      assertThat(ask(new Caller("ed@example.com", List.of()), "ns-a", Verb.GET))
          .as("was not in")
          .isInstanceOf(Unavailable.class);
    } else {
      assertThat(late).isInstanceOf(Unavailable.class);
      assertThat(outage.note()).isEmpty();
    }
  }

  @Test
  void whoWasInStaysInWhileItIsDown() {
    remember(brief(Cluster.LONG));
    assertThat(ask()).isInstanceOf(Allowed.class);
    cluster.standIn.stop();
    assertThat(ask().reason()).endsWith("(stale)");
    cluster.unbind("ns-a", "owner");
    cluster.standIn.restart();
    Eventually.holds(Cluster.SOON, () -> ask() instanceof Denied);
    cluster.standIn.stop();
    assertThat(ask()).as("the no took the place of the yes").isNotInstanceOf(Allowed.class);
  }

  @Test
  void whileTheApiServerIsDownTheAnswerIsUnavailableAndComesBackByItself() {
    cluster.standIn.stop();
    assertThat(ask()).isInstanceOf(Unavailable.class);
    cluster.standIn.restart();
    Eventually.holds(Cluster.SOON, () -> ask() instanceof Allowed);
  }

  @Test
  void aHundredRequestsOfOnePageAskOnce() {
    cluster.standIn.faults().delay(Duration.ofMillis(200));
    List<CompletableFuture<AccessDecision>> answers =
        IntStream.range(0, 100)
            .mapToObj(i -> access.review(ALICE, A, Verb.GET))
            .map(CompletionStage::toCompletableFuture)
            .toList();
    assertThat(answers).allSatisfy(a -> assertThat(a.join()).isInstanceOf(Allowed.class));
    assertThat(cluster.standIn.calls().count(AccessIT::isReview)).isEqualTo(1);
  }

  @Test
  void theQuestionsUnderWayAreBounded() {
    cluster.standIn.faults().delay(Duration.ofMillis(300));
    remember(
        new AccessSettings(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            1000,
            Cluster.LONG,
            20));
    List<CompletableFuture<AccessDecision>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Caller visitor = new Caller("user-" + i + "@example.com", List.of());
      answers.add(access.review(visitor, new Tenant("ns-a"), Verb.GET).toCompletableFuture());
    }
    assertThat(answers.stream().map(CompletableFuture::join))
        .filteredOn(Unavailable.class::isInstance)
        .hasSize(180);
    assertThat(cluster.standIn.calls().busiest()).isLessThanOrEqualTo(20);
  }

  @Test
  void aSilentApiServerHoldsNoConnectionForLongerThanTheTimeout() {
    remember(settings(Cluster.SHORT));
    cluster.standIn.faults().fail(Fault.HALF_AND_HANG, 50, AccessIT::isReview);
    List<CompletableFuture<AccessDecision>> answers =
        IntStream.range(0, 50)
            .mapToObj(i -> access.review(ALICE, new Tenant("ns-" + i), Verb.GET))
            .map(CompletionStage::toCompletableFuture)
            .toList();
    assertThat(answers).allSatisfy(a -> assertThat(a.join()).isInstanceOf(Unavailable.class));
    Eventually.that(Cluster.SOON, () -> assertThat(ask()).isInstanceOf(Allowed.class));
  }
}
