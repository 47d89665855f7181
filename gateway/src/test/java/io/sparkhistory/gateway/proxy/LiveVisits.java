package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.fixture.RawClient;
import java.io.IOException;

/** Visits to the UI of app-1 of namespace a while it runs. */
final class LiveVisits {
  static final String LIVE = "/sparkhistory/a/-/live/app-1/";
  static final String ALICE = "kubeflow-userid: alice@example.com\r\n";
  static final String HTML = ALICE + "Accept: text/html\r\n";

  private LiveVisits() {}

  /** The response to a GET with these header lines, on a connection of its own. */
  static RawClient.Response ask(Gateway gateway, String target, String lines) throws IOException {
    try (RawClient client = gateway.client()) {
      return client.send("GET " + target + " HTTP/1.1\r\nHost: gw\r\n" + lines + "\r\n").read();
    }
  }
}
