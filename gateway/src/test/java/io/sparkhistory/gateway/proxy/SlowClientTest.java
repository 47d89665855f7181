package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients that send or read slowly, on a clock that the test moves. Who goes on is served however
 * long it takes; who stands still is cut in time.
 */
@ExtendWith(BufferLeaks.class)
class SlowClientTest {
  private static final String HEAD =
      "%s /sparkhistory/ns-a/ HTTP/1.1\r\nHost: h\r\nkubeflow-userid: alice\r\n%s\r\n";
  private static final String GET = HEAD.formatted("GET", "");

  /** Half of what a body may be silent. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Machine machine = new Machine();
  private final EmbeddedClient client = machine.client();

  @AfterEach
  void end() {
    machine.close();
  }

  @Test
  void aHeadThatTricklesInTooSlowlyIs408() {
    machine.arrives(client, "GET /sparkhistory/a/ HTTP/1.1\r\n");
    for (int i = 0; i < 6; i++) {
      machine.pass(Duration.ofSeconds(2));
      machine.arrives(client, "X: y\r\n");
    }

    assertThat(Machine.sent(client)).startsWith("HTTP/1.1 408 ");
    assertThat(Machine.state(client)).isEqualTo("CLOSED");
    assertThat(machine.limited).containsExactly(Limit.SLOW_HEAD);
  }

  @Test
  void aBodyThatGoesOnIsServed() {
    post(20);
    for (int i = 0; i < 20; i++) {
      machine.pass(PAUSE);
      machine.arrives(client, "x");
    }
    fromServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

    assertThat(Machine.sent(machine.upstreams.getFirst().channel)).endsWith("x".repeat(20));
    assertThat(Machine.sent(client)).startsWith("HTTP/1.1 200 ");
    assertThat(machine.limited).isEmpty();
  }

  @Test
  void aResponseThatGoesOnIsNotBrokenOffBecauseItsRequestDoesNot() {
    post(1);
    fromServer("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n");
    for (int i = 0; i < 12; i++) {
      machine.pass(PAUSE);
      fromServer("x");
    }

    assertThat(Machine.sent(client)).endsWith("x".repeat(12));
    assertThat(machine.outcomes).containsExactly("forwarded");
  }

  @Test
  void aServerStaysAwakeForResponsesThatGoOnHoweverFastTheyAreRead() {
    get();
    fromServer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    assertThat(machine.touches).isEqualTo(1);
    for (int i = 0; i < 100; i++) {
      machine.pass(Duration.ofSeconds(3));
      fromServer("x");
    }

    // about twice a minute of the five
    assertThat(machine.touches).isBetween(9, 11);
  }

  @Test
  void aClientThatSendsTheRestOfItsRequestAndReadsNothingIsCutAllTheSame() {
    post(1);
    fromServer("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
    readsNothingOf("x".repeat(200_000));
    machine.arrives(client, "x");
    machine.pass(Duration.ofMinutes(2));

    assertThat(machine.outcomes).containsExactly("client_gone");
    assertThat(machine.limited).containsExactly(Limit.SLOW_READER);
    assertThat(machine.upstreams.getFirst().channel.isOpen()).isFalse();
  }

  @Test
  void aClientThatAsksAndAsksAndReadsNothingIsNotListenedToForEver() {
    client.stopsReading();
    int asked = 0;
    while (client.config().isAutoRead() && asked < 1000) {
      asked++;
      machine.arrives(client, GET);
      if (asked == 1) {
        machine.upstreams.getFirst().opens();
      }
      if (Machine.sent(machine.upstreams.getFirst().channel).startsWith("GET ")) {
        fromServer("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n" + "x".repeat(60_000));
      }
    }
    assertThat(client.config().isAutoRead()).isFalse();
    machine.pass(Duration.ofMinutes(3));

    assertThat(machine.limited).containsExactly(Limit.SLOW_READER);
    assertThat(client.isOpen()).isFalse();
  }

  @Test
  void whoStillReadsAResponseDoesNotGiveWayToSomebodyElse() {
    get();
    client.stopsReading();
    fromServer("HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n" + "x".repeat(60_000));
    assertThat(machine.outcomes).containsExactly("forwarded");
    for (int i = 0; i < 60; i++) {
      machine.pass(Duration.ofSeconds(1));
      assertThat(machine.makeRoom()).isFalse();
    }

    client.readsAgain();
    assertThat(Machine.sent(client)).endsWith("x".repeat(60_000));
    machine.pass(Duration.ofSeconds(1));
    assertThat(machine.makeRoom()).isTrue();
    assertThat(client.isOpen()).isFalse();
  }

  private void get() {
    machine.arrives(client, GET);
    machine.upstreams.getFirst().opens();
  }

  /** A request of which the body has not come yet. */
  private void post(int length) {
    machine.arrives(client, HEAD.formatted("POST", "Content-Length: " + length + "\r\n"));
    machine.upstreams.getFirst().opens();
  }

  private void fromServer(String text) {
    machine.arrives(machine.upstreams.getFirst().channel, text);
  }

  private void readsNothingOf(String text) {
    client.stopsReading();
    fromServer(text);
    assertThat(client.isWritable()).isFalse();
  }
}
