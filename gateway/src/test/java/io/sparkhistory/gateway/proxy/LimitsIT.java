package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nettyplus.leakdetector.junit.NettyLeakDetectorExtension;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.http.HeadLimits;
import io.sparkhistory.gateway.proxy.RawClient.Answer;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every limit over real sockets: what is just within it is served, what is one beyond is refused
 * with its status, counted, and ends the connection where the next request could not be found.
 */
@ExtendWith(NettyLeakDetectorExtension.class)
class LimitsIT {
  private static final String ASLEEP = "asleep";

  private final Gateway.Limits limits = new Gateway.Limits();

  /** What a message is made of to be of a size: the row's number, and one more. */
  private enum Sized {
    /** Bytes of the head. */
    HEAD {
      @Override
      String message(int size) {
        String start = "GET /sparkhistory/a/ HTTP/1.1\r\n" + FIELDS + "Padding: ";
        return start + "x".repeat(size - start.length() - 4) + "\r\n\r\n";
      }
    },
    TARGET {
      @Override
      String message(int size) {
        String path = "/sparkhistory/a/";
        String target = path + "x".repeat(size - path.length());
        return "GET " + target + " HTTP/1.1\r\n" + FIELDS + "\r\n";
      }
    },
    HEADER_FIELDS {
      @Override
      String message(int size) {
        return "GET /sparkhistory/a/ HTTP/1.1\r\n" + FIELDS + "A: b\r\n".repeat(size - 2) + "\r\n";
      }
    },
    BODY {
      @Override
      String message(int size) {
        return POST + "Content-Length: " + size + "\r\n\r\n" + "x".repeat(size);
      }
    },
    CHUNKED_BODY {
      @Override
      String message(int size) {
        return POST
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "1\r\nx\r\n".repeat(size)
            + "0\r\n\r\n";
      }
    };

    private static final String FIELDS = "Host: gw\r\nkubeflow-userid: alice@example.com\r\n";
    private static final String POST = "POST /sparkhistory/a/ HTTP/1.1\r\n" + FIELDS;

    abstract String message(int size);
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, 2000, 431, HEAD",
    "TARGET, 300, 414, TARGET",
    "HEADER_FIELDS, 12, 431, HEADER_FIELDS",
    "BODY, 1000, 413, BODY",
    "CHUNKED_BODY, 30, 413, BODY"
  })
  void whatIsAsLargeAsItMayBeIsServedAndOneMoreIsRefused(
      Sized what, int most, int status, Limit limit) throws IOException {
    limits.head = new HeadLimits(2000, 300, 12);
    limits.body = what == Sized.CHUNKED_BODY ? 30 : 1000;
    try (RawOrigin origin = new RawOrigin(LimitsIT::readAndAnswer);
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient within = gateway.client();
        RawClient beyond = gateway.client()) {
      assertThat(within.send(what.message(most)).read().status()).isEqualTo(200);
      assertThat(gateway.events.limited).isEmpty();

      assertThat(beyond.send(what.message(most + 1)).read().status()).isEqualTo(status);
      assertThat(beyond.ended()).isTrue();
      assertThat(gateway.events.limited).containsExactly(limit);
    }
  }

  @Test
  void oneConnectionTooManyIsToldSoWhileTheOthersAreBusy() throws Exception {
    limits.clients = 3;
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin = new RawOrigin(e -> answerAfter(go, e));
        Gateway gateway = new Gateway(limits).tenant("a", origin)) {
      List<RawClient> within = clients(gateway, 3);
      for (RawClient client : within) {
        client.get("/sparkhistory/a/");
      }
      Eventually.that(() -> assertThat(origin.received).hasSize(3));

      try (RawClient beyond = gateway.client()) {
        assertTurnedAway(beyond);
      }
      go.countDown();
      for (RawClient client : within) {
        assertThat(client.read().status()).isEqualTo(200);
      }
      assertThat(gateway.events.limited).containsExactly(Limit.CONNECTIONS);
      close(within);
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(0));
      try (RawClient next = gateway.client()) {
        assertThat(next.get("/sparkhistory/a/").read().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void howeverManyAreTurnedAwayOneAfterTheOtherEachIsToldSo() throws Exception {
    limits.clients = 1;
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin = new RawOrigin(e -> answerAfter(go, e));
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
        Gateway gateway = new Gateway(limits).tenant("a", origin)) {
      List<RawClient> idle = clients(gateway, 40);
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(40));
      Eventually.that(
          () -> {
            try (RawClient next = gateway.client()) {
              assertThat(next.get("/sparkhistory/a/").read().status()).isEqualTo(200);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      close(idle);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX) // all of 127.0.0.0/8 is this machine there
  void oneConnectionTooManyFromAnAddressIsToldSoAndOtherAddressesAreNot() throws Exception {
    limits.perAddress = 2;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).tenant("a", origin)) {
      List<RawClient> within = clients(gateway, 2);
      for (RawClient client : within) {
        assertThat(client.get("/sparkhistory/a/").read().status()).isEqualTo(200);
      }
      try (RawClient beyond = gateway.client();
          RawClient other = from("127.0.0.2", gateway)) {
        assertTurnedAway(beyond);
        assertThat(other.get("/sparkhistory/a/").read().status()).isEqualTo(200);
      }
      assertThat(gateway.events.limited).containsExactly(Limit.CONNECTIONS_PER_ADDRESS);
      close(within);
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(0));
      try (RawClient next = gateway.client()) {
        assertThat(next.get("/sparkhistory/a/").read().status()).isEqualTo(200);
      }
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
      Answer last = client.read();

      assertThat(last.body()).isEqualTo("/3");
      assertThat(last.value("Connection")).isEqualTo("close");
      assertThat(client.ended()).isTrue();
      assertThat(origin.received).hasSize(3);
      assertThat(gateway.events.limited).containsExactly(Limit.REQUESTS_PER_CONNECTION);
    }
  }

  @Test
  void asManyRequestsAsMayWaitForAConnectionDoAndOneMoreIsShed() throws Exception {
    limits.perOrigin = 2;
    limits.pending = 2;
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin = new RawOrigin(e -> answerAfter(go, e));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient beyond = gateway.client()) {
      List<RawClient> within = clients(gateway, 4);
      for (RawClient client : within) {
        client.get("/sparkhistory/a/");
      }
      Eventually.that(() -> assertThat(gateway.asked).hasValue(4));

      Answer shed = beyond.get("/sparkhistory/a/").read();
      assertThat(shed.status()).isEqualTo(503);
      assertThat(shed.values("Retry-After")).hasSize(1);
      assertThat(gateway.events.limited).containsExactly(Limit.PENDING_PER_TENANT);
      go.countDown();
      for (RawClient client : within) {
        assertThat(client.read().status()).isEqualTo(200);
      }
      assertThat(origin.connections).hasValue(2);
      assertThat(beyond.get("/sparkhistory/a/").read().status()).isEqualTo(200);
      close(within);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 9, HELD", "9, 2, HELD_PER_TENANT"})
  void asManyClientsAsMayAreHeldAndOneMoreIsToldToComeAgain(int all, int perTenant, Limit limit)
      throws Exception {
    limits.held = all;
    limits.heldPerTenant = perTenant;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits);
        RawClient beyond = gateway.client()) {
      gateway.tenants.put(new Tenant("a"), new Backend.Asleep(Duration.ZERO));
      List<RawClient> held = clients(gateway, 2);
      for (RawClient client : held) {
        client.get("/sparkhistory/a/");
      }
      Eventually.that(() -> assertThat(gateway.woken).hasSizeGreaterThanOrEqualTo(2));

      Answer refused = beyond.get("/sparkhistory/a/").read();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.values("Retry-After")).hasSize(1);
      assertThat(gateway.events.limited).containsExactly(limit);
      gateway.tenant("a", origin);
      for (RawClient client : held) {
        assertThat(client.read().status()).isEqualTo(200);
      }

      // their places are free again, all of them
      gateway.tenants.put(new Tenant("a"), new Backend.Asleep(Duration.ZERO));
      int woken = gateway.woken.size();
      for (RawClient client : held) {
        client.get("/sparkhistory/a/");
      }
      Eventually.that(() -> assertThat(gateway.woken).hasSizeGreaterThanOrEqualTo(woken + 2));
      gateway.tenant("a", origin);
      for (RawClient client : held) {
        assertThat(client.read().status()).isEqualTo(200);
      }
      close(held);
    }
  }

  @Test
  void aTenantWhoseClientsAreHeldLeavesRoomForThoseOfOthers() throws Exception {
    limits.held = 3;
    limits.heldPerTenant = 2;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits);
        RawClient beyond = gateway.client();
        RawClient other = gateway.client()) {
      gateway.tenants.put(new Tenant("a"), new Backend.Asleep(Duration.ZERO));
      gateway.tenants.put(new Tenant(ASLEEP), new Backend.Asleep(Duration.ZERO));
      List<RawClient> held = clients(gateway, 2);
      for (RawClient client : held) {
        client.get("/sparkhistory/a/");
      }
      Eventually.that(() -> assertThat(gateway.woken).hasSizeGreaterThanOrEqualTo(2));
      assertThat(beyond.get("/sparkhistory/a/").read().status()).isEqualTo(503);

      other.get("/sparkhistory/" + ASLEEP + "/");
      Eventually.that(() -> assertThat(gateway.woken).contains(new Tenant(ASLEEP)));
      gateway.tenant(ASLEEP, origin);
      assertThat(other.read().status()).isEqualTo(200);
      close(held);
    }
  }

  @Test
  void aHeadThatTricklesInTooSlowlyIs408() throws IOException {
    limits.headTime = Duration.ofMillis(600);
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient within = gateway.client();
        RawClient beyond = gateway.client()) {
      assertThat(within.get("/sparkhistory/a/").read().status()).isEqualTo(200);
      beyond.send("GET /sparkhistory/a/ HTTP/1.1\r\n");
      Thread trickle = trickle(beyond, "X: y\r\n");

      assertThat(beyond.read().status()).isEqualTo(408);
      assertThat(beyond.ended()).isTrue();
      assertThat(gateway.events.limited).containsExactly(Limit.SLOW_HEAD);
      trickle.interrupt();
    }
  }

  @Test
  void aBodyThatStopsIs408AndOneThatGoesOnIsServed() throws IOException {
    limits.bodyIdle = Duration.ofMillis(600);
    try (RawOrigin origin = new RawOrigin(LimitsIT::readAndAnswer);
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient within = gateway.client();
        RawClient beyond = gateway.client()) {
      within.send(Sized.POST + "Content-Length: 8\r\n\r\n");
      Thread trickle = trickle(within, "x");
      beyond.send(Sized.POST + "Content-Length: 8\r\n\r\nxxxx");

      assertThat(beyond.read().status()).isEqualTo(408);
      assertThat(beyond.ended()).isTrue();
      assertThat(within.read().status()).isEqualTo(200);
      assertThat(gateway.events.limited).containsExactly(Limit.SLOW_BODY);
      trickle.interrupt();
    }
  }

  @Test
  void aClientThatReadsNothingIsCutAndNoMoreIsReadForItThanFits() throws Exception {
    limits.bodyIdle = Duration.ofMillis(600);
    int size = 64 << 20;
    CountDownLatch stopped = new CountDownLatch(1);
    long[] sent = new long[1];
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                  byte[] piece = new byte[64 << 10];
                  try {
                    for (sent[0] = 0; sent[0] < size; sent[0] += piece.length) {
                      e.out.write(piece);
                    }
                  } finally {
                    stopped.countDown();
                  }
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/");

      assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
      // what two pairs of sockets and the gateway's buffer take, and no more
      assertThat(sent[0]).isLessThan(size / 2);
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.CLIENT_GONE));
      assertThat(gateway.events.limited).containsExactly(Limit.SLOW_READER);
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(0));
    }
  }

  @Test
  void aClientThatAsksAndAsksAndReadsNothingIsNotListenedToForEver() throws Exception {
    limits.keepAlive = Duration.ofSeconds(4);
    limits.bodyIdle = Duration.ofMillis(600);
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x".repeat(60 << 10)));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = narrow(gateway, 4 << 10)) {
      long sent = 0;
      try {
        while (sent < 64 << 20) {
          client.get("/sparkhistory/a/" + "x".repeat(4000));
          sent += 4000;
        }
      } catch (IOException e) {
        assertThat(gateway.events.limited).contains(Limit.SLOW_READER);
      }
      assertThat(sent).isLessThan(32 << 20);
    }
  }

  @Test
  void interimAnswersWithoutEndAre502() throws IOException {
    String interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  e.send(interim.repeat(32));
                  e.ok("x");
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/");
      for (int i = 0; i < 32; i++) {
        assertThat(client.read().status()).isEqualTo(103);
      }
      assertThat(client.read().status()).isEqualTo(200);
    }
    try (RawOrigin origin = new RawOrigin(e -> e.send(interim.repeat(33)));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/");
      for (int i = 0; i < 32; i++) {
        assertThat(client.read().status()).isEqualTo(103);
      }
      assertThat(client.read().status()).isEqualTo(502);
    }
  }

  @Test
  void whatATenantSaysAboutTheWholeSiteIsLeftOutAndCounted() throws IOException {
    try (RawOrigin origin =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 200 OK\r\nClear-Site-Data: \"*\"\r\nETag: x\r\n"
                            + "Service-Worker-Allowed: /\r\nContent-Length: 0\r\n\r\n"));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient client = gateway.client()) {
      Answer answer = client.get("/sparkhistory/a/").read();

      assertThat(answer.values("Clear-Site-Data")).isEmpty();
      assertThat(answer.values("Service-Worker-Allowed")).isEmpty();
      assertThat(answer.value("ETag")).isEqualTo("x");
      assertThat(gateway.events.siteWide).hasValue(2);
    }
  }

  private static void assertTurnedAway(RawClient client) throws IOException {
    Answer answer = client.read();
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.values("Retry-After")).hasSize(1);
    assertThat(answer.value("Connection")).isEqualTo("close");
    assertThat(client.ended()).isTrue();
  }

  private static void readAndAnswer(RawOrigin.Exchanged e) throws IOException {
    if (!e.values("Transfer-Encoding").isEmpty()) {
      e.readChunked();
    }
    for (String length : e.values("Content-Length")) {
      e.readBytes(Integer.parseInt(length));
    }
    e.ok("x");
  }

  private static void answerAfter(CountDownLatch go, RawOrigin.Exchanged e) throws IOException {
    try {
      if (!go.await(20, TimeUnit.SECONDS)) {
        throw new IOException("did not happen in time");
      }
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
    e.ok("x");
  }

  private static List<RawClient> clients(Gateway gateway, int count) throws IOException {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(gateway.client());
    }
    return clients;
  }

  private static void close(List<RawClient> clients) throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
  }

  private static RawClient from(String address, Gateway gateway) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
    return new RawClient(gateway.server.address(), socket);
  }

  /** A client whose window is small, so that the gateway soon has to keep what it does not read. */
  private static RawClient narrow(Gateway gateway, int window) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(window);
    return new RawClient(gateway.server.address(), socket);
  }

  /** Sends a piece several times a second, until that fails. */
  private static Thread trickle(RawClient client, String piece) {
    Thread thread =
        new Thread(
            () -> {
              CountDownLatch never = new CountDownLatch(1);
              try {
                while (!never.await(150, TimeUnit.MILLISECONDS)) {
                  client.send(piece);
                }
              } catch (InterruptedException | IOException e) {
                return; // the test has seen what it wanted
              }
            });
    thread.start();
    return thread;
  }
}
