package io.sparkhistory.gateway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.sparkhistory.api.SparkHistoryServer;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Step;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportedTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  private static Reported of(String rest) {
    return Reported.of(
        Serialization.unmarshal(
            """
            apiVersion: sparkhistory.io/v1beta1
            kind: SparkHistoryServer
            metadata:
              name: spark-history-server
              namespace: ns-a
              creationTimestamp: "2026-01-01T00:00:00Z"
            """
                + rest,
            SparkHistoryServer.class),
        NOW);
  }

  private static Reported status(String status) {
    return of("status: {" + status + "}");
  }

  @Test
  void aNewResourceWaitsForTheProvisioner() {
    assertThat(of("").down())
        .isEqualTo(new Backend.Starting(Step.QUEUED, "", CREATED, Duration.ZERO));
    assertThat(of("").mayServe()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Pending,  Queued,                 QUEUED",
    "Pending,  Scheduling,             SCHEDULED",
    "Pending,  Unschedulable,          SCHEDULED",
    "Starting, PullingImage,           PULLING_IMAGE",
    "Starting, CreatingLogDirectory,   CREATING_LOG_FOLDER",
    "Starting, StartingSpark,          STARTING_SPARK",
    "Pending,  SomethingFromTomorrow,  QUEUED",
    "Starting, SomethingFromTomorrow,  STARTING_SPARK"
  })
  void theStepComesFromTheReason(String phase, String reason, Step step) {
    Reported reported =
        status(
            "phase: %s, wokenAt: \"2026-02-03T04:05:06Z\", startSeconds: 20,".formatted(phase)
                + " conditions: [{type: Progressing, status: 'True', reason: %s}]"
                    .formatted(reason));
    assertThat(reported.down())
        .isEqualTo(
            new Backend.Starting(
                step, "", Instant.parse("2026-02-03T04:05:06Z"), Duration.ofSeconds(20)));
    assertThat(reported.mayServe()).isTrue();
    assertThat(reported.wakes()).isFalse();
  }

  @Test
  void thePositionInTheQueueIsToldAndNoOtherPartOfTheMessage() {
    assertThat(
            status(
                    "phase: Pending, conditions: [{type: Progressing, reason: Queued,"
                        + " message: \"3 of 12 servers, <b>patience</b>\"}]")
                .down())
        .isInstanceOfSatisfying(
            Backend.Starting.class, s -> assertThat(s.detail()).isEqualTo("3 of 12"));
  }

  @Test
  void aSleepingServerWakesAndServesNothingMeanwhile() {
    Reported asleep = status("phase: Asleep, startSeconds: 9");
    assertThat(asleep.down()).isEqualTo(new Backend.Asleep(Duration.ofSeconds(9)));
    assertThat(asleep.wakes()).isTrue();
    assertThat(asleep.mayServe()).isFalse();
  }

  @Test
  void aSuspendedServerSaysHowToResumeItAndDoesNotWake() {
    Reported suspended = of("spec: {suspend: true}\nstatus: {phase: Asleep}");
    assertThat(suspended.down()).isInstanceOf(Backend.Failed.class);
    assertThat(suspended.wakes()).isFalse();
  }

  @Test
  void aFailedServerSaysWhyAndWhatToDo() {
    Reported failed =
        status(
            "phase: Failed, conditions: [{type: Ready, status: 'False', reason: OutOfMemory,"
                + " message: \"It was killed because it needed more than 1Gi.\"}]");
    assertThat(failed.down())
        .isEqualTo(
            new Backend.Failed(
                "It was killed because it needed more than 1Gi.",
                "Raise spec.resources.limits.memory, then try again.",
                "OutOfMemory"));
    assertThat(failed.wakes()).isTrue();
    assertThat(failed.mayServe()).isFalse();
  }

  @Test
  void aFailureOfASpecFromBeforeIsNotToldOfTheCorrectedOne() {
    String failed = "phase: Failed, observedGeneration: %d";
    String metadata = "  generation: 3\nstatus: {" + failed + "}";

    assertThat(of(metadata.formatted(2)).down()).isEqualTo(new Backend.Asleep(Duration.ZERO));
    assertThat(of(metadata.formatted(2)).wakes()).isTrue();
    assertThat(of(metadata.formatted(3)).down()).isInstanceOf(Backend.Failed.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "restricted volume types (volume \"logs\" uses restricted volume type \"hostPath\") |"
            + " spec.volumes",
        "hostPath volumes (volume \"logs\") | spec.volumes",
        "seccompProfile (pod must not set seccompProfile.type to \"Unconfined\") |"
            + " spec.podTemplate",
      })
  void whatPodSecurityObjectsToIsNamedByItsField(String objection, String field) {
    Backend failed =
        status(
                "phase: Failed, conditions: [{type: Ready, reason: PodSecurity, message: 'violates"
                    + " PodSecurity: %s'}]".formatted(objection))
            .down();

    assertThat(((Backend.Failed) failed).nextStep()).contains("Change " + field + " of");
  }

  @Test
  void anObjectOfSomebodyElseInTheWayDoesNotKeepTheirServerFromServing() {
    assertThat(
            status("phase: Failed, conditions: [{type: Ready, reason: ForeignObject}]").mayServe())
        .isTrue();
  }

  @Test
  void aFailedServerWithoutConditionsStillSaysSomething() {
    assertThat(status("phase: Failed").down())
        .isInstanceOfSatisfying(
            Backend.Failed.class,
            failed -> {
              assertThat(failed.reason()).isNotBlank();
              assertThat(failed.nextStep()).isNotBlank();
            });
  }

  @Test
  void aReadyServerWithoutAPodStartsAsOfNow() {
    assertThat(status("phase: Ready, wokenAt: \"2026-02-03T04:05:06Z\"").down())
        .isEqualTo(new Backend.Starting(Step.STARTING_SPARK, "", NOW, Duration.ZERO));
  }

  @Test
  void timesThatAreNoneCountAsNotSaid() {
    assertThat(status("phase: Pending, wokenAt: yesterday, lastActivityTime: soon"))
        .satisfies(r -> assertThat(r.lastActivity()).isEmpty())
        .satisfies(
            r ->
                assertThat(r.down())
                    .isEqualTo(new Backend.Starting(Step.QUEUED, "", CREATED, Duration.ZERO)));
  }
}
