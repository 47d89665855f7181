package io.sparkhistory.provisioner.control;

import io.sparkhistory.provisioner.state.StartQueue;
import io.sparkhistory.provisioner.state.StartQueue.Kind;
import io.sparkhistory.provisioner.state.StartQueue.Ticket;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks the start queue on behalf of servers, and wakes those whose turn has come. */
final class Admission {
  private final StartQueue queue;
  private final Consumer<String> wake;
  private boolean tookOver;

  /**
   * @param wake has a tenant looked at again
   */
  Admission(StartQueue queue, Consumer<String> wake) {
    this.queue = queue;
    this.wake = wake;
  }

  /**
   * Counts the servers that the leader before this one has started and that do not answer yet, once
   * and before the first decision. What they were started for is not known, so they count as
   * visits.
   *
   * @param starting since when each of them starts, by tenant
   */
  synchronized void takeOver(Supplier<Map<String, Instant>> starting) {
    if (!tookOver) {
      starting.get().forEach((tenant, since) -> queue.occupy(tenant, Kind.VISIT, since));
      tookOver = true;
    }
  }

  /**
   * Asks the queue.
   *
   * @return place in the queue; empty when the server may start, or does not ask for a place
   */
  Optional<Ticket.Wait> ask(String tenant, Demand demand, Instant now) {
    switch (demand.ask()) {
      case PLACE -> {
        return queue.ask(tenant, demand.kind(), now) instanceof Ticket.Wait wait
            ? Optional.of(wait)
            : Optional.empty();
      }
      case OCCUPY -> queue.occupy(tenant, demand.kind(), now);
      case RELEASE -> release(tenant);
      case NOTHING -> {}
    }
    return Optional.empty();
  }

  /** A decision was applied; when that ends a start, its place is free. */
  void applied(String tenant, Decision done) {
    if (done.settled()) {
      release(tenant);
    }
  }

  /** Gives a tenant's place back; does nothing without one. */
  void release(String tenant) {
    queue.release(tenant).forEach(wake);
  }
}
