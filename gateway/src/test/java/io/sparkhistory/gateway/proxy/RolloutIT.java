package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.Packaged;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is restarted under load loses no request that could be answered: clients that never ask
 * twice count every one.
 */
class RolloutIT {
  private static final int CLIENTS = 6;

  @TempDir Path folder;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  private final List<Thread> clients = new ArrayList<>();

  /** New connections go where it is ready, as with kube-proxy; those that are open stay. */
  private static final class Balancer implements AutoCloseable {
    final List<Packaged> replicas = new CopyOnWriteArrayList<>();
    private final Set<InetSocketAddress> ready = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicBoolean end = new AtomicBoolean();
    private final Thread probe = new Thread(this::probe, "probe");

    Balancer start() {
      probe.start();
      return this;
    }

    private void probe() {
      while (!end.get()) {
        for (Packaged gateway : replicas) {
          if (gateway.isReady()) {
            ready.add(gateway.address);
          } else {
            ready.remove(gateway.address);
          }
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }

    InetSocketAddress next() {
      List<InetSocketAddress> now = List.copyOf(ready);
      while (now.isEmpty()) {
        Thread.onSpinWait();
        now = List.copyOf(ready);
      }
      return now.get(turn.getAndIncrement() % now.size());
    }

    @Override
    public void close() {
      end.set(true);
      replicas.forEach(Packaged::close);
    }
  }

  @AfterEach
  void stopClients() throws InterruptedException {
    stop.set(true);
    for (Thread client : clients) {
      client.join();
    }
  }

  @Test
  void replicasThatAreReplacedOneByOneLoseNoRequest() throws Exception {
    AtomicInteger number = new AtomicInteger();
    try (RawOrigin origin = new RawOrigin(e -> respond(e, number.incrementAndGet()));
        Balancer balancer = new Balancer()) {
      String tenant =
          "a: {address: \"127.0.0.1:" + origin.port() + "\", users: [alice@example.com]}";
      Packaged.Options options =
          Packaged.Options.of(
              "--tenants=" + Packaged.tenants(folder, tenant),
              "--drain-delay=1s",
              "--drain-timeout=10s");
      balancer.replicas.add(Packaged.start(folder, options));
      balancer.replicas.add(Packaged.start(folder, options));
      balancer.start();
      load(balancer::next);
      for (int slot : List.of(0, 1)) {
        respondMore(200);
        Packaged old = balancer.replicas.get(slot);
        assertThat(old.terminate()).as(old.err()).isZero();
        old.close();
        assertThat(old.out()).contains("\"outcome\":\"forwarded\"");
        balancer.replicas.set(slot, Packaged.start(folder, old.address, old.admin, options));
      }
      respondMore(200);
      stopClients();

      assertThat(lost).isEmpty();
      assertThat(answered).hasValue(sent.get());
    }
  }

  @Test
  void aHistoryServerThatRestartsLosesNoRequestThatCanBeSentAgain() throws Exception {
    AtomicInteger number = new AtomicInteger();
    RawOrigin.Script script = e -> respond(e, number.incrementAndGet());
    RawOrigin first = new RawOrigin(script);
    try (Gateway gateway = new Gateway().tenant("a", first)) {
      load(gateway.server::address);
      respondMore(100);
      first.end(CLIENTS);
      try (RawOrigin second = new RawOrigin(first.port(), script)) {
        respondMore(100);
        second.end(CLIENTS);
        untilOneHasLookedTwice(gateway);
        try (RawOrigin third = new RawOrigin(first.port(), script)) {
          respondMore(100);
          stopClients();
          assertThat(third.received).isNotEmpty();
        }
      }
      assertThat(lost).isEmpty();
      assertThat(answered).hasValue(sent.get());
    }
  }

  /**
   * A server, or the sidecar in front of it, that is exchanged and has told nobody yet: who still
   * has a connection to it is answered with a reset, and the cluster's view says that it is ready.
   */
  @Test
  void connectionsThatTheServerHasForgottenLoseNoRequestThatCanBeSentAgain() throws Exception {
    Map<Integer, Integer> answeredOn = new ConcurrentHashMap<>();
    AtomicInteger forgotten = new AtomicInteger();
    RawOrigin.Script script =
        e -> {
          if (e.connection <= forgotten.get() && answeredOn.containsKey(e.connection)) {
            e.reset();
          } else {
            e.ok(e.requestLine());
            answeredOn.merge(e.connection, 1, Integer::sum);
          }
        };
    try (RawOrigin origin = new RawOrigin(script);
        Gateway gateway = new Gateway().tenant("a", origin)) {
      load(gateway.server::address);
      for (int round = 1; round <= 5; round++) {
        respondMore(50);
        int before = gateway.events.retries.get();
        forgotten.set(origin.connections.get());
        Eventually.that(() -> assertThat(gateway.events.retries).hasValueGreaterThan(before));
      }
      respondMore(50);
      stopClients();

      assertThat(lost).isEmpty();
      assertThat(answered).hasValue(sent.get());
      assertThat(gateway.events.outcomes).containsOnly(Outcome.FORWARDED);
    }
  }

  /** The server is away for so long that a request which found it gone looks for it again. */
  private static void untilOneHasLookedTwice(Gateway gateway) {
    int looks = gateway.asked.get() + CLIENTS;
    Eventually.that(() -> assertThat(gateway.asked).hasValueGreaterThan(looks));
  }

  /** Now and then it takes a while. */
  private static void respond(RawOrigin.Exchanged exchanged, int number) throws IOException {
    if (number % 10 == 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    exchanged.ok(exchanged.requestLine());
  }

  private void load(Supplier<InetSocketAddress> where) {
    for (int i = 0; i < CLIENTS; i++) {
      String name = "client-" + i;
      Thread client = new Thread(() -> ask(name, where), name);
      clients.add(client);
      client.start();
    }
  }

  private void respondMore(int count) {
    int until = answered.get() + count;
    Eventually.that(() -> assertThat(answered).hasValueGreaterThanOrEqualTo(until));
    assertThat(lost).isEmpty();
  }

  private void ask(String name, Supplier<InetSocketAddress> where) {
    int count = 0;
    while (!stop.get()) {
      try (RawClient client = new RawClient(where.get())) {
        boolean stays = true;
        while (stays && !stop.get()) {
          String target = "/" + name + "/" + count++;
          sent.incrementAndGet();
          RawClient.Response response = client.get("/sparkhistory/a" + target).read();
          if (response.status() != 200 || !response.body().contains(target + " ")) {
            throw new IOException(response.head() + response.body());
          }
          answered.incrementAndGet();
          stays = !response.values("Connection").contains("close");
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
      } catch (IOException e) {
        lost.add(name + " " + count + ": " + e);
      }
    }
  }
}
