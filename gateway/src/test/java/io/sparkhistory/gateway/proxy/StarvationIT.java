package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What one tenant's server or its visitors do, the others do not notice. */
@ExtendWith(BufferLeaks.class)
class StarvationIT {
  private final Gateway.Limits limits = new Gateway.Limits();

  @Test
  void aTenantWhoseServerHangsTakesItsShareAndEveryRequestOfAnotherIsAnswered() throws Exception {
    withCrowd(
        100,
        80,
        (gateway, hung) -> {
          Eventually.that(() -> assertThat(gateway.events.outcomes).hasSize(80 - 32));
          assertThat(gateway.events.outcomes).containsOnly(Outcome.OVERLOADED);
          assertThat(gateway.events.limited).containsOnly(Limit.PENDING_PER_TENANT);

          for (int i = 0; i < 300; i++) {
            try (RawClient other = gateway.client()) {
              assertThat(other.get("/sparkhistory/a-well/").read().body()).isEqualTo("well");
            }
          }
          assertThat(hung.connections).hasValue(16);
        });
  }

  @Test
  void thousandsOfConnectionsOfOneTenantsVisitorsLeaveRoomForThoseOfAnother() throws Exception {
    withCrowd(
        200,
        2000,
        (gateway, hung) -> {
          Eventually.that(
              () -> {
                // those of the crowd that wait for nothing give way as soon as they are idle
                try (RawClient other = gateway.client()) {
                  assertThat(other.get("/sparkhistory/a-well/").read().status()).isEqualTo(200);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
          assertThat(gateway.events.clients.get()).isLessThanOrEqualTo(200 + 256);
        });
  }

  @Test
  void aboveThreeQuartersOfTheMemoryForBuffersNewRequestsAreShed() throws Exception {
    List<ByteBuf> full = new ArrayList<>();
    try (RawOrigin origin = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway(limits).tenant("a", origin)) {
      assertThat(ask(gateway).status()).isEqualTo(200);
      int piece = 2 << 20;
      for (long held = 0; held < 0.76 * PlatformDependent.maxDirectMemory(); held += piece) {
        full.add(PooledByteBufAllocator.DEFAULT.directBuffer(piece));
      }
      Eventually.that(() -> assertThat(ask(gateway).status()).isEqualTo(503));
      assertThat(ask(gateway).values("Retry-After")).hasSize(1);
      Eventually.that(() -> assertThat(gateway.events.limited).contains(Limit.MEMORY));

      full.forEach(ByteBuf::release);
      full.clear();
      Eventually.that(() -> assertThat(ask(gateway).status()).isEqualTo(200));
    } finally {
      full.forEach(ByteBuf::release);
    }
  }

  /** A request that meets a dead connection is sent over a new one, which counts like any other. */
  @Test
  void aServerThatClosesAndThenHangsTakesNoMoreThanItsShare() throws Exception {
    limits.perOrigin = 1;
    limits.pending = 0;
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger tries = new AtomicInteger();
    try (RawOrigin hung =
            new RawOrigin(
                e -> {
                  if (!e.requestLine().contains("/hang")) {
                    e.ok("x");
                  } else if (tries.incrementAndGet() == 1) {
                    e.reset();
                  } else {
                    hang(go);
                  }
                });
        Gateway gateway = new Gateway(limits).tenant("a", hung);
        RawClient client = gateway.client()) {
      assertThat(ask(gateway).status()).isEqualTo(200);
      client.get("/sparkhistory/a/hang");
      Eventually.that(() -> assertThat(tries).hasValue(2));

      assertThat(ask(gateway).status()).isEqualTo(503);
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(1));
    } finally {
      go.countDown();
    }
  }

  private interface Check {
    void of(Gateway gateway, RawOrigin hung) throws Exception;
  }

  /**
   * Tenant a has a server that hangs and takes 16 requests, tenant a-well one that answers.
   *
   * @param clients most connections
   * @param many how many ask tenant a
   */
  private void withCrowd(int clients, int many, Check check) throws Exception {
    limits.clients = clients;
    limits.perOrigin = 16;
    limits.pending = 16;
    CountDownLatch go = new CountDownLatch(1);
    List<RawClient> crowd = new ArrayList<>();
    try (RawOrigin hung = new RawOrigin(e -> hang(go));
        RawOrigin well = new RawOrigin(e -> e.ok("well"));
        Gateway gateway = new Gateway(limits).tenant("a", hung).tenant("a-well", well)) {
      for (int i = 0; i < many; i++) {
        crowd.add(gateway.client().get("/sparkhistory/a/" + i));
      }
      check.of(gateway, hung);
    } finally {
      go.countDown();
      close(crowd);
    }
  }

  /** On a connection of its own: one that stays would be too idle once memory is full. */
  private static Response ask(Gateway gateway) {
    try (RawClient client = gateway.client()) {
      return client.get("/sparkhistory/a/").read();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void hang(CountDownLatch go) throws IOException {
    try {
      if (!go.await(180, TimeUnit.SECONDS)) {
        throw new IOException("did not happen in time");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void close(List<RawClient> clients) throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
  }
}
