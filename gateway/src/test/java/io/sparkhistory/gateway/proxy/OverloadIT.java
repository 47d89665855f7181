package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.OriginScripts;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** More than a tenant may have is refused at once, and costs the others nothing: by counting. */
@ExtendWith(BufferLeaks.class)
class OverloadIT {
  private static final int CONNECTIONS = 8;
  private static final int PENDING = 6;
  private static final int CLIENTS = 60;
  private static final int MIB = 1 << 20;

  private static Gateway gateway() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.perOrigin = CONNECTIONS;
    limits.pending = PENDING;
    return new Gateway(limits);
  }

  @Test
  void whatATenantWithAHungServerMayNotHaveIsShedAndTheOtherNeverNotices() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin hung = new RawOrigin(OriginScripts.okAfter(go));
        RawOrigin well = new RawOrigin(e -> e.ok(e.requestLine()));
        Gateway gateway = gateway().tenant("a-hung", hung).tenant("a-well", well);
        Crowd crowd = new Crowd(gateway, CLIENTS).ask("/sparkhistory/a-hung/x");
        RawClient other = gateway.client()) {
      int shed = CLIENTS - CONNECTIONS - PENDING;
      Eventually.that(() -> assertThat(gateway.events.outcomes).hasSize(shed));
      assertThat(gateway.events.outcomes).containsOnly(Outcome.OVERLOADED);
      for (int i = 0; i < 200; i++) {
        assertThat(other.get("/sparkhistory/a-well/" + i).read().status()).isEqualTo(200);
      }
      assertThat(hung.connections).hasValue(CONNECTIONS);

      go.countDown();
      int answered = 0;
      for (RawClient client : crowd.clients) {
        RawClient.Response response = client.read();
        if (response.status() == 200) {
          answered++;
        } else {
          assertThat(response.status()).isEqualTo(503);
          assertThat(response.value("Retry-After")).matches("[1-9][0-9]*");
        }
      }
      assertThat(answered).isEqualTo(CONNECTIONS + PENDING);
      assertThat(hung.connections).hasValue(CONNECTIONS);
    }
  }

  @Test
  void whoIsShedMayAskAgainOnTheSameConnection() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin hung = new RawOrigin(OriginScripts.okAfter(go));
        Gateway gateway = gateway().tenant("a-hung", hung);
        Crowd crowd = new Crowd(gateway, CONNECTIONS + PENDING).ask("/sparkhistory/a-hung/x");
        RawClient late = gateway.client()) {
      Eventually.that(() -> assertThat(hung.received).hasSize(CONNECTIONS));
      Eventually.that(() -> assertThat(gateway.events.clients).hasValue(CONNECTIONS + PENDING + 1));
      assertThat(late.get("/sparkhistory/a-hung/x").read().status()).isEqualTo(503);
      go.countDown();
      crowd.assertServed();
      assertThat(late.get("/sparkhistory/a-hung/x").read().status()).isEqualTo(200);
    }
  }

  @Test
  void readersThatDoNotReadHoldAboundedPieceOfMemoryAndKeepNobodyElseWaiting() throws IOException {
    AtomicLong sent = new AtomicLong();
    Gateway.Limits limits = new Gateway.Limits();
    limits.perOrigin = CLIENTS;
    try (RawOrigin endless = new RawOrigin(e -> endless(e, sent));
        RawOrigin well = new RawOrigin(e -> e.ok(e.requestLine()));
        Gateway gateway = new Gateway(limits).tenant("a-big", endless).tenant("a-well", well);
        Crowd crowd = new Crowd(gateway, CLIENTS).ask("/sparkhistory/a-big/x");
        RawClient other = gateway.client()) {
      assertThat(crowd.clients).hasSize(CLIENTS);
      Eventually.that(() -> assertThat(gateway.events.upstreams).hasValue(CLIENTS));
      // 128 KiB wait to be written at most, and what one read brought on top
      long bound = CLIENTS * 256L * 1024 + 16L * MIB;
      long before = -1;
      // until nothing moves any more: everything that can hold bytes is full
      while (before != sent.get()) {
        before = sent.get();
        for (int i = 0; i < 50; i++) {
          assertThat(other.get("/sparkhistory/a-well/" + i).read().status()).isEqualTo(200);
        }
        assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isLessThan(bound);
      }
    }
  }

  private static void endless(RawOrigin.Exchanged e, AtomicLong sent) throws IOException {
    e.send("HTTP/1.1 200 OK\r\nContent-Length: " + (1L << 40) + "\r\n\r\n");
    byte[] block = new byte[64 * 1024];
    while (true) {
      e.out.write(block);
      sent.addAndGet(block.length);
    }
  }
}
