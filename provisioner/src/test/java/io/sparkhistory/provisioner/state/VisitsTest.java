package io.sparkhistory.provisioner.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VisitsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  private final Visits visits = new Visits();

  private Optional<Instant> last(Duration renewed, Duration now) {
    return visits.last("a", Optional.of(NOW.plus(renewed)), NOW.plus(now));
  }

  @Test
  void aVisitIsWhenTheLeaseSays() {
    assertThat(last(Duration.ofMinutes(-5), Duration.ZERO))
        .contains(NOW.minus(Duration.ofMinutes(5)));
  }

  @Test
  void nobodyLooksInTheFuture() {
    assertThat(last(Duration.ofDays(365), Duration.ZERO)).contains(NOW);
    // and it does not move on with the time
    assertThat(last(Duration.ofDays(365), Duration.ofHours(1))).contains(NOW);
  }

  @Test
  void aLateWriteOfAnotherReplicaTakesNothingBack() {
    last(Duration.ZERO, Duration.ZERO);
    assertThat(last(Duration.ofSeconds(-50), Duration.ofSeconds(1))).contains(NOW);
    assertThat(last(Duration.ofSeconds(20), Duration.ofSeconds(30))).contains(NOW.plusSeconds(20));
  }

  @Test
  void whoSetsTheLeaseFarBackMeansIt() {
    last(Duration.ZERO, Duration.ZERO);
    assertThat(last(Duration.ofHours(-1), Duration.ofSeconds(1)))
        .contains(NOW.minus(Duration.ofHours(1)));
  }

  @Test
  void aLeaseThatIsGoneIsRememberedUntilTheTenantIsGone() {
    last(Duration.ZERO, Duration.ZERO);
    assertThat(visits.last("a", Optional.empty(), NOW)).contains(NOW);
    visits.forget("a");
    assertThat(visits.last("a", Optional.empty(), NOW)).isEmpty();
  }
}
