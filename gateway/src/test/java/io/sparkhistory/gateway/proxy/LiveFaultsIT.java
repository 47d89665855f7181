package io.sparkhistory.gateway.proxy;

import static io.sparkhistory.gateway.proxy.LiveVisits.ALICE;
import static io.sparkhistory.gateway.proxy.LiveVisits.HTML;
import static io.sparkhistory.gateway.proxy.LiveVisits.LIVE;
import static io.sparkhistory.gateway.proxy.LiveVisits.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Running applications that start, end, hang or break. */
@ExtendWith(BufferLeaks.class)
class LiveFaultsIT {
  @Test
  void whatHasEndedLeadsAPersonToTheHistoryAndTellsAProgram() throws IOException {
    try (Gateway gateway = new Gateway().asleep("a")) {
      RawClient.Response person = ask(gateway, LIVE + "jobs/job/?id=3", HTML);
      assertThat(person.status()).isEqualTo(302);
      assertThat(person.value("Location"))
          .isEqualTo("/sparkhistory/a/history/app-1/jobs/job/?id=3");

      String api = "api/v1/applications/app-1/jobs";
      RawClient.Response program = ask(gateway, LIVE + api, ALICE);
      assertThat(program.status()).isEqualTo(404);
      assertThat(program.body())
          .contains("\"outcome\":\"live_ended\"")
          .contains("\"example\":\"/sparkhistory/a/" + api + "\"");
      // Java's own client asks for HTML, too
      assertThat(ask(gateway, LIVE + api, HTML).status()).isEqualTo(404);
      assertThat(gateway.woken).isEmpty();
    }
  }

  @Test
  void anApplicationThatEndsWhileItIsWatchedLeadsToItsHistory() throws IOException {
    RawOrigin driver = new RawOrigin(e -> e.ok("x"));
    try (Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE + "jobs/", HTML).status()).isEqualTo(200);
      driver.close();
      try (RawClient client = gateway.client()) {
        client.send("GET " + LIVE + "jobs/ HTTP/1.1\r\nHost: gw\r\n" + HTML + "\r\n");
        gateway.drivers.clear();
        RawClient.Response response = client.read();
        assertThat(response.status()).isEqualTo(302);
        assertThat(response.value("Location")).isEqualTo("/sparkhistory/a/history/app-1/jobs/");
      }
    }
  }

  @Test
  void aDriverThatIsNotThereHasAPageOfItsOwn() throws IOException {
    RawOrigin driver = new RawOrigin(e -> e.ok("x"));
    try (Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      driver.close();
      RawClient.Response response = ask(gateway, LIVE, HTML);
      assertThat(response.status()).isEqualTo(502);
      assertThat(response.body())
          .contains("The application does not answer")
          .contains("href=\"/sparkhistory/a/history/app-1/\"");
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.LIVE_FAILED));
    }
  }

  @Test
  void aDriverThatHangsIsGivenUpAndNotAskedTwice() throws IOException {
    Gateway.Limits limits = new Gateway.Limits();
    limits.response = Duration.ofMillis(300);
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin driver = new RawOrigin(e -> Eventually.happens(go));
        Gateway gateway = new Gateway(limits).driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE + "jobs/", HTML).status()).isEqualTo(504);
      assertThat(driver.received).hasSize(1);
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.LIVE_TIMEOUT));
    } finally {
      go.countDown();
    }
  }

  @Test
  void aDriverThatStartsIsSaidToStart() throws IOException {
    try (Gateway gateway = new Gateway()) {
      gateway.drivers.put("a app-1", new Driver.Starting());
      RawClient.Response response = ask(gateway, LIVE, HTML);
      assertThat(response.status()).isEqualTo(503);
      assertThat(response.body()).contains("The application is starting");
      assertThat(response.value("Retry-After")).isEqualTo("5");
    }
  }

  @Test
  void aRefusalThatBreaksOffIsSaidToBeNoResponse() throws IOException {
    try (RawOrigin driver =
            new RawOrigin(
                e -> {
                  e.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 19\r\n\r\nRBAC: acc");
                  e.socket.close();
                });
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE + "jobs/", HTML).status()).isEqualTo(502);
      Eventually.that(
          () -> assertThat(gateway.events.outcomes).containsExactly(Outcome.LIVE_FAILED));
    }
  }
}
