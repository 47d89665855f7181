package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that wait in the pool while their server forgets them: no visitor pays for it. */
@ExtendWith(BufferLeaks.class)
class DeadConnectionsIT {

  /**
   * While a server restarts: two connections wait, the first that is taken is dead, and the port is
   * closed. When it opens again, the other dead one must not be met.
   */
  @Test
  void whatMetADeadConnectionAndAClosedPortMeetsNoOtherDeadOne() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    RawOrigin.Script script =
        e -> {
          if (e.requestLine().contains("/together")) {
            both.countDown();
            Eventually.happens(both);
            e.ok("x");
          } else {
            e.reset();
          }
        };
    try (RawOrigin first = new RawOrigin(script);
        Gateway gateway = new Gateway().tenant("a", first)) {
      fillPool(gateway);
      first.stopListening();
      try (RawClient client = gateway.client()) {
        client.get("/sparkhistory/a/page");
        Eventually.that(() -> assertThat(gateway.events.retries).hasValue(1));
        Eventually.that(() -> assertThat(gateway.asked).hasValueGreaterThan(3));
        try (RawOrigin second = new RawOrigin(first.port(), e -> e.ok("second"))) {
          RawClient.Response response = client.read();

          assertThat(response.status()).as(response.body()).isEqualTo(200);
          assertThat(response.body()).isEqualTo("second");
          assertThat(second.received).hasSize(1);
          assertThat(first.received).hasSize(3);
        }
      }
    }
  }

  private static void fillPool(Gateway gateway) throws IOException {
    try (RawClient one = gateway.client();
        RawClient other = gateway.client()) {
      one.get("/sparkhistory/a/together");
      other.get("/sparkhistory/a/together");
      assertThat(one.read().status()).isEqualTo(200);
      assertThat(other.read().status()).isEqualTo(200);
    }
    Eventually.that(() -> assertThat(gateway.events.idle).hasValue(2));
  }

  /**
   * The connection was opened for a client that did not wait for it. It has waited in the pool, so
   * the server may have forgotten it as any other.
   */
  @Test
  void aConnectionThatNobodyHasUsedYetMayHaveDiedInThePoolToo() throws Exception {
    try (ServerSocket crowded = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Gateway gateway = new Gateway().tenant("a", "127.0.0.1", crowded.getLocalPort())) {
      crowded.setSoTimeout(180_000);
      List<Socket> crowd = crowd(crowded);
      RawClient impatient = gateway.client();
      impatient.get("/sparkhistory/a/");
      Eventually.that(() -> assertThat(gateway.asked).hasValue(1));
      impatient.close();
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(0));
      for (Socket socket : crowd) {
        crowded.accept().close();
        socket.close();
      }
      Socket unused = crowded.accept();
      Eventually.that(() -> assertThat(gateway.events.idle).hasValue(1));

      try (RawClient client = gateway.client()) {
        client.get("/sparkhistory/a/page");
        assertThat(unused.getInputStream().read()).isEqualTo('G');
        unused.setSoLinger(true, 0);
        unused.close();
        try (Socket fresh = crowded.accept()) {
          fresh.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(ISO_8859_1));
          assertThat(client.read().status()).isEqualTo(204);
        }
      }
      Eventually.that(() -> assertThat(gateway.events.retries).hasValue(1));
    }
  }

  /** As many as the operating system takes for a server that accepts nobody. */
  private static List<Socket> crowd(ServerSocket server) throws IOException {
    List<Socket> crowd = new ArrayList<>();
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    while (true) {
      Socket next = new Socket();
      try {
        next.connect(address, 300);
        crowd.add(next);
      } catch (SocketTimeoutException full) {
        next.close();
        return crowd;
      }
    }
  }
}
