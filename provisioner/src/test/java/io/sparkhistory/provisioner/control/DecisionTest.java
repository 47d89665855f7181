package io.sparkhistory.provisioner.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.Reason;
import io.sparkhistory.provisioner.apply.Comparison;
import io.sparkhistory.provisioner.spec.Refusal;
import io.sparkhistory.provisioner.state.Situation;
import io.sparkhistory.provisioner.state.SleepRule.Verdict;
import io.sparkhistory.provisioner.state.SleepRule.Want;
import io.sparkhistory.provisioner.state.StartQueue.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What is done about a resource. The table is the specification. */
class DecisionTest {
  private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

  /**
   * Times in the table are ISO 8601 durations from now. The queue's reply is {@code turn} or a
   * place, and empty where nothing is asked of it.
   */
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/decisions.csv", delimiter = '|', numLinesToSkip = 1)
  void whatWasSeenSaysWhatIsDone(ArgumentsAccessor row) {
    Observation seen = seen(row);

    Demand demand = Demand.of(seen, NOW);
    Decision decision = Decision.of(seen, place(row.getString(8)), NOW);

    assertThat(
            List.of(
                demand.ask() + " " + demand.kind(),
                decision.action().name(),
                decision.wake().orElse(""),
                reason(decision.report()),
                decision.started() ? "start" : "",
                decision.settled() ? "free" : "kept",
                decision.next().map(time -> Duration.between(NOW, time).toString()).orElse("")))
        .as(row.getString(0))
        .containsExactly(
            text(row, 9),
            text(row, 10),
            text(row, 11),
            text(row, 12),
            text(row, 13),
            text(row, 14),
            text(row, 15));
    // who asks for a place must be answered, and nobody else
    assertThat(row.getString(8) != null).isEqualTo(demand.ask() == Demand.Ask.PLACE);
  }

  @Test
  void aDeploymentThatTheApiServerDoesNotTakeIsReportedAndLookedAtAgain() {
    Observation seen =
        new Observation.Accepted(
            new Verdict(Want.ALWAYS_ON, Optional.empty()),
            false,
            pods("none"),
            Comparison.State.MISSING,
            Optional.empty(),
            Optional.empty());
    Situation foreign = problem("foreign").orElseThrow();

    Decision decision = Decision.of(seen, Optional.empty(), NOW).hindered(foreign, NOW);

    assertThat(decision.report()).isEqualTo(foreign);
    assertThat(decision.next()).contains(NOW.plus(Decision.IN_THE_WAY));
  }

  private static Observation seen(ArgumentsAccessor row) {
    boolean running = text(row, 3).equals("runs");
    if (text(row, 1).equals("REFUSED")) {
      return new Observation.Refused(List.of(new Refusal(Reason.INVALID_SPEC, "x")), running);
    }
    return new Observation.Accepted(
        new Verdict(Want.valueOf(text(row, 1)), time(row.getString(2))),
        running,
        pods(text(row, 4)),
        Comparison.State.valueOf(text(row, 5).toUpperCase(Locale.ROOT)),
        problem(text(row, 6)),
        time(row.getString(7)));
  }

  private static Situation pods(String text) {
    return switch (text) {
      case "up" -> new Situation.Up(NOW.minusSeconds(9));
      case "trouble" -> new Situation.Trouble(Reason.CRASH_LOOP, "x");
      case "starting" -> onTheWay(Reason.STARTING_SPARK, Optional.empty());
      default ->
          onTheWay(
              Reason.SCHEDULING,
              text.startsWith("patient") ? time(text.substring(8)) : Optional.empty());
    };
  }

  private static Situation onTheWay(Reason step, Optional<Instant> until) {
    return new Situation.OnTheWay(step, "", until);
  }

  private static Optional<Situation> problem(String text) {
    return switch (text) {
      case "foreign" ->
          Optional.of(new Situation.Refused(List.of(new Refusal(Reason.FOREIGN_OBJECT, "x"))));
      case "quota" -> Optional.of(new Situation.Trouble(Reason.QUOTA_EXCEEDED, "x"));
      default -> Optional.empty();
    };
  }

  private static Optional<Ticket.Wait> place(@Nullable String text) {
    if (text == null || text.equals("turn")) {
      return Optional.empty();
    }
    String[] parts = text.split(" of ", -1);
    return Optional.of(new Ticket.Wait(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
  }

  /** The reason that the status gets. */
  private static String reason(Situation report) {
    if (report instanceof Situation.Refused refused) {
      return refused.refusals().get(0).reason().text();
    }
    if (report instanceof Situation.Asleep asleep) {
      return asleep.suspended() ? "Suspended" : "Asleep";
    }
    if (report instanceof Situation.Queued queued) {
      return "Queued " + queued.position() + " of " + queued.total();
    }
    if (report instanceof Situation.OnTheWay onTheWay) {
      return onTheWay.step().text();
    }
    return report instanceof Situation.Trouble trouble ? trouble.reason().text() : "Ready";
  }

  private static Optional<Instant> time(@Nullable String offset) {
    return Optional.ofNullable(offset).map(text -> NOW.plus(Duration.parse(text)));
  }

  private static String text(ArgumentsAccessor row, int column) {
    return Objects.requireNonNullElse(row.getString(column), "");
  }
}
