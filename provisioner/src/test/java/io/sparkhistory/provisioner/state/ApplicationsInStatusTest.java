package io.sparkhistory.provisioner.state;

import static io.sparkhistory.provisioner.state.HistoryServerConditionsTest.facts;
import static io.sparkhistory.provisioner.state.HistoryServerConditionsTest.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.ListedApplication;
import io.sparkhistory.api.Phase;
import io.sparkhistory.api.SparkHistoryServerStatus;
import io.sparkhistory.listing.ApplicationList;
import io.sparkhistory.provisioner.spec.SparkVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When the status has the list of applications, and of which time. */
class ApplicationsInStatusTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  private final Situation asleep = new Situation.Asleep(false);
  private final Situation up = new Situation.Up(NOW.plusSeconds(12));

  @Test
  void theListIsWrittenWhenItChangesAndItsTimeWithAnyChange() {
    SparkHistoryServerStatus first = read(SparkHistoryServerStatus.EMPTY, up, NOW, "a");
    assertThat(first.applications()).extracting(ListedApplication::id).containsExactly("a");
    assertThat(first.applicationCount()).isEqualTo(1);
    assertThat(first.applicationsAsOf()).isEqualTo("2026-03-02T09:00:00Z");

    assertThat(read(first, up, LATER, "a")).isSameAs(first);
    assertThat(read(first, up, LATER, "b", "a").applicationsAsOf())
        .isEqualTo("2026-03-02T09:01:00Z");
    assertThat(read(first, asleep, LATER, "a").applicationsAsOf())
        .isEqualTo("2026-03-02T09:01:00Z");
  }

  @Test
  void theTimeOfTheListIsWrittenOnceAfterEachStart() {
    Instant past = NOW.minusSeconds(86_400);
    SparkHistoryServerStatus woken =
        woken(read(SparkHistoryServerStatus.EMPTY, asleep, past, "a"), NOW);
    assertThat(woken.applicationsAsOf()).isEqualTo("2026-03-01T09:00:00Z");

    SparkHistoryServerStatus read = read(woken, up, NOW.plusSeconds(20), "a");
    assertThat(read.applicationsAsOf()).isEqualTo("2026-03-02T09:00:20Z");
    assertThat(read(read, up, NOW.plusSeconds(320), "a")).isSameAs(read);
  }

  /** The same server after a start whose list has not been read yet. */
  private SparkHistoryServerStatus woken(SparkHistoryServerStatus before, Instant now) {
    return status(before, up, facts(now), now);
  }

  @Test
  void theListStaysUntilAnotherFolderIsNamed() {
    SparkHistoryServerStatus read = read(SparkHistoryServerStatus.EMPTY, up, NOW, "a");

    SparkHistoryServerStatus slept = status(read, asleep, facts(LATER), LATER);
    assertThat(slept.applications()).isEqualTo(read.applications());
    assertThat(slept.applicationsAsOf()).isEqualTo(read.applicationsAsOf());

    HistoryServerConditions.Facts elsewhere =
        new HistoryServerConditions.Facts(
            2L,
            new HistoryServerConditions.Addresses(
                "/", Optional.of("file:/others"), Optional.of(true)),
            Optional.of(NOW),
            Optional.of(NOW),
            PodFacts.NONE,
            Set.of());
    SparkHistoryServerStatus moved = status(slept, asleep, elsewhere, LATER);
    assertThat(moved.applications()).isNull();
    assertThat(moved.applicationCount()).isNull();
    assertThat(moved.applicationsAsOf()).isNull();
  }

  @Test
  void aListThatCannotBeReadIsToldOnceAndNothingElseSuffers() {
    SparkHistoryServerStatus read = read(SparkHistoryServerStatus.EMPTY, up, NOW, "a");
    PodFacts unreadable = PodFacts.NONE.with(Optional.empty(), Optional.of("no answer"));

    SparkHistoryServerStatus told = status(read, up, facts(LATER, unreadable), LATER);
    assertThat(told.condition(ConditionType.APPLICATIONS).orElseThrow().getMessage())
        .contains("no answer");
    assertThat(told.phase()).isEqualTo(Phase.READY);
    assertThat(told.applications()).isEqualTo(read.applications());
    Instant muchLater = LATER.plusSeconds(600);
    assertThat(status(told, up, facts(muchLater, unreadable), muchLater)).isSameAs(told);

    SparkHistoryServerStatus slept = status(told, asleep, facts(muchLater), muchLater);
    assertThat(slept.condition(ConditionType.APPLICATIONS)).isPresent();
    assertThat(read(slept, up, muchLater, "a").condition(ConditionType.APPLICATIONS)).isEmpty();
  }

  private SparkHistoryServerStatus read(
      SparkHistoryServerStatus before, Situation situation, Instant asOf, String... ids) {
    List<ListedApplication> rows =
        Stream.of(ids)
            .map(id -> new ListedApplication(id, null, null, null, null, null, null))
            .toList();
    PodFacts.Listing listing =
        new PodFacts.Listing(
            SparkVersion.parse("4.0"), new ApplicationList(rows, Set.of("4.0.1")), asOf);
    PodFacts pods = PodFacts.NONE.with(Optional.of(listing), Optional.empty());
    return status(before, situation, facts(NOW, pods), asOf);
  }
}
