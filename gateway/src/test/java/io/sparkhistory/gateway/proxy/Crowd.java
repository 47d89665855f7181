package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.fixture.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clients of a gateway that are connected all at the same time. */
final class Crowd implements AutoCloseable {
  final List<RawClient> clients = new ArrayList<>();

  Crowd(Gateway gateway, int size) throws IOException {
    for (int i = 0; i < size; i++) {
      clients.add(gateway.client());
    }
  }

  /** Each of them asks for a target as alice; their responses are not read. */
  Crowd ask(String target) throws IOException {
    for (RawClient client : clients) {
      client.get(target);
    }
    return this;
  }

  /** Reads a response for each of them. */
  void assertServed() throws IOException {
    for (RawClient client : clients) {
      assertThat(client.read().status()).isEqualTo(200);
    }
  }

  @Override
  public void close() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
  }
}
