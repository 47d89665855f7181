package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.Packaged;
import io.sparkhistory.standin.Call;
import io.sparkhistory.standin.Fault;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged gateway while the API server is away for longer than a permission lives. */
class OutageIT {
  @TempDir Path folder;
  private final Cluster cluster = new Cluster();
  private Packaged gateway;

  @BeforeEach
  void open() throws IOException {
    cluster.server("ns-a", "Asleep");
    cluster.binding("ns-a", "owner", "kubeflow-admin", "User", "alice@example.com");
    cluster.binding("ns-a", "other", "kubeflow-admin", "User", "bob@example.com");
    gateway =
        Packaged.start(
            folder,
            Visitor.following(
                cluster.standIn, folder, "--access-yes=1s", "--access-no=1s", "--access-stale=1h"));
  }

  @AfterEach
  void close() {
    gateway.close();
    cluster.close();
  }

  @Test
  void whoWasInIsServedAndOperatorsAreTold() {
    assertThat(visit("alice@example.com")).isEqualTo(200);
    cluster.standIn.stop();
    untilAnOldYesCounts();
    for (int i = 0; i < 100; i++) {
      assertThat(visit("alice@example.com")).isEqualTo(200);
    }
    assertThat(stale()).isGreaterThan(100);
    assertThat(visit("bob@example.com")).as("was not in").isEqualTo(503);

    assertThat(gateway.admin("/readyz").statusCode()).isEqualTo(200);
    assertThat(gateway.admin("/readyz").body())
        .startsWith("ok\naccess: the API server at http://127.0.0.1:" + cluster.standIn.port())
        .contains("those who were in stay in for 3601 s (--access-yes and --access-stale)");
    Eventually.holds(
        Cluster.SOON, () -> gateway.out().contains("to User alice@example.com (stale)"));
    assertThat(gateway.err()).containsOnlyOnce("cannot be asked who may look");
    assertThat(meter("sparkhistory_access_outage_seconds")).isPositive();
  }

  @Test
  void whenItIsBackItsAnswersCountAgain() {
    assertThat(visit("alice@example.com")).isEqualTo(200);
    cluster.standIn.stop();
    untilAnOldYesCounts();
    cluster.unbind("ns-a", "owner");
    cluster.standIn.restart();
    Eventually.holds(Cluster.SOON, () -> visit("alice@example.com") == 403);
    assertThat(gateway.admin("/readyz").body()).isEqualTo("ok\n");
    assertThat(gateway.err()).containsOnlyOnce("answers again after");

    cluster.standIn.stop();
    Eventually.holds(Cluster.SOON, () -> visit("alice@example.com") == 503);
  }

  @Test
  void visitsDoNotWaitForAnApiServerThatSaysNothing() {
    assertThat(visit("alice@example.com")).isEqualTo(200);
    cluster.standIn.faults().fail(Fault.HANG, 1_000_000, OutageIT::isReview);
    untilAnOldYesCounts();
    cluster.standIn.calls().forget();
    for (int i = 0; i < 500; i++) {
      assertThat(visit("alice@example.com")).isEqualTo(200);
    }
    assertThat(cluster.standIn.calls().count(OutageIT::isReview)).isLessThan(20);
  }

  /** Visits go on while the yes of before grows old. */
  private void untilAnOldYesCounts() {
    Eventually.holds(
        Cluster.SOON,
        () -> {
          assertThat(visit("alice@example.com")).isEqualTo(200);
          return stale() > 0;
        });
  }

  private static boolean isReview(Call call) {
    return call.resource().startsWith("subjectaccessreviews");
  }

  private int visit(String user) {
    return new Visitor(gateway).status("ns-a", "kubeflow-userid", user);
  }

  private double stale() {
    return meter("sparkhistory_access_stale_total");
  }

  private double meter(String name) {
    return gateway
        .admin("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .sum();
  }
}
