package io.sparkhistory.provisioner.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Optional<Instant> WOKEN = Optional.of(NOW.minusSeconds(40));
  private static final Optional<Instant> ASKED = Optional.of(NOW.minusSeconds(1));

  private final Restarts starts = new Restarts();

  private Optional<Instant> due(Optional<Instant> renewTime, Instant now) {
    return starts.due("a", renewTime, Optional.of(NOW.minusSeconds(20)), now);
  }

  @Test
  void theVisitThatWokeItIsNoWishForARestart() {
    starts.well("a", WOKEN);
    assertThat(due(WOKEN, NOW)).isEmpty();
  }

  @Test
  void aVisitAfterTheFailureIsServedOnce() {
    starts.well("a", WOKEN);
    assertThat(due(ASKED, NOW)).contains(NOW);
    starts.started("a", ASKED, NOW);
    assertThat(due(ASKED, NOW.plusSeconds(60))).isEmpty();
  }

  @Test
  void aClockThatIsBehindAsksAsWell() {
    starts.well("a", ASKED);
    assertThat(due(WOKEN, NOW)).contains(NOW);
  }

  @Test
  void whoAsksTooSoonIsServedALittleLater() {
    starts.well("a", WOKEN);
    starts.started("a", WOKEN, NOW);
    starts.well("a", WOKEN); // while it starts
    assertThat(due(ASKED, NOW.plusSeconds(5))).contains(NOW.plus(Restarts.PAUSE));
    assertThat(due(ASKED, NOW.plusSeconds(20))).contains(NOW.plusSeconds(20));
  }

  @Test
  void withoutMemoryTheStatusSaysWhetherSomebodyAskedSinceItFailed() {
    assertThat(due(ASKED, NOW)).contains(NOW);
    starts.forget("a");
    assertThat(due(WOKEN, NOW)).isEmpty();
    starts.forget("a");
    assertThat(starts.due("a", ASKED, Optional.empty(), NOW)).isEmpty();
  }

  @Test
  void aLeaseThatNobodyRenewedAsksForNothing() {
    assertThat(due(Optional.empty(), NOW)).isEmpty();
  }
}
