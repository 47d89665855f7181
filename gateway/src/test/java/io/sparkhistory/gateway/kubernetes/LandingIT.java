package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.CachedAccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Outage;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.request.VisibleTenants;
import io.sparkhistory.standin.Fault;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list of what a caller may see, with 500 namespaces and a cold cache. */
class LandingIT {
  private static final int NAMESPACES = 500;

  private final Cluster cluster = new Cluster();

  /** How long somebody waits who does not wait for everything. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private AccessReview access;

  @BeforeEach
  void open() {
    for (int i = 0; i < NAMESPACES; i++) {
      String namespace = "ns-" + i;
      cluster.namespace(namespace, "owner-" + i + "@example.com");
      cluster.server(namespace, "Asleep");
      cluster.binding(
          namespace, "namespaceAdmin", "kubeflow-admin", "User", "owner-" + i + "@example.com");
      cluster.binding(namespace, "team", "kubeflow-view", "Group", "everybody");
    }
    cluster.binding("ns-7", "guest", "kubeflow-view", "User", "guest@example.com");
    cluster.binding("ns-9", "guest", "kubeflow-view", "User", "guest@example.com");
    cluster.binding("ns-11", "useless", "no-such-role", "User", "guest@example.com");
    cluster.clusterAdmin("root@example.com");
    cluster.openAndWait();
    cluster.standIn.calls().forget();
    cluster.standIn.faults().delay(Duration.ofMillis(5));
    access =
        new CachedAccessReview(
            cluster.view().review(),
            new Outage(
                "the API server", Duration.ofSeconds(30), Duration.ofMinutes(5), System::nanoTime),
            AccessIT.settings(Cluster.LONG),
            System::nanoTime,
            timer);
  }

  @AfterEach
  void close() {
    timer.shutdownNow();
    cluster.close();
  }

  private VisibleTenants.Visible see(String user, String... groups) {
    return see(Cluster.LONG, user, groups);
  }

  /**
   * @param patience how long somebody waits for the list
   */
  private VisibleTenants.Visible see(Duration patience, String user, String... groups) {
    return new VisibleTenants(
            access, cluster.view().backends(), cluster.view().candidates(), patience)
        .of(new Caller(user, List.of(groups)))
        .toCompletableFuture()
        .join();
  }

  private int reviews() {
    return cluster
        .standIn
        .calls()
        .count(call -> call.resource().startsWith("subjectaccessreviews"));
  }

  private static List<String> names(VisibleTenants.Visible seen) {
    return seen.entries().stream().map(Backends.Entry::tenant).map(t -> t.namespace()).toList();
  }

  @Test
  void anOwnerCostsTwoQuestionsOfWhichOneIsForAll() {
    assertThat(names(see("owner-42@example.com"))).containsExactly("ns-42");
    assertThat(reviews()).isEqualTo(2);
  }

  @Test
  void aGuestSeesWhatRbacSaysAndNotWhatABindingSeemsToSay() {
    assertThat(names(see("guest@example.com"))).containsExactly("ns-7", "ns-9");
    assertThat(reviews()).isEqualTo(4);
  }

  @Test
  void anAdminSeesEverythingByOneQuestion() {
    assertThat(see("root@example.com").entries()).hasSize(NAMESPACES);
    assertThat(reviews()).isEqualTo(1);
  }

  @Test
  void aStrangerSeesNothingByOneQuestion() {
    VisibleTenants.Visible seen = see("mallory@example.com");
    assertThat(seen.entries()).isEmpty();
    assertThat(seen.complete()).isTrue();
    assertThat(reviews()).isEqualTo(1);
  }

  @Test
  void fiveHundredNamespacesAreReviewedOnceAndNoMoreThan32AtOnce() {
    Eventually.that(
        Cluster.SOON,
        () -> assertThat(see("tom@example.com", "everybody").entries()).hasSize(NAMESPACES));
    assertThat(cluster.standIn.calls().busiest()).isLessThanOrEqualTo(32);
    assertThat(reviews()).isEqualTo(NAMESPACES + 1);
  }

  @Test
  void aSlowApiServerMakesNobodyWaitAndTheListFillsInByAndBy() {
    cluster.standIn.faults().delay(Duration.ofMillis(300)); // all of them take five seconds
    assertThat(see(SHORT, "tom@example.com", "everybody").complete()).isFalse();
    Eventually.that(
        Cluster.SOON,
        () ->
            assertThat(see(SHORT, "tom@example.com", "everybody").entries().size())
                .isBetween(1, NAMESPACES - 1));
    Eventually.that(
        Cluster.SOON,
        () -> {
          VisibleTenants.Visible more = see("tom@example.com", "everybody");
          assertThat(more.complete()).isTrue();
          assertThat(more.entries()).hasSize(NAMESPACES);
        });
  }

  @Test
  void aSilentApiServerMakesNobodyWaitAndShowsNothing() {
    cluster.standIn.faults().fail(Fault.HANG, 100_000, call -> true);
    VisibleTenants.Visible seen = see(SHORT, "tom@example.com", "everybody");
    assertThat(seen.entries()).isEmpty();
    assertThat(seen.complete()).isFalse();
  }

  @Test
  void aNewContributorIsFoundAndAFormerOneForgotten() {
    assertThat(names(see("new@example.com"))).isEmpty();
    cluster.binding("ns-3", "user-new", "kubeflow-edit", "User", "new@example.com");
    Eventually.holds(Cluster.SOON, () -> names(see("new@example.com")).equals(List.of("ns-3")));
    cluster.unbind("ns-3", "user-new");
    Eventually.holds(Cluster.SOON, () -> names(see("new@example.com")).isEmpty());
  }
}
