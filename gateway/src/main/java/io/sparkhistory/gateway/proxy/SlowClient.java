package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.time.Duration;

/** Ends the request of a client that is too slow to send, or to read. */
final class SlowClient {
  private final ProxyEvents events;
  private final Duration bodyIdle;

  /**
   * @param bodyIdle between two moves of a body's bytes
   */
  SlowClient(ProxyEvents events, Duration bodyIdle) {
    this.events = events;
    this.bodyIdle = bodyIdle;
  }

  /** The head of a request is not complete in time. */
  void head(Downstream client) {
    events.limited(Limit.SLOW_HEAD);
    refuse(client, Outcome.REQUEST_TIMEOUT, "The request's head took too long.", "");
  }

  /** No byte of a request's body has moved; a client that is not read is not to blame. */
  void body(Downstream client) {
    if (client.exchange().responseBegun()) {
      reader(client);
    } else if (client.isRead()) {
      events.limited(Limit.SLOW_BODY);
      refuse(client, Outcome.REQUEST_TIMEOUT, "The request's body took too long.", "Try again.");
    } else {
      refuse(client, Outcome.UPSTREAM_TIMEOUT, "The history server takes no data.", "Try again.");
    }
  }

  /** The client may be slow as long as it reads at all. */
  void reader(Downstream client) {
    if (client.drains()) {
      awaitReader(client);
      return;
    }
    events.limited(Limit.SLOW_READER);
    client.exchange().record().ends(Outcome.CLIENT_GONE, "the client stopped reading");
    refuse(client, Outcome.CLIENT_GONE, "", "");
  }

  /** No further request has come. What is left of the last response may still be on its way. */
  void idle(Downstream client) {
    if (client.unsent() > 0) {
      if (client.drains()) {
        awaitReader(client);
        return;
      }
      events.limited(Limit.SLOW_READER);
    }
    client.close();
  }

  /** The client does not read as fast as the history server sends: it must at least read on. */
  void awaitReader(Downstream client) {
    var unused = client.drains();
    client.setDeadline(bodyIdle);
  }

  private static void refuse(Downstream client, Outcome outcome, String reason, String nextStep) {
    client.refuse(Plan.Refuse.of(outcome, reason, nextStep));
  }
}
