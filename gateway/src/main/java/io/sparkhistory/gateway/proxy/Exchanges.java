package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.http.HeadParser;
import java.util.ArrayDeque;

/** Spare exchanges of one event loop. For one thread. */
final class Exchanges {
  private static final int MOST = 1024;

  private final HeadParser parser;
  private final ArrayDeque<Exchange> spare = new ArrayDeque<>();

  Exchanges(HeadParser parser) {
    this.parser = parser;
  }

  Exchange take() {
    Exchange exchange = spare.pollLast();
    return exchange == null ? new Exchange(parser) : exchange;
  }

  void give(Exchange exchange) {
    exchange.clear();
    if (spare.size() < MOST) {
      spare.addLast(exchange);
    }
  }
}
