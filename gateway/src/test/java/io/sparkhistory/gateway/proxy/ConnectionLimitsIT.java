package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.OriginScripts;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** As many connections as there may be, and one more, over real sockets. */
@ExtendWith(BufferLeaks.class)
class ConnectionLimitsIT {
  private final Gateway.Limits limits = new Gateway.Limits();

  @Test
  void oneConnectionTooManyIsToldSoWhileTheOthersAreBusy() throws Exception {
    limits.clients = 3;
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin = new RawOrigin(OriginScripts.okAfter(go));
        Gateway gateway = new Gateway(limits).tenant("a", origin)) {
      try (Crowd within = new Crowd(gateway, 3).ask("/sparkhistory/a/")) {
        Eventually.that(() -> assertThat(origin.received).hasSize(3));

        try (RawClient beyond = gateway.client()) {
          assertTurnedAway(beyond);
        }
        go.countDown();
        within.assertServed();
        Eventually.that(
            () -> assertThat(gateway.events.limited).containsExactly(Limit.CONNECTIONS));
      }
      assertNextIsServed(gateway);
    }
  }

  @Test
  void howeverManyAreTurnedAwayOneAfterTheOtherEachIsToldSo() throws Exception {
    limits.clients = 1;
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin = new RawOrigin(OriginScripts.okAfter(go));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient busy = gateway.client().get("/sparkhistory/a/")) {
      Eventually.that(() -> assertThat(origin.received).hasSize(1));
      for (int i = 0; i < 300; i++) {
        try (RawClient beyond = gateway.client()) {
          assertTurnedAway(beyond);
        }
      }
      go.countDown();
      assertThat(busy.read().status()).isEqualTo(200);
    }
  }

  @Test
  void connectionsThatOnlyWaitGiveWayToThoseThatWantSomething() throws Exception {
    limits.clients = 40;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        Crowd idle = new Crowd(gateway, 40)) {
      assertThat(idle.clients).hasSize(40);
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(40));
      Eventually.that(
          () -> {
            try (RawClient next = gateway.client()) {
              assertThat(next.get("/sparkhistory/a/").read().status()).isEqualTo(200);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // all of 127.0.0.0/8 is this machine there
  void oneConnectionTooManyFromAnAddressIsToldSoAndOtherAddressesAreNot() throws Exception {
    limits.perAddress = 2;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).tenant("a", origin)) {
      try (Crowd within = new Crowd(gateway, 2)) {
        for (RawClient client : within.clients) {
          assertThat(client.get("/sparkhistory/a/").read().status()).isEqualTo(200);
        }
        try (RawClient beyond = gateway.client();
            RawClient other = from("127.0.0.2", gateway)) {
          assertTurnedAway(beyond);
          assertThat(other.get("/sparkhistory/a/").read().status()).isEqualTo(200);
        }
        Eventually.that(
            () ->
                assertThat(gateway.events.limited).containsExactly(Limit.CONNECTIONS_PER_ADDRESS));
      }
      assertNextIsServed(gateway);
    }
  }

  @Test
  void theLastRequestOfAConnectionIsAnsweredAndSaysThatItWasTheLast() throws IOException {
    limits.requests = 3;
    try (RawOrigin origin = new RawOrigin(e -> e.ok(e.requestLine().split(" ")[1]));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      for (int i = 1; i <= 4; i++) {
        client.get("/sparkhistory/a/" + i);
      }
      assertThat(client.read().values("Connection")).isEmpty();
      assertThat(client.read().values("Connection")).isEmpty();
      Response last = client.read();

      assertThat(last.body()).isEqualTo("/3");
      assertThat(last.value("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
      assertThat(origin.received).hasSize(3);
      Eventually.that(
          () -> assertThat(gateway.events.limited).containsExactly(Limit.REQUESTS_PER_CONNECTION));
    }
  }

  private static void assertTurnedAway(RawClient client) throws IOException {
    Response response = client.read();
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.values("Retry-After")).hasSize(1);
    assertThat(response.value("Connection")).isEqualTo("close");
    assertThat(client.ended()).isTrue();
  }

  /** Once all others have gone. */
  private static void assertNextIsServed(Gateway gateway) throws IOException {
    Eventually.that(() -> assertThat(gateway.events.clients).hasValue(0));
    try (RawClient next = gateway.client()) {
      assertThat(next.get("/sparkhistory/a/").read().status()).isEqualTo(200);
    }
  }

  private static RawClient from(String address, Gateway gateway) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    return new RawClient(gateway.server.address(), socket);
  }
}
