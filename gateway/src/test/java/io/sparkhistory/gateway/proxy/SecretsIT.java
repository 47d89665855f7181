package io.sparkhistory.gateway.proxy;

import static io.sparkhistory.gateway.fixture.MarkedVisits.CREDENTIAL;
import static io.sparkhistory.gateway.fixture.MarkedVisits.QUERY;
import static io.sparkhistory.gateway.fixture.MarkedVisits.credentials;
import static io.sparkhistory.gateway.fixture.MarkedVisits.everything;
import static io.sparkhistory.gateway.fixture.MarkedVisits.get;
import static io.sparkhistory.gateway.fixture.MarkedVisits.options;
import static io.sparkhistory.gateway.fixture.MarkedVisits.origin;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.MarkedVisits;
import io.sparkhistory.gateway.fixture.Packaged;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the packaged gateway with secrets that can be recognized, in every way that a request or the
 * gateway itself can end, and looks for them in everything that comes out of it.
 */
class SecretsIT {
  @TempDir Path folder;
  private final MarkedVisits visits = new MarkedVisits();

  /** Every way in which a request can end here. */
  private void everyEnd(Packaged gateway) throws IOException {
    everyEndOfForwarding(gateway);
    everyTargetThatIsNotForwarded(gateway);
    everyRefusal(gateway);
  }

  private void everyEndOfForwarding(Packaged gateway) throws IOException {
    for (String kind : List.of("ok", "cut", "reset", "nonsense", "moved", "silent")) {
      visits.send(gateway, get("/sparkhistory/a/" + kind, credentials()));
      visits.send(
          gateway, get("/sparkhistory/a/history/" + kind, credentials() + "Accept: text/html\r\n"));
    }
  }

  private void everyTargetThatIsNotForwarded(Packaged gateway) throws IOException {
    for (String target :
        List.of(
            "/",
            "/sparkhistory/",
            "/sparkhistory/b/",
            "/sparkhistory/gone/x",
            "/sparkhistory/api/",
            "/sparkhistory/-/status/a",
            "/sparkhistory/-/assets/x",
            "/sparkhistory/a/..;/x",
            "/sparkhistory/%61/x")) {
      visits.send(gateway, get(target, credentials()));
      visits.send(gateway, get(target, credentials() + "Accept: text/html\r\n"));
    }
  }

  private void everyRefusal(Packaged gateway) throws IOException {
    String fine = get("/sparkhistory/a/ok", credentials());
    visits.send(gateway, without(fine, "kubeflow-userid: alice@example.com\r\n"));
    visits.send(gateway, without(fine, "Host: gw\r\n"));
    visits.send(gateway, fine.replace("GET ", "TRACE "));
    visits.send(gateway, fine.replace("HTTP/1.1", "HTTP/3.1"));
    for (String bad :
        List.of(
            "kubeflow-userid: " + CREDENTIAL + "\r\n",
            "a b: " + CREDENTIAL + "\r\n",
            "Authorization : " + CREDENTIAL + "\r\n",
            "Cookie: " + CREDENTIAL + "\0\r\n",
            "Cookie: " + CREDENTIAL + "\n folded\r\n",
            "Content-Length: " + CREDENTIAL + "\r\n",
            "Transfer-Encoding: " + CREDENTIAL + "\r\n",
            "Expect: " + CREDENTIAL + "\r\n",
            "Host: " + CREDENTIAL + "\r\n",
            "traceparent: " + QUERY + "\r\n",
            "Cookie: " + CREDENTIAL.repeat(8000) + "\r\n",
            "Content-Length: 99999999\r\n",
            "Transfer-Encoding: chunked\r\n\r\n" + CREDENTIAL + "\r\n")) {
      visits.send(gateway, get("/sparkhistory/a/ok", credentials() + bad));
    }
  }

  private static String without(String request, String line) {
    return request.replace(line, "");
  }

  @ParameterizedTest
  @CsvSource({"info, text", "trace, text", "trace, json"})
  void whatVisitorsKeepSecretIsNowhere(String level, String format) throws Exception {
    try (RawOrigin origin = origin();
        Packaged gateway =
            Packaged.start(
                folder,
                options(folder, origin, "--log-level=" + level, "--log-format=" + format))) {
      everyEnd(gateway);

      // it was there to be found
      assertThat(origin.received).hasSizeGreaterThan(10).anyMatch(e -> e.head.contains(QUERY));
      assertThat(visits.responses)
          .anyMatch(a -> a.contains(" 502 "))
          .anyMatch(a -> a.contains(" 431 "));
      assertThat(gateway.out()).contains("\"outcome\":\"upstream_timeout\"");
      assertThat(everything(gateway)).doesNotContain(CREDENTIAL).doesNotContain(QUERY);
      assertThat(visits.responses).noneMatch(a -> a.contains(CREDENTIAL));
      assertThat(origin.received).noneMatch(e -> e.head.contains(CREDENTIAL));
      gateway.terminate();
      assertThat(everything(gateway)).doesNotContain(CREDENTIAL).doesNotContain(QUERY);
    }
  }

  /** Of a crash in an event loop: then the report tells of all threads of Java. */
  @Test
  void neitherAThreadDumpNorTheReportOfACrashHasThem() throws Exception {
    Path report = folder.resolve("crash.log");
    List<RawClient> greedy = new ArrayList<>();
    try (RawOrigin origin = origin()) {
      Packaged gateway =
          Packaged.start(
              folder,
              options(folder, origin, "--max-head=1Mi")
                  .withJvm(
                      "-XX:ErrorFile=" + report,
                      "-XX:-CreateCoredumpOnCrash",
                      "-XX:+CrashOnOutOfMemoryError",
                      "-XX:MaxDirectMemorySize=1g"));
      try (RawClient busy = gateway.client()) {
        busy.send(get("/sparkhistory/a/silent", credentials()));
        Eventually.that(() -> assertThat(origin.received).hasSize(1));
        signal(gateway, "-QUIT");
        Eventually.that(() -> assertThat(gateway.out()).contains("Full thread dump"));
        takeAllMemory(gateway, greedy);
        assertThat(gateway.process.waitFor(180, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(Files.readString(report)).contains("OutOfMemory", "Java Threads", "\"gateway-");
      assertThat(everything(gateway) + Files.readString(report))
          .doesNotContain(CREDENTIAL)
          .doesNotContain(QUERY);
    } finally {
      for (RawClient client : greedy) {
        client.close();
      }
    }
  }

  /** Heads that never end, until the heap has no room for one more. */
  private static void takeAllMemory(Packaged gateway, List<RawClient> greedy) {
    String head = "GET / HTTP/1.1\r\nX: " + "x".repeat((1 << 20) - 100);
    try {
      while (gateway.process.isAlive() && greedy.size() < 300) {
        greedy.add(gateway.client().send(head));
      }
    } catch (IOException e) {
      // it has ended
      return;
    }
  }

  private static void signal(Packaged gateway, String signal) throws Exception {
    String pid = Long.toString(gateway.process.pid());
    assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
  }
}
