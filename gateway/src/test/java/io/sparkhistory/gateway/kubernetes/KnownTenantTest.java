package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.LogReads;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.kubernetes.FirstListing.Answer;
import io.sparkhistory.gateway.routing.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What people are told of a server whose pod has just become ready. */
class KnownTenantTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Endpoint POD =
      new Endpoint("10.1.2.3", 18080, "spark-history-server.a.svc:18080", Set.of());
  private static final Endpoint OLD =
      new Endpoint("10.1.2.4", 18080, "history-spark-history-server.a.svc:18080", Set.of());
  private static final Backend READY = new Backend.Ready(POD);

  private final KnownTenant tenant =
      new KnownTenant(new Tenant("a"), new LogReads(() -> NOW), NOW, 0);
  private final Queue<Answer> answers = new ArrayDeque<>();
  private long nanos;
  private int asked;

  private CompletionStage<Answer> ask(Endpoint endpoint) {
    assertThat(endpoint).isEqualTo(POD);
    asked++;
    return CompletableFuture.completedFuture(answers.isEmpty() ? Answer.READING : answers.remove());
  }

  private void report(String phase, Duration wokenAgo) {
    Backend.Starting start =
        new Backend.Starting(Step.STARTING_SPARK, "", NOW.minus(wokenAgo), Duration.ofSeconds(20));
    Backend down = phase.equals("Asleep") ? new Backend.Asleep(Duration.ZERO) : start;
    boolean up = !phase.equals("Asleep");
    tenant.report(new Reported(true, down, up, !up, start, Optional.empty()), NOW, nanos);
  }

  private void pod(boolean ready) {
    tenant.endpoint("slice", ready ? Optional.of(POD) : Optional.empty(), NOW, nanos);
  }

  /** The state for somebody who looks a moment later. */
  private Backend later(Duration time) {
    nanos += time.toNanos();
    return tenant.backend(nanos, this::ask);
  }

  private Backend later() {
    return later(Duration.ofMillis(250));
  }

  @Test
  void aServerThatHasJustStartedIsReadyWhenItHasReadItsLogs() {
    report("Starting", Duration.ofSeconds(15));
    pod(true);
    answers.add(Answer.READING);
    answers.addAll(Collections.nCopies(FirstListing.QUIET - 1, Answer.QUIET));
    answers.add(Answer.READING); // what was quiet was the time between two logs

    Backend reading =
        new Backend.Starting(Step.READING_LOGS, "", NOW.minusSeconds(15), Duration.ofSeconds(20));
    assertThat(later()).isEqualTo(reading);
    assertThat(later()).isEqualTo(reading);
    assertThat(answers).isEmpty();
    answers.addAll(Collections.nCopies(FirstListing.QUIET, Answer.QUIET));
    assertThat(later()).isEqualTo(READY);
    assertThat(later()).isEqualTo(READY);
    assertThat(asked).isEqualTo(1 + FirstListing.QUIET + FirstListing.QUIET);
  }

  @Test
  void aServerThatRanBeforeThisReplicaDidIsNotAsked() {
    report("Ready", Duration.ofHours(3));
    pod(true);
    assertThat(later()).isEqualTo(READY);
    assertThat(asked).isZero();
  }

  @Test
  void aServerThatBeginsAnewIsAskedAgain() {
    report("Ready", Duration.ofHours(3));
    pod(true);
    pod(false);
    pod(true);
    assertThat(later()).isInstanceOf(Backend.Starting.class);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aServerThatCannotBeAskedIsLeftToTheVisitorsOwnRequest() {
    report("Starting", Duration.ofSeconds(15));
    pod(true);
    answers.addAll(List.of(Answer.NOTHING, Answer.NOTHING, Answer.NOTHING));
    later();
    later();
    assertThat(later()).isEqualTo(READY);
  }

  @Test
  void nobodyWaitsForTenThousandLogs() {
    report("Starting", Duration.ofSeconds(15));
    pod(true);
    assertThat(later(Duration.ofSeconds(29))).isInstanceOf(Backend.Starting.class);
    assertThat(later(Duration.ofSeconds(2))).isEqualTo(READY);
  }

  @Test
  void twoHundredWhoWaitAskFiveTimesASecond() {
    report("Starting", Duration.ofSeconds(15));
    pod(true);
    for (int i = 0; i < 200; i++) {
      later(Duration.ofMillis(5));
    }
    assertThat(asked).isBetween(4, 6);
  }

  /** The move from a server of another chart, see docs/migrate.md. */
  @Test
  void anOlderServerServesUntilTheOneOfTheResourceDoes() {
    tenant.endpoint("old", Optional.of(OLD), NOW, nanos);
    assertThat(later()).isEqualTo(new Backend.Ready(OLD));
    report("Asleep", Duration.ofHours(1));
    assertThat(later()).isEqualTo(new Backend.Ready(OLD));
    assertThat(tenant.touch(nanos, Clock.fixed(NOW, ZoneOffset.UTC))).isTrue(); // which wakes it
    report("Starting", Duration.ofSeconds(1));
    assertThat(later()).isEqualTo(new Backend.Ready(OLD));

    pod(true);
    assertThat(later()).isEqualTo(READY);
    tenant.endpoint("old", Optional.empty(), NOW, nanos);
    assertThat(later()).isEqualTo(READY);
  }

  @Test
  void withoutAResourceNobodySaysWhenItStartedSoItIsReady() {
    pod(true);
    assertThat(later()).isEqualTo(READY);
    assertThat(asked).isZero();
  }
}
