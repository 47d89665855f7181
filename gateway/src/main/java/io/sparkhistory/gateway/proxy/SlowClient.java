package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;

/** What becomes of a client that takes too long to send, or to read. */
final class SlowClient {
  private final Worker worker;
  private final ClientConnection client;

  SlowClient(Worker worker, ClientConnection client) {
    this.worker = worker;
    this.client = client;
  }

  /** The head of a request is not complete in time. */
  void head() {
    worker.parts.events().limited(Limit.SLOW_HEAD);
    client.refuse(Outcome.REQUEST_TIMEOUT, "The request's head took too long.", "");
  }

  /** No byte of a request's body has moved; a client that is not read is not to blame. */
  void body(Exchange exchange) {
    if (exchange.answerBegun) {
      reader(exchange);
    } else if (client.isRead()) {
      worker.parts.events().limited(Limit.SLOW_BODY);
      client.refuse(Outcome.REQUEST_TIMEOUT, "The request's body took too long.", "Try again.");
    } else {
      client.refuse(Outcome.UPSTREAM_TIMEOUT, "The history server takes no data.", "Try again.");
    }
  }

  /** The client may be slow as long as it reads at all. */
  void reader(Exchange exchange) {
    if (client.drains()) {
      client.awaitReader();
      return;
    }
    worker.parts.events().limited(Limit.SLOW_READER);
    exchange.ends(Outcome.CLIENT_GONE, "the client stopped reading");
    client.refuse(Outcome.CLIENT_GONE, "", "");
  }

  /** No further request has come. What is left of the last answer may still be on its way. */
  void idle() {
    if (client.unsent() > 0) {
      if (client.drains()) {
        client.awaitReader();
        return;
      }
      worker.parts.events().limited(Limit.SLOW_READER);
    }
    client.close();
  }
}
