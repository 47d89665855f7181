package io.sparkhistory.provisioner.control;

import io.sparkhistory.provisioner.state.StartQueue;
import io.sparkhistory.provisioner.state.StartQueue.Kind;
import io.sparkhistory.provisioner.state.StartQueue.Ticket;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks the start queue for places, and reconciles tenants whose turn has come. */
final class Admission {
  private final StartQueue queue;
  private final Consumer<String> wake;
  private boolean tookOver;

  /**
   * @param wake triggers a reconciliation of a tenant
   */
  Admission(StartQueue queue, Consumer<String> wake) {
    this.queue = queue;
    this.wake = wake;
  }

  /**
   * Counts servers that the previous leader started and that are not ready yet; once, before the
   * first decision. They count as visits, because the reason of their start is not known.
   *
   * @param starting start times by tenant
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

  /** Releases the place of a start that has ended with this decision. */
  void applied(String tenant, Decision done) {
    if (done.settled()) {
      release(tenant);
    }
  }

  /** Releases a tenant's place, or removes the tenant from the queue. */
  void release(String tenant) {
    queue.release(tenant).forEach(wake);
  }
}
