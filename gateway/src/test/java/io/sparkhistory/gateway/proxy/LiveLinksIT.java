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
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links to running applications, and the links on their own pages. */
@ExtendWith(BufferLeaks.class)
class LiveLinksIT {
  /** What a driver says whose job sets {@code spark.ui.proxyBase}. */
  private static RawOrigin.Script linksTo(String base) {
    return e ->
        e.ok(
            e.requestLine().equals("GET /executors/ HTTP/1.1")
                ? "<html><head><link href=\"" + base + "/static/webui.css\"></head></html>"
                : "a page");
  }

  @Test
  void whoEntersAnApplicationWhoseLinksLeadElsewhereIsToldWhere() throws IOException {
    try (RawOrigin driver = new RawOrigin(linksTo("/ns-a/daily-revenue"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      for (int visit = 0; visit < 3; visit++) {
        RawClient.Response told = ask(gateway, LIVE, HTML);
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.body())
            .contains("The links of this application lead elsewhere")
            .contains(">/ns-a/daily-revenue<")
            .contains("href=\"" + LIVE + "jobs/\"");
      }
      RawOrigin.Exchanged asked = driver.received.get(0);
      assertThat(asked.values("X-Forwarded-Context")).containsExactly(LIVE.replaceFirst("/$", ""));
      assertThat(asked.head).doesNotContain("alice");
      assertThat(driver.received).hasSize(1);

      assertThat(ask(gateway, LIVE + "jobs/", HTML).body()).isEqualTo("a page");
      assertThat(ask(gateway, LIVE, ALICE).body()).isEqualTo("a page");
      assertThat(ask(gateway, LIVE, HTML + "Sec-Purpose: prefetch\r\n").body()).isEqualTo("a page");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sparkhistory/a/-/live/app-1", "", "/<script>alert(1)</script>"})
  void whoEntersAnApplicationWithLinksOfItsOwnSeesIt(String base) throws IOException {
    try (RawOrigin driver = new RawOrigin(linksTo(base));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE, HTML).body()).isEqualTo("a page");
      assertThat(ask(gateway, LIVE + "?x", HTML).body()).isEqualTo("a page");
      assertThat(driver.received).hasSize(3);
    }
  }

  @Test
  void aDriverThatDoesNotSayWhereItsLinksLeadIsShownAndAskedAgain() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    try (RawOrigin driver =
            new RawOrigin(
                e -> {
                  if (e.requestLine().startsWith("GET /executors/")) {
                    e.send("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<html>");
                    Eventually.happens(go);
                  } else {
                    e.ok("a page");
                  }
                });
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, LIVE, HTML).body()).isEqualTo("a page");
      assertThat(ask(gateway, LIVE, HTML).body()).isEqualTo("a page");
      assertThat(driver.received).hasSize(4);
    } finally {
      go.countDown();
    }
  }

  @Test
  void theListLeadsToWhatRuns() throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().driver("a", "app-1", driver)) {
      assertThat(ask(gateway, "/sparkhistory/a/-/live/", HTML).body())
          .contains("href=\"" + LIVE + "\"");
      assertThat(ask(gateway, "/sparkhistory/a/-/live/", ALICE).body())
          .contains("{\"id\":\"app-1\",\"name\":\"job\",\"state\":\"running\",\"url\":\"" + LIVE);
      assertThat(driver.received).isEmpty();
    }
  }

  @Test
  void theLinkOfAnApplicationLeadsToItWhereverItIs() throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().asleep("a").asleep("ab").asleep("b")) {
      gateway.driver("ab", "app-1", driver).driver("b", "app-1", driver);
      RawClient.Response one = ask(gateway, "/sparkhistory/-/app/app-1", HTML);
      assertThat(one.status()).isEqualTo(302);
      assertThat(one.value("Location")).isEqualTo("/sparkhistory/ab/-/live/app-1/");

      gateway.driver("a", "app-1", driver);
      RawClient.Response several = ask(gateway, "/sparkhistory/-/app/app-1", HTML);
      assertThat(several.status()).isEqualTo(200);
      assertThat(several.body())
          .contains("href=\"/sparkhistory/a/-/live/app-1/\"")
          .contains("href=\"/sparkhistory/ab/-/live/app-1/\"")
          .doesNotContain("/sparkhistory/b/");

      RawClient.Response none = ask(gateway, "/sparkhistory/-/app/app-2", HTML);
      assertThat(none.body())
          .contains("href=\"/sparkhistory/a/history/app-2/\"")
          .contains("href=\"/sparkhistory/ab/history/app-2/\"")
          .doesNotContain("/sparkhistory/b/");

      gateway.lists("ab", "app-2", "job");
      assertThat(ask(gateway, "/sparkhistory/-/app/app-2", HTML).value("Location"))
          .isEqualTo("/sparkhistory/ab/history/app-2/");

      gateway.tenants.remove(new Tenant("ab"));
      assertThat(ask(gateway, "/sparkhistory/-/app/app-2", HTML).value("Location"))
          .isEqualTo("/sparkhistory/a/history/app-2/");
    }
  }
}
