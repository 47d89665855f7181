package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The address of an application: where it leads, and what is said when nobody knows it. */
@ExtendWith(BufferLeaks.class)
class FindApplicationIT {
  private static final String ID = "spark-0a1b2c3d4e5f60718293a4b5c6d7e8f9";
  private static final String ADDRESS = "/sparkhistory/-/app/" + ID;
  private static final String HTML = "Accept: text/html,application/xhtml+xml\r\n";
  private static final String JSON = "Accept: application/json\r\n";
  private static final String PAGE = "Referer: https://gw.example" + ADDRESS + "\r\n";
  private static final String BUTTON =
      HTML + PAGE + "Origin: https://gw.example\r\nSec-Fetch-Site: same-origin\r\n";

  private static RawClient.Response get(Gateway gateway, String target, String lines)
      throws IOException {
    try (RawClient client = gateway.client()) {
      return client.get(target, lines).read();
    }
  }

  private static RawClient.Response ask(Gateway gateway, String method, String lines)
      throws IOException {
    try (RawClient client = gateway.client()) {
      client.send(
          method
              + " "
              + ADDRESS
              + " HTTP/1.1\r\nHost: gw.example\r\nkubeflow-userid: alice@example.com\r\n"
              + "Content-Length: 0\r\n"
              + lines
              + "\r\n");
      return method.equals("HEAD") ? client.readHeadOnly() : client.read();
    }
  }

  private static Listing listed(Instant asOf) {
    var other = new Listing.Application("app-0", "job", "", "bob", 1000, 2000, "4.0.1");
    return new Listing(List.of(other), Optional.of(asOf));
  }

  @Test
  void aPersonIsToldWhereWasLookedAndHowOldTheListsAre() throws IOException {
    try (Gateway gateway = new Gateway().asleep("a").asleep("ab").asleep("ac").asleep("b")) {
      gateway.lists("a", "app-0", "job").lists("ac", listed(Instant.now()));
      RawClient.Response response = get(gateway, ADDRESS, HTML);

      assertThat(response.status()).isEqualTo(404);
      assertThat(response.body())
          .contains("<h1>Application not found</h1>", ID, "3 namespaces")
          .containsSubsequence(
              "href=\"/sparkhistory/a/history/" + ID + "/\"", "1 application, list read 2")
          .containsSubsequence("href=\"/sparkhistory/ab/history/" + ID + "/\"", "List never read")
          .containsSubsequence("href=\"/sparkhistory/ac/history/" + ID + "/\"", "read just now")
          .contains("method=\"post\" action=\"" + ADDRESS + "\">", "Wake 2 namespaces")
          .doesNotContain("/sparkhistory/b/");
      assertThat(gateway.woken).isEmpty();
      assertThat(gateway.events.outcomes).containsExactly(Outcome.NOT_FOUND);
    }
  }

  @Test
  void aProgramIsToldTheSame() throws IOException {
    try (Gateway gateway = new Gateway().asleep("a").asleep("ab").asleep("b")) {
      gateway.lists("a", "app-0", "job").lists("ab", listed(Instant.now()));
      RawClient.Response response = get(gateway, ADDRESS, JSON);

      assertThat(response.status()).isEqualTo(404);
      assertThat(response.value("Content-Type")).isEqualTo("application/problem+json");
      assertThat(response.body())
          .contains("\"outcome\":\"not_found\"", "\"application\":\"" + ID + "\"")
          .contains("\"complete\":true", "\"looked\":2")
          .contains("\"namespace\":\"a\",\"state\":\"asleep\"")
          .contains("\"listedAt\":\"1970-01-01T00:00:00Z\",\"listIsOld\":true")
          .doesNotContain("\"namespace\":\"b\"");
    }
  }

  @Test
  void aProgramWithOneNamespaceIsNotSentOnAGuess() throws IOException {
    try (Gateway gateway = new Gateway().asleep("a")) {
      assertThat(get(gateway, ADDRESS, JSON).status()).isEqualTo(404);
      assertThat(get(gateway, ADDRESS, HTML).value("Location"))
          .isEqualTo("/sparkhistory/a/history/" + ID + "/");
    }
  }

  @Test
  void whoSeesOneNamespaceWhoseWholeListIsNewIsToldThatItIsNotThere() throws IOException {
    try (Gateway gateway = new Gateway().asleep("a").lists("a", listed(Instant.now()))) {
      RawClient.Response response = get(gateway, ADDRESS, HTML);
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.body()).doesNotContain("<form");
    }
  }

  @Test
  void theButtonWakesThoseThatMayHaveIt() throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(""));
        Gateway gateway = new Gateway().asleep("a").asleep("ab").asleep("ac").asleep("b")) {
      gateway.lists("a", "app-0", "job").lists("ac", listed(Instant.now())).tenant("ad", origin);
      RawClient.Response response = ask(gateway, "POST", BUTTON);

      assertThat(response.status()).isEqualTo(303);
      assertThat(response.value("Location")).isEqualTo(ADDRESS + "?look=1");
      assertThat(gateway.woken).containsExactlyInAnyOrder(new Tenant("a"), new Tenant("ab"));
    }
  }

  @Test
  void theButtonWakesNobodyWhenItIsKnownWhereTheApplicationIs() throws IOException {
    try (Gateway gateway = new Gateway().asleep("a").asleep("ab").lists("a", ID, "job")) {
      assertThat(ask(gateway, "POST", BUTTON).status()).isEqualTo(303);
      assertThat(gateway.woken).isEmpty();
    }
  }

  @Test
  void theButtonWakesNoMoreThanTen() throws IOException {
    try (Gateway gateway = new Gateway()) {
      for (int i = 0; i < 15; i++) {
        gateway.asleep("a-" + i);
      }
      assertThat(get(gateway, ADDRESS, HTML).body()).contains("Wake 10 of 15 namespaces");
      ask(gateway, "POST", BUTTON);
      assertThat(gateway.woken).hasSize(10);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Origin: https://gw.example\r\n",
        PAGE + "Origin: https://evil.example\r\n",
        PAGE + "Origin: null\r\n",
        PAGE + "Sec-Fetch-Site: cross-site\r\n",
        PAGE + "Sec-Purpose: prefetch\r\n",
        "Referer: https://evil.example" + ADDRESS + "\r\n",
        "Referer: https://gw.example/sparkhistory/a/history/\r\n"
      })
  void nobodyElseCanPressTheButton(String lines) throws IOException {
    try (Gateway gateway = new Gateway().asleep("a").asleep("ab")) {
      for (String accept : List.of(HTML, JSON)) {
        assertThat(ask(gateway, "POST", accept + lines).status()).isEqualTo(403);
      }
      assertThat(gateway.woken).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "OPTIONS"})
  void noOtherMethodWakes(String method) throws IOException {
    try (Gateway gateway = new Gateway().asleep("a").asleep("ab")) {
      for (String lines : List.of(BUTTON, JSON, BUTTON + "Sec-Purpose: prefetch\r\n")) {
        assertThat(ask(gateway, method, lines).status()).isIn(404, 405);
      }
      assertThat(gateway.woken).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "asleep, '', ''",
    "asleep, ?look=1, 2",
    "asleep, ?look=6, ''",
    "starting, '', 1",
    "starting, ?look=7, 8",
    "starting, ?look=60, ''",
    "starting, ?look=x, 1",
    "starting, ?look=-9, 1",
    "ready, '', ''",
    "ready, ?look=7, 8"
  })
  void thePageLooksAgainByItselfWhileAListMayCome(String state, String query, String next)
      throws IOException {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(""));
        Gateway gateway = new Gateway().asleep("a").asleep("ab")) {
      if (state.equals("starting")) {
        gateway.tenants.put(
            new Tenant("a"),
            new Backend.Starting(Step.SCHEDULED, "", Instant.now(), Duration.ZERO));
      } else if (state.equals("ready")) {
        gateway.tenant("a", origin);
      }
      String body = get(gateway, ADDRESS + query, HTML).body();
      String address = next.isEmpty() ? "" : ADDRESS + "?look=" + next;
      assertThat(body).contains("data-next=\"" + address + "\"");
      assertThat(body.contains("http-equiv=\"refresh\"")).isEqualTo(!next.isEmpty());
    }
  }

  @Test
  void whatSeveralNamespacesHaveIsAChoice() throws IOException {
    try (RawOrigin driver = new RawOrigin(e -> e.ok("x"));
        Gateway gateway = new Gateway().asleep("a").asleep("ab").asleep("ac").asleep("b")) {
      gateway.driver("a", ID, driver).lists("ab", ID, "nightly <b>").lists("b", ID, "secret");
      RawClient.Response person = get(gateway, ADDRESS, HTML);
      assertThat(person.status()).isEqualTo(200);
      assertThat(person.body())
          .contains("href=\"/sparkhistory/a/-/live/" + ID + "/\"", "Running")
          .contains("href=\"/sparkhistory/ab/history/" + ID + "/\"", "Completed")
          .contains("nightly &lt;b&gt;")
          .doesNotContain("/ac/history", "secret", "<b>");
      assertThat(get(gateway, ADDRESS, JSON).body())
          .contains("\"complete\":true", "\"namespace\":\"a\",\"state\":\"running\"")
          .contains("\"url\":\"/sparkhistory/ab/history/" + ID + "/\"");
    }
  }

  @Test
  void theLinkLeadsToTheAttemptThatIsListed() throws IOException {
    var retried = new Listing.Application(ID, "job", "2", "bob", 1000, 2000, "4.0.1");
    try (Gateway gateway = new Gateway().asleep("a").asleep("ab")) {
      gateway.lists("ab", new Listing(List.of(retried), Optional.of(Instant.EPOCH)));
      assertThat(get(gateway, ADDRESS, HTML).value("Location"))
          .isEqualTo("/sparkhistory/ab/history/" + ID + "/2/");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ID,
        "spark-application-1767225600000",
        "app-20260507095820-0001",
        "application_1767225600000_0001",
        "local-1767225600000"
      })
  void anIdThatNoListHasLeadsFromTheSearchToItsAddress(String id) throws IOException {
    try (Gateway gateway = new Gateway().asleep("a").lists("a", "app-0", "job")) {
      RawClient.Response person = get(gateway, "/sparkhistory/?q=+" + id + "+&namespace=", HTML);
      assertThat(person.status()).isEqualTo(302);
      assertThat(person.value("Location")).isEqualTo("/sparkhistory/-/app/" + id);

      RawClient.Response program = get(gateway, "/sparkhistory/?q=" + id, JSON);
      assertThat(program.status()).isEqualTo(200);
      assertThat(program.body()).contains("\"find\":\"/sparkhistory/-/app/" + id + "\"");
      assertThat(gateway.woken).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nightly",
        "spark-a",
        "spark-report-of-today",
        "local-",
        "app-20260507095820",
        "local-1%0d%0aX:y",
        "local-1+nightly",
        "//evil.example/local-1"
      })
  void otherWordsThatNothingHasAreASearchThatFoundNothing(String words) throws IOException {
    try (Gateway gateway = new Gateway().asleep("a").asleep("ab")) {
      assertThat(get(gateway, "/sparkhistory/?q=" + words, HTML).status()).isEqualTo(200);
      assertThat(get(gateway, "/sparkhistory/?q=" + words, JSON).body()).doesNotContain("\"find\"");
    }
  }

  @Test
  void anIdThatIsListedIsARowOfTheSearch() throws IOException {
    try (Gateway gateway = new Gateway().asleep("a").lists("a", ID, "job")) {
      RawClient.Response response = get(gateway, "/sparkhistory/?q=" + ID, HTML);
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).contains("/sparkhistory/a/history/" + ID + "/");
    }
  }
}
