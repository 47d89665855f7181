package io.sparkhistory.provisioner.state;

import static io.sparkhistory.provisioner.state.StartQueue.Kind.CLEANING;
import static io.sparkhistory.provisioner.state.StartQueue.Kind.FIRST;
import static io.sparkhistory.provisioner.state.StartQueue.Kind.VISIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.provisioner.state.StartQueue.Ticket;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StartQueueTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
  private static final Ticket GO = new Ticket.Go();

  private final StartQueue queue = new StartQueue(2);

  @Test
  void onlySoManyStartAtOnceAndTheRestAreToldTheirPosition() {
    assertThat(queue.ask("a", VISIT, NOW)).isEqualTo(GO);
    assertThat(queue.ask("b", VISIT, NOW)).isEqualTo(GO);
    assertThat(queue.ask("c", VISIT, NOW)).isEqualTo(new Ticket.Wait(1, 1));
    assertThat(queue.ask("d", VISIT, NOW)).isEqualTo(new Ticket.Wait(2, 2));
    assertThat(queue.ask("c", VISIT, NOW)).isEqualTo(new Ticket.Wait(1, 2));
    assertThat(queue.starting()).isEqualTo(2);
    assertThat(queue.queued()).isEqualTo(2);
  }

  @Test
  void whoeverHoldsAPlaceKeepsIt() {
    queue.ask("a", VISIT, NOW);
    queue.ask("b", VISIT, NOW);

    assertThat(queue.ask("a", VISIT, NOW)).isEqualTo(GO);
  }

  @Test
  void theFirstInTheLineIsCalledWhenAPlaceIsGivenBack() {
    queue.ask("a", VISIT, NOW);
    queue.ask("b", VISIT, NOW);
    queue.ask("c", VISIT, NOW);
    queue.ask("d", VISIT, NOW);

    assertThat(queue.release("a")).containsExactly("c");
    assertThat(queue.ask("d", VISIT, NOW)).isEqualTo(new Ticket.Wait(2, 2));
    assertThat(queue.ask("c", VISIT, NOW)).isEqualTo(GO);
  }

  @Test
  void whoeverLeavesTheLineIsNotWaitedFor() {
    queue.ask("a", VISIT, NOW);
    queue.ask("b", VISIT, NOW);
    queue.ask("c", VISIT, NOW);
    queue.ask("d", VISIT, NOW);

    assertThat(queue.release("c")).isEmpty();
    assertThat(queue.ask("d", VISIT, NOW)).isEqualTo(new Ticket.Wait(1, 1));
  }

  @Test
  void aVisitorGoesBeforeTheCleaner() {
    queue.ask("a", VISIT, NOW);
    queue.ask("b", VISIT, NOW);
    queue.ask("cleaned", CLEANING, NOW);

    assertThat(queue.ask("c", VISIT, NOW)).isEqualTo(new Ticket.Wait(1, 2));
    assertThat(queue.release("a")).containsExactly("c");
  }

  @Test
  void cleaningTakesAtMostHalfOfThePlaces() {
    assertThat(queue.ask("a", CLEANING, NOW)).isEqualTo(GO);
    assertThat(queue.ask("b", CLEANING, NOW)).isEqualTo(new Ticket.Wait(1, 1));
    assertThat(queue.ask("c", VISIT, NOW)).isEqualTo(GO);
  }

  @Test
  void cleaningGoesOnWithASinglePlace() {
    assertThat(new StartQueue(1).ask("a", CLEANING, NOW)).isEqualTo(GO);
  }

  @Test
  void aVisitorWhoComesDuringCleaningKeepsThePlace() {
    queue.ask("a", CLEANING, NOW);

    assertThat(queue.ask("a", VISIT, NOW)).isEqualTo(GO);
    assertThat(queue.ask("b", CLEANING, NOW)).isEqualTo(GO);
  }

  @Test
  void aPlaceThatIsNeverGivenBackIsFreeAfterTheLongestStart() {
    queue.ask("a", VISIT, NOW);
    queue.ask("b", VISIT, NOW);
    Instant later = NOW.plus(StartQueue.LONGEST_START).plusSeconds(1);

    assertThat(queue.ask("c", VISIT, later)).isEqualTo(GO);
  }

  @Test
  void aServerThatIsStartingAlreadyCounts() {
    queue.occupy("a", VISIT, NOW);
    queue.occupy("b", VISIT, NOW);

    assertThat(queue.ask("c", VISIT, NOW)).isEqualTo(new Ticket.Wait(1, 1));
  }

  @Test
  void visitsGoBeforeFirstStartsAndTheseBeforeCleaning() {
    StartQueue single = new StartQueue(1);
    single.ask("a", VISIT, NOW);
    single.ask("cleaned", CLEANING, NOW);
    single.ask("new", FIRST, NOW);

    assertThat(single.ask("visited", VISIT, NOW)).isEqualTo(new Ticket.Wait(1, 3));
    assertThat(single.ask("new", FIRST, NOW)).isEqualTo(new Ticket.Wait(2, 3));
    assertThat(single.ask("cleaned", CLEANING, NOW)).isEqualTo(new Ticket.Wait(3, 3));
    assertThat(single.release("a")).containsExactly("visited");
  }

  @Test
  void aNewResourceThatIsVisitedWaitsBehindTheVisitorsBeforeIt() {
    queue.ask("a", VISIT, NOW);
    queue.ask("b", VISIT, NOW);
    queue.ask("new", FIRST, NOW);
    queue.ask("c", VISIT, NOW);

    assertThat(queue.ask("new", VISIT, NOW)).isEqualTo(new Ticket.Wait(2, 2));
  }

  @Test
  void fiveHundredNewResourcesLeaveHalfOfThePlacesToVisitors() {
    StartQueue four = new StartQueue(4);
    for (int i = 0; i < 500; i++) {
      four.ask("new-" + i, FIRST, NOW);
    }

    assertThat(four.starting()).isEqualTo(2);
    assertThat(four.ask("visited", VISIT, NOW)).isEqualTo(GO);
    assertThat(four.ask("cleaned", CLEANING, NOW)).isInstanceOf(Ticket.Wait.class);
  }

  @Test
  void aStartThatBeganLongAgoIsOver() {
    queue.occupy("a", VISIT, NOW.minus(StartQueue.LONGEST_START).minusSeconds(1));
    queue.occupy("b", VISIT, NOW);

    assertThat(queue.ask("c", VISIT, NOW)).isEqualTo(GO);
  }
}
