package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.OriginScripts;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As many as may wait, for a connection or for a server that sleeps, and one more. */
@ExtendWith(BufferLeaks.class)
class WaitingLimitsIT {
  private static final String ASLEEP = "asleep";

  private final Gateway.Limits limits = new Gateway.Limits();

  @Test
  void asManyRequestsAsMayWaitForAConnectionDoAndOneMoreIsShed() throws Exception {
    limits.perOrigin = 2;
    limits.pending = 2;
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin = new RawOrigin(OriginScripts.okAfter(go));
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient beyond = gateway.client();
        Crowd within = new Crowd(gateway, 4).ask("/sparkhistory/a/")) {
      Eventually.that(() -> assertThat(gateway.asked).hasValue(4));

      Response shed = beyond.get("/sparkhistory/a/").read();
      assertThat(shed.status()).isEqualTo(503);
      assertThat(shed.values("Retry-After")).hasSize(1);
      Eventually.that(
          () -> assertThat(gateway.events.limited).containsExactly(Limit.PENDING_PER_TENANT));
      go.countDown();
      within.assertServed();
      assertThat(origin.connections).hasValue(2);
      assertThat(beyond.get("/sparkhistory/a/").read().status()).isEqualTo(200);
    }
  }

  @Test
  void whoWaitsForAConnectionIsToldWhenItTakesTooLong() throws IOException {
    limits.perOrigin = 1;
    limits.response = Duration.ofSeconds(1);
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  // a response that has begun may take longer
                  e.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nx");
                  Eventually.happens(go);
                  e.send("y");
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient first = gateway.client();
        RawClient second = gateway.client()) {
      first.get("/sparkhistory/a/");
      Eventually.that(() -> assertThat(origin.received).hasSize(1));

      Response tooLate = second.get("/sparkhistory/a/").read();
      assertThat(tooLate.status()).isEqualTo(503);
      assertThat(tooLate.values("Retry-After")).hasSize(1);
      Eventually.that(
          () -> assertThat(gateway.events.limited).containsExactly(Limit.PENDING_PER_TENANT));
      go.countDown();
      assertThat(first.read().body()).isEqualTo("xy");
      assertThat(second.get("/sparkhistory/a/").read().body()).isEqualTo("xy");
    } finally {
      go.countDown();
    }
  }

  @Test
  void requestsBeyondTheBoundWaitForAConnectionAndTheRestIsShed() throws IOException {
    limits.perOrigin = 1;
    limits.pending = 1;
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  arrived.countDown();
                  Eventually.happens(go);
                  e.ok(e.requestLine().split(" ")[1]);
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient first = gateway.client();
        RawClient second = gateway.client();
        RawClient third = gateway.client()) {
      first.get("/sparkhistory/a/1");
      Eventually.happens(arrived);
      second.get("/sparkhistory/a/2");
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(3));
      Response shed = third.get("/sparkhistory/a/3").read();
      go.countDown();

      assertThat(shed.status()).isEqualTo(503);
      assertThat(shed.values("Retry-After")).hasSize(1);
      assertThat(first.read().body()).isEqualTo("/1");
      assertThat(second.read().body()).isEqualTo("/2");
      assertThat(origin.connections).hasValue(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 9, HELD", "9, 2, HELD_PER_TENANT"})
  void asManyClientsAsMayAreHeldAndOneMoreIsToldToComeAgain(int all, int perTenant, Limit limit)
      throws Exception {
    limits.held = all;
    limits.heldPerTenant = perTenant;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).asleep("a");
        RawClient beyond = gateway.client();
        Crowd held = new Crowd(gateway, 2).ask("/sparkhistory/a/")) {
      Eventually.that(() -> assertThat(gateway.woken).hasSizeGreaterThanOrEqualTo(2));

      Response refused = beyond.get("/sparkhistory/a/").read();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.values("Retry-After")).hasSize(1);
      Eventually.that(() -> assertThat(gateway.events.limited).containsExactly(limit));
      gateway.tenant("a", origin);
      held.assertServed();

      // their places are free again, all of them
      gateway.asleep("a");
      int woken = gateway.woken.size();
      held.ask("/sparkhistory/a/");
      Eventually.that(() -> assertThat(gateway.woken).hasSizeGreaterThanOrEqualTo(woken + 2));
      gateway.tenant("a", origin);
      held.assertServed();
    }
  }

  @Test
  void aTenantWhoseClientsAreHeldLeavesRoomForThoseOfOthers() throws Exception {
    limits.held = 3;
    limits.heldPerTenant = 2;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).asleep("a").asleep(ASLEEP);
        RawClient beyond = gateway.client();
        RawClient other = gateway.client();
        Crowd held = new Crowd(gateway, 2).ask("/sparkhistory/a/")) {
      assertThat(held.clients).hasSize(2);
      Eventually.that(() -> assertThat(gateway.woken).hasSizeGreaterThanOrEqualTo(2));
      assertThat(beyond.get("/sparkhistory/a/").read().status()).isEqualTo(503);

      other.get("/sparkhistory/" + ASLEEP + "/");
      Eventually.that(() -> assertThat(gateway.woken).contains(new Tenant(ASLEEP)));
      gateway.tenant(ASLEEP, origin);
      assertThat(other.read().status()).isEqualTo(200);
    }
  }

  @Test
  void aHeldClientThatLeavesFreesItsPlace() throws IOException {
    limits.held = 1;
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).asleep("a")) {
      try (RawClient client = gateway.client();
          RawClient second = gateway.client()) {
        client.get("/sparkhistory/a/");
        Eventually.that(() -> assertThat(gateway.woken).isNotEmpty());
        assertThat(second.get("/sparkhistory/a/").read().status()).isEqualTo(503);
      }
      Eventually.that(() -> assertThat(gateway.events.outcomes).contains(Outcome.CLIENT_GONE));
      try (RawClient third = gateway.client()) {
        third.get("/sparkhistory/a/");
        gateway.tenant("a", origin);
        assertThat(third.read().status()).isEqualTo(200);
      }
    }
  }
}
