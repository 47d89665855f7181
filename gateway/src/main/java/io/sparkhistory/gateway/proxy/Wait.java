package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.ScheduledFuture;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.upstream.ConnectionRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reason why a request waits after its head was read and before it is forwarded. Each wait is an
 * object of its own: events for an earlier one find another state and are dropped.
 */
sealed interface Wait extends ClientState {

  @Override
  default boolean received(ClientConnection client, ByteBuf data) {
    return client.holdBack(data);
  }

  @Override
  default void deadlinePassed(ClientConnection client) {}

  /** For the gate, which asks whether access is allowed. {@code --access-timeout} ends it. */
  final class ForPlan implements Wait {}

  /** For the namespaces that the start page lists. Their own patience ends it. */
  final class ForNamespaces implements Wait {}

  /** For a driver, which is asked where its links lead. A patience of the gate's ends it. */
  final class ForLinks implements Wait {}

  /** A wait that ends with what the gate says when it is asked again, some time later. */
  sealed interface ForAnotherLook extends Wait {
    /** The look that comes next; cancelled with the wait. */
    void next(ScheduledFuture<?> look);
  }

  /** An API client is held while the history server wakes, until {@code --wake-hold} has passed. */
  final class ForWake implements ForAnotherLook {
    private final HeldClients.Place place;
    private final long until;
    private @Nullable ScheduledFuture<?> look;

    /**
     * @param until when the client is told to come again, as {@link System#nanoTime}
     */
    ForWake(HeldClients.Place place, long until) {
      this.place = place;
      this.until = until;
    }

    long until() {
      return until;
    }

    @Override
    public void next(ScheduledFuture<?> next) {
      look = next;
    }

    @Override
    public void abandon() {
      place.release();
      cancel(look);
    }
  }

  /**
   * A history server could not be asked: whether it sleeps or has moved shows within two seconds.
   * Then the request is passed on anew, or the refusal is what the client gets.
   */
  final class ForSecondLook implements ForAnotherLook {
    private final Plan.Refuse refusal;
    private final String why;
    private @Nullable ScheduledFuture<?> look;

    ForSecondLook(Plan.Refuse refusal, String why) {
      this.refusal = refusal;
      this.why = why;
    }

    Plan.Refuse refusal() {
      return refusal;
    }

    String why() {
      return why;
    }

    @Override
    public void next(ScheduledFuture<?> next) {
      look = next;
    }

    @Override
    public void abandon() {
      cancel(look);
    }
  }

  /** For a connection that others use. {@code --response-timeout} ends it. */
  record ForFreeConnection(ConnectionRequest request, Forwarding forwarding) implements Wait {
    @Override
    public void deadlinePassed(ClientConnection client) {
      request.cancel();
      forwarding.waitedTooLong();
    }

    @Override
    public void abandon() {
      request.cancel();
    }
  }

  /** For a connection that is being opened. {@code --connect-timeout} ends it. */
  record ForNewConnection(ConnectionRequest request) implements Wait {
    @Override
    public void abandon() {
      request.cancel();
    }
  }

  private static void cancel(@Nullable ScheduledFuture<?> look) {
    if (look != null) {
      var unused = look.cancel(false);
    }
  }
}
