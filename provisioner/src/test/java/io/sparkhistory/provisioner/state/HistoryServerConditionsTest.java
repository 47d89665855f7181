package io.sparkhistory.provisioner.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.listing.ApplicationList;
import io.sparkhistory.provisioner.spec.SparkVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryServerConditionsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  private final Situation asleep = new Situation.Asleep(false);
  private final Situation up = new Situation.Up(NOW.plusSeconds(12));

  @Test
  void aVisitAloneChangesNothing() {
    SparkHistoryServerStatus before = status(SparkHistoryServerStatus.EMPTY, up, facts(NOW), NOW);

    assertThat(status(before, up, facts(LATER), LATER)).isSameAs(before);
  }

  @Test
  void anotherOrderOfTheConditionsIsNoChange() {
    SparkHistoryServerStatus written = status(SparkHistoryServerStatus.EMPTY, up, facts(NOW), NOW);
    List<Condition> turned = new ArrayList<>(written.conditions());
    Collections.reverse(turned);
    SparkHistoryServerStatus before =
        new SparkHistoryServerStatus(
            written.phase(),
            written.url(),
            written.logDirectory(),
            written.observedGeneration(),
            written.lastActivityTime(),
            written.wokenAt(),
            written.startSeconds(),
            written.liveApplications(),
            turned,
            null,
            null,
            null);

    assertThat(status(before, up, facts(LATER), LATER)).isSameAs(before);
  }

  @Test
  void theLastVisitIsWrittenWithTheNextChange() {
    SparkHistoryServerStatus before = status(SparkHistoryServerStatus.EMPTY, up, facts(NOW), NOW);

    assertThat(status(before, asleep, facts(LATER), LATER).lastActivityTime())
        .isEqualTo("2026-03-02T09:01:00Z");
  }

  @Test
  void aConditionKeepsItsTimeWhileItsStatusStays() {
    SparkHistoryServerStatus before =
        status(SparkHistoryServerStatus.EMPTY, asleep, facts(NOW), NOW);
    SparkHistoryServerStatus queued = status(before, new Situation.Queued(1, 1), facts(NOW), LATER);

    assertThat(time(queued, ConditionType.READY)).isEqualTo("2026-03-02T09:00:00Z");
    assertThat(time(queued, ConditionType.PROGRESSING)).isEqualTo("2026-03-02T09:01:00Z");
  }

  @Test
  void theLengthOfAStartIsKept() {
    SparkHistoryServerStatus ready = ready(SparkHistoryServerStatus.EMPTY, 12);

    assertThat(ready.startSeconds()).isEqualTo(12);
    SparkHistoryServerStatus slept = status(ready, asleep, facts(NOW), LATER);
    assertThat(slept.startSeconds()).isEqualTo(12);
    assertThat(ready(slept, 9).startSeconds()).isEqualTo(9);
    assertThat(ready(ready, 300).startSeconds()).isEqualTo(12); // it was up already
  }

  @Test
  void aStartThatSaysNothingAboutTheNextOneIsForgotten() {
    SparkHistoryServerStatus slept =
        status(ready(SparkHistoryServerStatus.EMPTY, 12), asleep, facts(NOW), LATER);
    HistoryServerConditions.Facts changed = factsOfChangedSpec();

    assertThat(status(slept, up, facts(NOW), LATER).startSeconds()).isEqualTo(12);
    assertThat(ready(slept, 3600).startSeconds()).isEqualTo(12);
    assertThat(status(slept, asleep, changed, LATER).startSeconds()).isNull();
  }

  private SparkHistoryServerStatus ready(SparkHistoryServerStatus before, int seconds) {
    PodFacts pods = PodFacts.NONE.started(Duration.ofSeconds(seconds));
    return status(before, up, facts(NOW, pods), NOW);
  }

  @Test
  void whatIsKnownOfTheLogDirectoryStaysKnownDuringSleep() {
    Situation denied = new Situation.Trouble(Reason.ACCESS_DENIED, "Let its role write there.");
    SparkHistoryServerStatus before =
        status(SparkHistoryServerStatus.EMPTY, denied, facts(NOW), NOW);

    assertThat(status(before, asleep, facts(NOW), LATER).condition(ConditionType.LOG_DIRECTORY))
        .hasValueSatisfying(
            condition -> {
              assertThat(condition.getStatus()).isEqualTo("False");
              assertThat(condition.getReason()).isEqualTo("AccessDenied");
            });
  }

  @Test
  void anEndForWantOfMemoryIsToldForAnHourThoughTheServerRunsAgain() {
    PodFacts ended =
        new PodFacts(
            Optional.of(true),
            Optional.of(new PodFacts.OutOfMemory(NOW, "It has 682 MiB.")),
            Optional.empty(),
            Optional.empty());
    SparkHistoryServerStatus again =
        status(SparkHistoryServerStatus.EMPTY, up, facts(NOW, ended), NOW);

    assertThat(memory(again)).contains("OutOfMemory");
    assertThat(again.condition(ConditionType.READY).orElseThrow().getStatus()).isEqualTo("True");
    Instant hour = NOW.plus(Warnings.TELL_OF_MEMORY);
    SparkHistoryServerStatus slept = status(again, asleep, facts(NOW), hour.minusSeconds(1));
    assertThat(memory(slept)).contains("OutOfMemory");
    assertThat(memory(status(slept, asleep, facts(NOW), hour))).isEmpty();
    assertThat(memory(status(again, up, facts(NOW, ended), hour))).isEmpty();
  }

  @Test
  void aChangedResourceIsNotToldOfTheMemoryItHadBefore() {
    PodFacts ended =
        new PodFacts(
            Optional.of(true),
            Optional.of(new PodFacts.OutOfMemory(NOW, "It has 682 MiB.")),
            Optional.empty(),
            Optional.empty());
    SparkHistoryServerStatus again =
        status(SparkHistoryServerStatus.EMPTY, up, facts(NOW, ended), NOW);
    HistoryServerConditions.Facts changed = factsOfChangedSpec();

    assertThat(memory(status(again, up, changed, LATER))).isEmpty();
  }

  @Test
  void logsOfANewerSparkAreToldUntilTheLogsChange() {
    SparkHistoryServerStatus newer =
        status(SparkHistoryServerStatus.EMPTY, up, facts(NOW, listing("4.1")), NOW);

    assertThat(newer.condition(ConditionType.SPARK_VERSION).orElseThrow().getMessage())
        .contains("Spark 4.1", "Spark 4.0", "spec.sparkVersion to 4.1");
    assertThat(status(newer, asleep, facts(NOW), LATER).condition(ConditionType.SPARK_VERSION))
        .isPresent();
    assertThat(
            status(newer, up, facts(NOW, listing("4.0")), LATER)
                .condition(ConditionType.SPARK_VERSION))
        .isEmpty();
  }

  private static PodFacts listing(String newest) {
    return PodFacts.NONE.with(
        Optional.of(
            new PodFacts.Listing(
                SparkVersion.parse("4.0"),
                new ApplicationList(List.of(), Set.of(newest, "3.5.1")),
                NOW)),
        Optional.empty());
  }

  private static Optional<String> memory(SparkHistoryServerStatus status) {
    return status.condition(ConditionType.MEMORY).map(Condition::getReason);
  }

  private static String time(SparkHistoryServerStatus status, ConditionType type) {
    return status.condition(type).orElseThrow().getLastTransitionTime();
  }

  static SparkHistoryServerStatus status(
      SparkHistoryServerStatus before,
      Situation situation,
      HistoryServerConditions.Facts facts,
      Instant now) {
    return HistoryServerConditions.status(before, situation, facts, now);
  }

  private static HistoryServerConditions.Facts factsOfChangedSpec() {
    return new HistoryServerConditions.Facts(
        2L, facts(NOW).addresses(), Optional.of(NOW), Optional.of(NOW), PodFacts.NONE, Set.of());
  }

  static HistoryServerConditions.Facts facts(Instant lastActivity) {
    return facts(lastActivity, PodFacts.NONE);
  }

  static HistoryServerConditions.Facts facts(Instant lastActivity, PodFacts pods) {
    return new HistoryServerConditions.Facts(
        1L,
        new HistoryServerConditions.Addresses(
            "/sparkhistory/team-a/", Optional.of("file:/logs"), Optional.of(true)),
        Optional.of(lastActivity),
        Optional.of(NOW),
        pods,
        Set.of());
  }
}
