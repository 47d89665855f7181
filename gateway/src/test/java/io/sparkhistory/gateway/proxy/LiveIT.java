package io.sparkhistory.gateway.proxy;

import static io.sparkhistory.gateway.proxy.LiveVisits.ALICE;
import static io.sparkhistory.gateway.proxy.LiveVisits.HTML;
import static io.sparkhistory.gateway.proxy.LiveVisits.LIVE;
import static io.sparkhistory.gateway.proxy.LiveVisits.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Running applications: what holds for history servers holds for their drivers. */
@ExtendWith(BufferLeaks.class)
class LiveIT {
  @Test
  void aDriverIsSentWhatAHistoryServerIsSentBelowItsOwnPrefix() throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      String secrets = "Cookie: session=1\r\nAuthorization: Bearer x\r\nX-Auth-Token: y\r\n";

      assertThat(ask(gateway, LIVE + "jobs/?x=1", HTML + secrets).body()).isEqualTo("x");

      RawOrigin.Exchanged sent = driver.received.get(0);
      assertThat(sent.requestLine()).isEqualTo("GET /jobs/?x=1 HTTP/1.1");
      assertThat(sent.values("Host")).containsExactly("127.0.0.1:" + driver.port());
      assertThat(sent.values("X-Forwarded-Context"))
          .containsExactly("/sparkhistory/a/-/live/app-1");
      assertThat(sent.values("X-Forwarded-Prefix")).containsExactly("/sparkhistory/a/-/live/app-1");
      assertThat(sent.values("kubeflow-userid")).containsExactly("alice@example.com");
      assertThat(sent.head).doesNotContain("session", "Bearer", "X-Auth-Token");
      Eventually.that(() -> assertThat(gateway.events.outcomes).containsExactly(Outcome.LIVE));
      assertThat(gateway.events.lines.get(0))
          .isEqualTo("GET " + LIVE + "jobs/?x=1 alice@example.com a 200 0 1");
      assertThat(gateway.touched).isEmpty();
      assertThat(gateway.woken).isEmpty();
      assertThat(gateway.asked).hasValue(0);
    }
  }

  @Test
  void whatADriverSendsIsConfinedToItsOwnPaths() throws IOException {
    try (RawOrigin driver =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 302 Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n"
                            + "Set-Cookie: c=1; Domain=example.com; Path=/\r\n"
                            + "Clear-Site-Data: \"*\"\r\nLocation: http://"
                            + e.values("Host").get(0)
                            + "/jobs/\r\n\r\n"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      RawClient.Response response = ask(gateway, LIVE, HTML);

      assertThat(response.value("Location")).isEqualTo(LIVE + "jobs/");
      assertThat(response.value("Set-Cookie")).isEqualTo("c=1; Path=" + LIVE);
      assertThat(response.values("Clear-Site-Data")).isEmpty();
      assertThat(response.value("Content-Security-Policy"))
          .contains("connect-src gw" + LIVE + ";")
          .contains("form-action gw" + LIVE + ";");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sparkhistory/a/jobs/", "/sparkhistory/b/-/live/app-1/"})
  void aRedirectOfADriverLeadsNowhereElseOnThisHost(String where) throws IOException {
    try (RawOrigin driver =
            new RawOrigin(
                e ->
                    e.send(
                        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://gw"
                            + where
                            + "\r\n\r\n"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE, HTML).value("Location"))
          .isEqualTo("/sparkhistory/a/-/live/app-1" + where);
    }
  }

  @Test
  void noConnectionIsSharedBetweenApplicationsAndTheHistoryServer() throws IOException {
    try (RawOrigin same = new RawOrigin(e -> e.ok("x"));
        Gateway gateway =
            new Gateway().tenant("a", same).driver("a", "app-1", same).driver("a", "app-2", same)) {
      for (String path : new String[] {LIVE, "/sparkhistory/a/-/live/app-2/", "/sparkhistory/a/"}) {
        assertThat(ask(gateway, path, ALICE).status()).isEqualTo(200);
        assertThat(ask(gateway, path, ALICE).status()).isEqualTo(200);
      }
      assertThat(same.connections).hasValue(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"bob@example.com, jobs/", "viewer@example.com, jobs/job/kill/?id=1"})
  void whoMayNotIsRefusedAndTheDriverIsNotAsked(String user, String path) throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      RawClient.Response response =
          ask(
              gateway,
              LIVE + path,
              "kubeflow-userid: " + user + "\r\nReferer: http://gw" + LIVE + "jobs/\r\n");
      assertThat(response.status()).isEqualTo(403);
      assertThat(driver.received).isEmpty();
    }
  }

  @Test
  void theViewerLooks() throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE + "jobs/", "kubeflow-userid: viewer@example.com\r\n").body())
          .isEqualTo("x");
    }
  }

  @Test
  void aKillIsPassedOnForAPageOfTheApplicationOnly() throws IOException {
    String kill = LIVE + "jobs/job/kill/?id=1";
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      RawClient.Response foreign = ask(gateway, kill, HTML + "Referer: http://gw/other\r\n");
      assertThat(foreign.status()).isEqualTo(403);
      assertThat(foreign.body()).contains("not asked for by the application").contains(LIVE);
      assertThat(ask(gateway, kill, HTML).status()).isEqualTo(403);
      String own = "REFERER: http://gw" + LIVE + "jobs/\r\n";
      assertThat(ask(gateway, kill, HTML + own + own).status()).isEqualTo(403);
      assertThat(driver.received).isEmpty();

      assertThat(ask(gateway, kill, HTML + own + "Sec-Fetch-Site: same-origin\r\n").status())
          .isEqualTo(200);
      assertThat(driver.received.get(0).head).doesNotContain("REFERER", "Sec-Fetch-Site");
    }
  }
}
