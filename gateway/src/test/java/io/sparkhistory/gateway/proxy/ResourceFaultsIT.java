package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.ChildGateway;
import io.sparkhistory.gateway.fixture.Packaged;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawClient.Response;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway in a process of its own that runs out of something. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class ResourceFaultsIT {
  private static final int DESCRIPTORS = 400;
  private static final String REST =
      " HTTP/1.1\r\nHost: gw\r\nkubeflow-userid: alice@example.com\r\n\r\n";
  private static final String NO_SOCKET = "sparkhistory_limited_total{limit=\"file_descriptors\"}";
  private static final String DROPPED = "sparkhistory_access_log_dropped_total";

  @TempDir Path folder;

  @Test
  void withoutFileDescriptorsOpenConnectionsAreServedAndNewOnesWaitWithoutBusyWork()
      throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<RawClient> crowd = new ArrayList<>();
    try (RawOrigin origin = new RawOrigin(e -> respond(e, go));
        ChildGateway gateway =
            withDescriptors(DESCRIPTORS, origin.port(), "--head-timeout=5m", "--access-log=off");
        RawClient pooled = gateway.client();
        RawClient without = gateway.client()) {
      // one request first, so that what follows needs no more classes, that is files
      assertThat(pooled.get("/sparkhistory/a/").read().body()).isEqualTo("/");
      assertThat(gateway.metric(NO_SOCKET)).isZero();
      pooled.send("GET /sparkhistory/a/wait");
      without.send("GET /sparkhistory/a/none");
      for (int i = 0; i < DESCRIPTORS; i++) {
        crowd.add(gateway.client().send("GET "));
      }
      Eventually.that(
          () -> assertThat(gateway.descriptors()).isGreaterThanOrEqualTo(DESCRIPTORS - 1));
      assertSleeps(gateway);

      pooled.send(REST);
      Eventually.that(() -> assertThat(origin.received).hasSize(2));
      Response noSocket = without.send(REST).read();
      assertThat(noSocket.status()).isEqualTo(503);
      assertThat(noSocket.values("Retry-After")).hasSize(1);
      go.countDown();
      assertThat(pooled.read().body()).isEqualTo("/wait");

      close(crowd);
      Eventually.that(() -> assertServed(gateway));
      assertThat(gateway.metric(NO_SOCKET)).isGreaterThan(1);
      assertThat(gateway.output()).containsOnlyOnce("Connections cannot be accepted");
    } finally {
      go.countDown();
      close(crowd);
    }
  }

  @Test
  void withoutFileDescriptorsConnectionsThatOnlyWaitGiveWayToThoseThatWantSomething()
      throws Exception {
    List<RawClient> crowd = new ArrayList<>();
    try (RawOrigin origin = new RawOrigin(e -> e.ok("/"));
        ChildGateway gateway =
            withDescriptors(DESCRIPTORS, origin.port(), "--head-timeout=5m", "--access-log=off")) {
      assertServed(gateway);
      for (int i = 0; i < DESCRIPTORS; i++) {
        crowd.add(gateway.client());
      }
      assertServed(gateway);
      assertThat(gateway.metric(NO_SOCKET)).isPositive();
    } finally {
      close(crowd);
    }
  }

  @Test
  void probesAndMetricsAreAnsweredAlsoWithoutFileDescriptorsAndWaitingForThemCostsNothing()
      throws Exception {
    List<RawClient> crowd = new ArrayList<>();
    try (RawOrigin origin = new RawOrigin(e -> e.ok("/"));
        ChildGateway gateway =
            withDescriptors(DESCRIPTORS, origin.port(), "--head-timeout=5m", "--access-log=off")) {
      assertServed(gateway);
      assertThat(gateway.metric(NO_SOCKET)).isZero();
      for (int i = 0; i < DESCRIPTORS; i++) {
        crowd.add(gateway.client().send("GET "));
      }
      Eventually.that(
          () -> assertThat(gateway.descriptors()).isGreaterThanOrEqualTo(DESCRIPTORS - 1));

      for (int i = 0; i < 10; i++) {
        assertThat(gateway.ask("/livez").statusCode()).isEqualTo(200);
        assertThat(gateway.ask("/readyz").body()).isEqualTo("ok\n");
        assertThat(gateway.metric(NO_SOCKET)).isPositive();
      }
      for (int i = 0; i < 40; i++) {
        crowd.add(gateway.adminClient().send("GET "));
      }
      assertSleeps(gateway);

      close(crowd);
      Eventually.that(() -> assertServed(gateway));
      assertThat(gateway.ask("/livez").statusCode()).isEqualTo(200);
    } finally {
      close(crowd);
    }
  }

  @Test
  void theFirstProbeOfAllNeedsNoFileDescriptorForItsClasses() throws Exception {
    String tenants =
        Packaged.tenants(folder, "a: {address: \"127.0.0.1:1\", users: [x]}").toString();
    Packaged.Options options =
        Packaged.Options.of("--tenants", tenants, "--head-timeout=5m", "--access-log=off");
    List<RawClient> crowd = new ArrayList<>();
    try (Packaged gateway = Packaged.launch(folder, options)) {
      String pid = Long.toString(gateway.process.pid());
      Process limit =
          new ProcessBuilder("prlimit", "--pid", pid, "--nofile=" + DESCRIPTORS).start();
      assertThat(limit.waitFor()).isZero();
      for (int i = 0; i < DESCRIPTORS; i++) {
        crowd.add(gateway.client().send("GET "));
      }
      Eventually.that(
          () -> assertThat(Path.of("/proc", pid, "fd").toFile().list()).hasSize(DESCRIPTORS));

      try (RawClient probe = new RawClient(gateway.admin)) {
        assertThat(probe.get("/livez").read().status()).isEqualTo(200);
      }
    } finally {
      close(crowd);
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 2256, 2255", "10, 276, 275"})
  void aLimitOfOpenFilesThatIsTooLowForTheConnectionsIsToldAtTheStart(
      int connections, int enough, int tooLow) throws Exception {
    String option = "--max-connections=" + connections;
    try (ChildGateway gateway = withDescriptors(enough, 1, option)) {
      assertThat(gateway.output()).doesNotContain("open files");
    }
    try (ChildGateway gateway = withDescriptors(tooLow, 1, option)) {
      assertThat(gateway.output())
          .contains("--max-connections " + connections + " can need " + enough + " open files")
          .contains("and the limit is " + tooLow);
    }
  }

  private ChildGateway withDescriptors(int descriptors, int origin, String... options)
      throws IOException {
    return new ChildGateway(
        folder, "ulimit -n " + descriptors + ";", List.of("-Xmx64m"), Map.of("a", origin), options);
  }

  @Test
  void withoutMemoryForBuffersTheProcessEndsAtOnceInsteadOfGoingOnHalf() throws Exception {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("/"));
        ChildGateway gateway =
            new ChildGateway(
                folder,
                "",
                List.of("-Xmx64m", "-Dio.netty.maxDirectMemory=200000"),
                Map.of("a", origin.port()),
                "--max-head=1Mi")) {
      try (RawClient client = gateway.client()) {
        client.send("GET /sparkhistory/a/ HTTP/1.1\r\nX: " + "x".repeat(400_000));
      }

      assertThat(gateway.process.waitFor(180, TimeUnit.SECONDS)).isTrue();
      assertThat(gateway.process.exitValue()).isEqualTo(3);
      assertThat(gateway.output()).contains("OutOfDirectMemoryError");
    }
  }

  @Test
  void aFullDiskCostsLinesOfTheAccessLogAndNoRequest() throws Exception {
    Path log = Files.createSymbolicLink(folder.resolve("access.log"), Path.of("/dev/full"));
    try (RawOrigin origin = new RawOrigin(e -> e.ok("/"));
        ChildGateway gateway =
            new ChildGateway(
                folder,
                "",
                List.of("-Xmx64m"),
                Map.of("a", origin.port()),
                "--access-log=" + log)) {
      for (int i = 0; i < 20; i++) {
        assertServed(gateway);
      }
      Eventually.that(() -> assertThat(metric(gateway, DROPPED)).isEqualTo(20));

      Path roomy = folder.resolve("roomy.log");
      Files.delete(log);
      Files.createSymbolicLink(log, roomy);
      Eventually.that(
          () -> {
            assertServed(gateway);
            assertThat(roomy).isNotEmptyFile();
          });
      double dropped = gateway.metric(DROPPED);
      assertServed(gateway);
      assertThat(gateway.metric(DROPPED)).isEqualTo(dropped);
      assertThat(Files.readAllLines(roomy)).allMatch(line -> line.endsWith("\"error\":\"\"}"));
      assertThat(gateway.output()).containsOnlyOnce("The access log cannot be written");
    }
  }

  private static double metric(ChildGateway gateway, String name) {
    try {
      return gateway.metric(name);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertServed(ChildGateway gateway) {
    try (RawClient client = gateway.client()) {
      assertThat(client.get("/sparkhistory/a/").read().body()).isEqualTo("/");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Of a hundred looks few see it work: a loop that goes round and round is never asleep. */
  private static void assertSleeps(ChildGateway gateway) throws Exception {
    int working = 0;
    for (int look = 0; look < 100; look++) {
      assertThat(new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS)).isFalse();
      working += gateway.works() ? 1 : 0;
    }
    assertThat(working).isLessThan(25);
  }

  private static void respond(RawOrigin.Exchanged e, CountDownLatch go) throws IOException {
    String path = e.requestLine().split(" ")[1];
    if (path.equals("/wait")) {
      Eventually.happens(go);
    }
    e.ok(path);
  }

  private static void close(List<RawClient> clients) throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
  }
}
