package io.sparkhistory.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;

/** What a gate decides when nothing is left to wait for. */
final class Decided {
  private Decided() {}

  static Plan plan(RequestGate gate, FakeVisit visit) {
    CompletableFuture<Plan> plan = gate.decide(visit).toCompletableFuture();
    assertThat(plan).isDone();
    return plan.join();
  }

  /** Of a request that is refused. */
  static Outcome outcome(RequestGate gate, FakeVisit visit) {
    Plan plan = plan(gate, visit);
    assertThat(plan).isInstanceOf(Plan.Refuse.class);
    return ((Plan.Refuse) plan).outcome();
  }
}
