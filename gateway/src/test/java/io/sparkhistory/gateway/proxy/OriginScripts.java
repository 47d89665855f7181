package io.sparkhistory.gateway.proxy;

import io.sparkhistory.fixture.Eventually;
import java.util.concurrent.CountDownLatch;

/** What origins of several tests do. */
final class OriginScripts {
  private OriginScripts() {}

  /** A plain 200, as soon as the test lets it go. */
  static RawOrigin.Script okAfter(CountDownLatch go) {
    return e -> {
      Eventually.happens(go);
      e.ok("x");
    };
  }

  /** These bytes, and the end of the connection. */
  static RawOrigin.Script sendAndClose(String answer) {
    return e -> {
      e.send(answer);
      e.socket.close();
    };
  }
}
