package io.sparkhistory.provisioner.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.ConditionType;
import io.sparkhistory.api.Reason;
import io.sparkhistory.api.SparkHistoryServerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LogFolderTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final String FOLDER = "s3a://company/team-a";

  private final Situation asleep = new Situation.Asleep(false);
  private final Situation starting =
      new Situation.OnTheWay(Reason.SCHEDULING, "", Optional.empty());
  private final Situation denied = new Situation.Trouble(Reason.ACCESS_DENIED, "Let it write.");

  private SparkHistoryServerStatus status = SparkHistoryServerStatus.EMPTY;
  private String directory = FOLDER;
  private long generation = 1;

  @Test
  void aFolderThatNobodyTriedIsDue() {
    assertThat(due(NOW)).isTrue();
    say(asleep, Optional.empty());
    assertThat(due(NOW)).isTrue();
    assertThat(reason()).isEqualTo("NotTried");
  }

  @Test
  void aTryThatBeganIsNotRepeatedByAnotherLeader() {
    say(starting, Optional.empty());

    assertThat(due(NOW.plusSeconds(60))).isFalse();
    assertThat(reason()).isEqualTo("CreatingLogDirectory");
  }

  @Test
  void aFolderThatWasMadeIsNotDueAgain() {
    say(starting, Optional.of(true));

    assertThat(LogFolder.of(status, directory, 7L, NOW.plus(Duration.ofDays(9))))
        .isEqualTo(new LogFolder(Optional.of(NOW), false));
    say(starting, Optional.empty()); // the next pod has not tried yet
    assertThat(reason()).isEqualTo("LogDirectoryReady");
  }

  @Test
  void anotherFolderIsDue() {
    say(starting, Optional.of(true));
    directory = "s3a://company/other";

    assertThat(due(NOW)).isTrue();
    say(asleep, Optional.empty());
    assertThat(reason()).isEqualTo("NotTried");
    assertThat(due(NOW)).isTrue();
  }

  @Test
  void aFolderThatCouldNotBeMadeIsDueWhenTheResourceChanges() {
    say(denied, Optional.of(false));
    say(asleep, Optional.empty());
    assertThat(due(NOW)).isFalse();
    generation++;

    assertThat(due(NOW)).isTrue();
    say(starting, Optional.empty());
    assertThat(due(NOW)).isFalse();
    assertThat(reason()).isEqualTo("AccessDenied"); // until something else is known
  }

  @Test
  void aFolderThatCouldNotBeMadeIsDueAfterADay() {
    say(denied, Optional.of(false));

    assertThat(due(NOW.plus(LogFolder.RETRY).minusSeconds(1))).isFalse();
    assertThat(due(NOW.plus(LogFolder.RETRY))).isTrue();
  }

  @Test
  void aServerThatDoesNotStartSaysThatItsFolderIsNotMade() {
    say(new Situation.Trouble(Reason.IMAGE_PULL_FAILED, "No such image."), Optional.empty());

    assertThat(reason()).isEqualTo("ImagePullFailed");
    assertThat(status.condition(ConditionType.LOG_DIRECTORY).orElseThrow().getStatus())
        .isEqualTo("Unknown");
    assertThat(due(NOW)).isFalse();
  }

  @Test
  void aStatusOfAnEarlierVersionSpeaksOfThePresentFolder() {
    say(asleep, Optional.of(true));
    status =
        new SparkHistoryServerStatus(
            status.phase(),
            status.url(),
            null,
            status.observedGeneration(),
            status.lastActivityTime(),
            status.wokenAt(),
            status.startSeconds(),
            status.liveApplications(),
            status.conditions(),
            null,
            null,
            null);

    assertThat(due(NOW)).isFalse();
  }

  private boolean due(Instant now) {
    return LogFolder.of(status, directory, generation, now).due();
  }

  private String reason() {
    return status.condition(ConditionType.LOG_DIRECTORY).orElseThrow().getReason();
  }

  private void say(Situation situation, Optional<Boolean> made) {
    status =
        HistoryServerConditions.status(
            status,
            situation,
            new HistoryServerConditions.Facts(
                generation,
                new HistoryServerConditions.Addresses(
                    "/", Optional.of(directory), Optional.empty()),
                Optional.empty(),
                Optional.of(NOW),
                new PodFacts(made, Optional.empty(), Optional.empty(), Optional.empty()),
                Set.of()),
            NOW);
  }
}
