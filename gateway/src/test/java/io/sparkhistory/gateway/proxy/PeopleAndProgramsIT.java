package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages are for people; programs are held, and told in JSON. */
@ExtendWith(BufferLeaks.class)
class PeopleAndProgramsIT {
  private static final String API = "/sparkhistory/a/api/v1/applications";

  private final Gateway.Limits limits = new Gateway.Limits();

  @ParameterizedTest
  @ValueSource(strings = {API, "/sparkhistory/a//api/v1/version", "/sparkhistory/a/"})
  void javasOwnClientIsHeldUntilTheServerIsThere(String path) throws Exception {
    try (RawOrigin origin = new RawOrigin(e -> e.ok("[]"));
        Gateway gateway = new Gateway(limits).asleep("a")) {
      CompletableFuture<String> response =
          CompletableFuture.supplyAsync(() -> readByHttpUrlConnection(gateway, path));
      Eventually.that(() -> assertThat(gateway.woken).isNotEmpty());
      gateway.tenant("a", origin);

      assertThat(response.get()).isEqualTo("200 []");
    }
  }

  @Test
  void javasOwnClientIsNotShownThatAnApplicationIsBeingRead() throws Exception {
    limits.slowPage = Duration.ofMillis(50);
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin origin =
            new RawOrigin(
                e -> {
                  Eventually.happens(go);
                  e.ok("read");
                });
        Gateway gateway = new Gateway(limits).tenant("a", origin);
        RawClient person = gateway.client()) {
      String path = "/sparkhistory/a/history/app-1/jobs/";
      CompletableFuture<String> program =
          CompletableFuture.supplyAsync(() -> readByHttpUrlConnection(gateway, path));
      // the same page is shown to a person, so the time for it has passed
      person.get("/sparkhistory/a/history/app-2/jobs/", "Accept: text/html\r\n");
      assertThat(person.read().value("X-Spark-History-Page")).isEqualTo("slow");
      go.countDown();

      assertThat(program.get()).isEqualTo("200 read");
    } finally {
      go.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/sparkhistory/a/api/v1/applications, 503",
    "/sparkhistory/a//api/v1/applications, 503",
    "/sparkhistory/a/api/../x, 400",
    "/sparkhistory/a-none/api/v1, 404",
    "/sparkhistory/a-failed/api/v1/applications/app-1/logs, 503",
    "/sparkhistory/b/api/v1/applications, 403"
  })
  void belowApiAnAcceptAloneMakesNoPerson(String path, int status) throws IOException {
    limits.wakeHold = Duration.ZERO;
    try (Gateway gateway = new Gateway(limits).asleep("a");
        RawClient client = gateway.client()) {
      gateway.tenants.put(new Tenant("a-failed"), new Backend.Failed("No bucket.", "Make it."));

      RawClient.Response program = client.get(path, "Accept: text/html\r\n").read();
      assertThat(program.status()).isEqualTo(status);
      assertThat(program.value("Content-Type")).isEqualTo("application/problem+json");

      RawClient.Response person =
          client.get(path, "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\n").read();
      assertThat(person.status()).isEqualTo(status);
      assertThat(person.value("Content-Type")).isEqualTo("text/html; charset=utf-8");

      RawClient.Response script =
          client.get(path, "Accept: text/html\r\nSec-Fetch-Mode: cors\r\n").read();
      assertThat(script.value("Content-Type")).isEqualTo("application/problem+json");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Prefer: wait=1, wait=1",
    "'prefer: respond-async, WAIT = 1; x=y', wait=1",
    "'Prefer: foo=\", wait=9\"\r\nPrefer: wait=\"1\", wait=60', wait=1",
    "Prefer: wait=0, wait=0"
  })
  void aProgramIsHeldNoLongerThanItPrefersToWait(String lines, String applied) throws IOException {
    limits.wakeHold = Duration.ofHours(1);
    try (Gateway gateway = new Gateway(limits).asleep("a");
        RawClient client = gateway.client()) {
      RawClient.Response response =
          client.get(API, lines.replace("\\r\\n", "\r\n") + "\r\n").read();

      assertThat(response.status()).isEqualTo(503);
      assertThat(response.value("Preference-Applied")).isEqualTo(applied);
      assertThat(response.values("Retry-After")).hasSize(1);
      assertThat(gateway.woken).contains(new Tenant("a"));
      Eventually.that(() -> assertThat(gateway.events.outcomes).containsExactly(Outcome.WAITING));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"wait=3600", "wait=-1", "wait=1.5", "wait=", "wait", "waits=0", "wait=x, wait=0"})
  void itIsHeldNoLongerThanOthersAndNothingElseCounts(String preference) throws IOException {
    limits.wakeHold = Duration.ofMillis(300);
    try (Gateway gateway = new Gateway(limits).asleep("a");
        RawClient client = gateway.client()) {
      RawClient.Response response = client.get(API, "Prefer: " + preference + "\r\n").read();

      assertThat(response.status()).isEqualTo(503);
      assertThat(response.values("Preference-Applied")).isEmpty();
      assertThat(gateway.asked).as("looks at the server while it is held").hasValueGreaterThan(1);
    }
  }

  private static String readByHttpUrlConnection(Gateway gateway, String path) {
    try {
      URI address = URI.create("http://127.0.0.1:" + gateway.server.address().getPort() + path);
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setRequestProperty("kubeflow-userid", Gateway.ALICE);
      int status = connection.getResponseCode();
      var content = status < 400 ? connection.getInputStream() : connection.getErrorStream();
      return status + " " + new String(content.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
