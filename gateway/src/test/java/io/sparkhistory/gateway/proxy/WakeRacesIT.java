package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.FreePort;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Visits at awkward moments: nobody gets an error that a wait would have avoided. */
@ExtendWith(BufferLeaks.class)
class WakeRacesIT {
  private static final Tenant A = new Tenant("a");
  private static final Backend ASLEEP = new Backend.Asleep(Duration.ZERO);
  private static final String HTML = "Accept: text/html\r\n";

  @Test
  void aVisitAtTheMomentOfSleepingWaits() throws IOException {
    try (Gateway gateway = new Gateway().tenant("a", "127.0.0.1", FreePort.next());
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/history/x", HTML);
      Eventually.that(() -> assertThat(gateway.asked).hasPositiveValue());
      gateway.tenants.put(A, ASLEEP);

      Response response = client.read();
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.body()).contains("<title>Waking a ");
      Eventually.that(() -> assertThat(gateway.woken).contains(A));
    }
  }

  @Test
  void anApiClientAtTheMomentOfSleepingGetsItsResponseWhenTheServerIsBack() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("back"));
        Gateway gateway = new Gateway().tenant("a", "127.0.0.1", FreePort.next());
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/api/v1/version");
      Eventually.that(() -> assertThat(gateway.asked).hasPositiveValue());
      gateway.tenants.put(A, ASLEEP);
      Eventually.that(() -> assertThat(gateway.woken).isNotEmpty());
      gateway.tenant("a", origin);

      assertThat(client.read().body()).isEqualTo("back");
    }
  }

  @Test
  void aServerThatDiesWithTheRequestInItsHandsIsAskedAtItsNewPlace() throws IOException {
    try (RawOrigin dying = new RawOrigin(RawOrigin.Exchanged::reset);
        RawOrigin next = new RawOrigin(e -> e.ok("next"));
        Gateway gateway = new Gateway().tenant("a", dying);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/");
      Eventually.that(() -> assertThat(dying.received).hasSize(1));
      gateway.tenant("a", next);

      assertThat(client.read().body()).isEqualTo("next");
      assertThat(dying.received).hasSize(1);
    }
  }

  @Test
  void aServerThatIsBackInItsOldPlaceIsAskedAgain() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  if (asked.incrementAndGet() == 1) {
                    e.reset();
                  } else {
                    e.ok("back");
                  }
                });
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/a/api/v1/version");
      Eventually.that(() -> assertThat(asked).hasValue(1));
      gateway.tenants.put(A, ASLEEP);
      Eventually.that(() -> assertThat(gateway.woken).isNotEmpty());
      gateway.tenant("a", origin);

      assertThat(client.read().body()).isEqualTo("back");
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void aRequestThatFollowsItsServerDoesNotWaitForConnectionsThatNobodyUses() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.perOrigin = 1;
    limits.upstreamIdle = Duration.ofMinutes(5);
    CountDownLatch move = new CountDownLatch(1);
    try (RawOrigin old =
            new RawOrigin(
                e -> {
                  if (e.requestLine().startsWith("GET /1 ")) {
                    e.ok("1");
                  } else {
                    Eventually.happens(move);
                    e.reset();
                  }
                });
        RawOrigin next = new RawOrigin(e -> e.ok("next"));
        Gateway gateway = new Gateway(limits).tenant("a", old);
        RawClient client = gateway.client();
        RawClient other = gateway.client()) {
      client.get("/sparkhistory/a/1").read();
      client.get("/sparkhistory/a/2");
      Eventually.that(() -> assertThat(old.received).hasSize(2));
      gateway.tenant("a", next);
      assertThat(other.get("/sparkhistory/a/").read().body()).isEqualTo("next");
      move.countDown();

      assertThat(client.read().body()).isEqualTo("next");
    } finally {
      move.countDown();
    }
  }

  @Test
  void aServerThatFailsWhileClientsWaitIsExplainedToThem() throws IOException {
    try (Gateway gateway = new Gateway();
        RawClient client = gateway.client()) {
      gateway.tenants.put(A, ASLEEP);
      client.get("/sparkhistory/a/api/v1/version");
      Eventually.that(() -> assertThat(gateway.woken).isNotEmpty());
      gateway.tenants.put(A, new Backend.Failed("The image cannot be pulled.", "Mend it."));

      Response response = client.read();
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.body()).contains("The image cannot be pulled.");
    }
  }

  @Test
  void aServerThatIsDeletedWhileClientsWaitIsAbsentForThem() throws IOException {
    try (Gateway gateway = new Gateway();
        RawClient client = gateway.client()) {
      gateway.tenants.put(
          A, new Backend.Starting(Step.SCHEDULED, "", Instant.EPOCH, Duration.ZERO));
      client.get("/sparkhistory/a/api/v1/version");
      Eventually.that(() -> assertThat(gateway.asked).hasPositiveValue());
      gateway.tenants.remove(A);

      assertThat(client.read().status()).isEqualTo(404);
    }
  }

  @Test
  void twoHundredTenantsAreWokenAtOnce() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.threads = 2;
    limits.held = 400;
    try (RawOrigin origin = new RawOrigin(e -> e.ok(e.values("X-Forwarded-Prefix").get(0)));
        Gateway gateway = new Gateway(limits)) {
      List<RawClient> clients = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        gateway.tenants.put(new Tenant("a" + i), ASLEEP);
        RawClient client = gateway.client();
        clients.add(client.get("/sparkhistory/a" + i + "/api/v1/version"));
      }
      Eventually.that(() -> assertThat(gateway.woken.stream().distinct()).hasSize(200));
      for (int i = 0; i < 200; i++) {
        gateway.tenant("a" + i, origin);
      }
      for (int i = 0; i < 200; i++) {
        assertThat(clients.get(i).read().body()).isEqualTo("/sparkhistory/a" + i);
        clients.get(i).close();
      }
    }
  }

  @Test
  void aReplicaThatEndsHoldsItsClientsAsLongAsItCan() throws Exception {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("just in time"));
        Gateway gateway = new Gateway();
        RawClient client = gateway.client()) {
      gateway.tenants.put(A, ASLEEP);
      client.get("/sparkhistory/a/api/v1/version");
      Eventually.that(() -> assertThat(gateway.woken).isNotEmpty());
      Thread drain = draining(gateway, Duration.ofMinutes(1));
      int asked = gateway.asked.get();
      // it goes on looking whether the server is there
      Eventually.that(() -> assertThat(gateway.asked).hasValueGreaterThan(asked + 3));
      gateway.tenant("a", origin);

      Response response = client.read();
      assertThat(response.body()).isEqualTo("just in time");
      assertThat(client.ended()).isTrue();
      drain.join();
    }
  }

  @Test
  void aReplicaThatEndsAsksItsClientsToComeAgainInsteadOfCuttingThem() throws Exception {
    try (Gateway gateway = new Gateway();
        RawClient client = gateway.client()) {
      gateway.tenants.put(A, ASLEEP);
      client.get("/sparkhistory/a/api/v1/version");
      Eventually.that(() -> assertThat(gateway.woken).isNotEmpty());
      Thread drain = draining(gateway, Duration.ofMillis(1500));

      Response response = client.read();
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.value("Connection")).isEqualTo("close");
      assertThat(response.values("Retry-After")).hasSize(1);
      drain.join();
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void aClientFindsTheOtherReplicaWakingTheServerAlready() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("there"));
        Gateway second = new Gateway()) {
      try (Gateway first = new Gateway();
          RawClient client = first.client()) {
        first.tenants.put(A, ASLEEP);
        client.get("/sparkhistory/a/", HTML);
        assertThat(client.read().body()).contains("<title>Waking a ");
      }
      // the page goes on asking, and the load balancer knows one replica only
      second.tenants.put(A, new Backend.Starting(Step.SCHEDULED, "", Instant.EPOCH, Duration.ZERO));
      try (RawClient client = second.client()) {
        client.get("/sparkhistory/-/status/a");
        assertThat(client.read().body()).contains("\"state\":\"starting\"");
        assertThat(second.woken).isEmpty();
        second.tenant("a", origin);
        client.get("/sparkhistory/a/", HTML);
        assertThat(client.read().body()).isEqualTo("there");
      }
    }
  }

  @Test
  void aFailedServerIsTriedAgainWhenAPersonAsksForItAndAtNoOtherTime() throws IOException {
    try (Gateway gateway = new Gateway();
        RawClient client = gateway.client()) {
      gateway.tenants.put(A, new Backend.Failed("The image cannot be pulled.", "Mend it."));
      for (String path : List.of("/sparkhistory/a/", "/sparkhistory/-/status/a")) {
        client.get(path, HTML);
        client.read();
        client.get(path);
        client.read();
      }
      assertThat(gateway.woken).isEmpty();

      client.send(
          "POST /sparkhistory/-/status/a HTTP/1.1\r\nHost: gw.example\r\n"
              + "kubeflow-userid: alice@example.com\r\nContent-Length: 0\r\n\r\n");
      assertThat(client.read().status()).isEqualTo(200);
      Eventually.that(() -> assertThat(gateway.woken).containsExactly(A));
    }
  }

  private static Thread draining(Gateway gateway, Duration time) {
    Thread drain =
        new Thread(
            () -> {
              try {
                gateway.server.drain(time);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    drain.start();
    return drain;
  }
}
