package io.sparkhistory.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.BufferLeaks;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.routing.Tenant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The start page: who sees which applications, what is asked for, and when it wakes a server. */
@ExtendWith(BufferLeaks.class)
class StartPageIT {
  private static final String HTML = "Accept: text/html,application/xhtml+xml\r\n";
  private static final String JSON = "Accept: application/json\r\n";

  @Test
  void applicationsOfNamespacesThatOneMayNotSeeAreNotFound() throws Exception {
    try (Gateway gateway =
            new Gateway()
                .asleep("a")
                .lists("a", "app-1", "mine")
                .asleep("b")
                .lists("b", "app-2", "theirs");
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/?q=app", JSON);
      assertThat(client.read().body()).contains("\"mine\"").doesNotContain("theirs", "app-2");
      client.get("/sparkhistory/?namespace=b", JSON);
      assertThat(client.read().body()).contains("\"applications\":[]", "\"namespaces\":[]");
      client.get("/sparkhistory/?q=theirs", HTML);
      assertThat(client.read().body()).doesNotContain("app-2");
    }
  }

  @ParameterizedTest
  @CsvSource({"limit=0", "limit=1000", "namespace=%2e%2e", "after=%0d%0aX:%20y"})
  void aQueryThatIsNotUnderstoodIsRefused(String query) throws Exception {
    try (Gateway gateway = new Gateway().asleep("a");
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/?" + query, JSON);
      RawClient.Response response = client.read();

      assertThat(response.status()).isEqualTo(400);
      assertThat(response.body()).contains("The parameter " + query.split("=")[0]);
    }
  }

  @Test
  void whoeverSeesOneNamespaceFindsItAwake() throws Exception {
    try (Gateway gateway = new Gateway().asleep("a").asleep("b");
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/", HTML);
      assertThat(client.read().status()).isEqualTo(200);

      assertThat(gateway.woken).containsExactly(new Tenant("a"));
    }
  }

  @Test
  void programsPrefetchesAndHeadsWakeNothing() throws Exception {
    try (Gateway gateway = new Gateway().asleep("a");
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/", JSON);
      client.read();
      client.get("/sparkhistory/", HTML + "Sec-Purpose: prefetch;prerender\r\n");
      client.read();
      client.get("/sparkhistory/", "");
      client.read();
      client.get("/sparkhistory/?limit=0", HTML);
      client.read();
      client.send(
          "HEAD /sparkhistory/ HTTP/1.1\r\nHost: x\r\nkubeflow-userid: "
              + Gateway.ALICE
              + "\r\n"
              + HTML
              + "\r\n");
      client.readHeadOnly();

      assertThat(gateway.woken).isEmpty();
    }
  }

  @Test
  void whoeverSeesSeveralNamespacesWakesNone() throws Exception {
    try (Gateway gateway = new Gateway().asleep("a").asleep("a-2");
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/", HTML);
      client.read();

      assertThat(gateway.woken).isEmpty();
    }
  }

  @Test
  void aServerThatIsReadyIsLeftAlone() throws Exception {
    try (RawOrigin origin = new RawOrigin(e -> e.ok(""));
        Gateway gateway = new Gateway().tenant("a", origin);
        RawClient client = gateway.client()) {
      client.get("/sparkhistory/", HTML);
      client.read();

      assertThat(gateway.woken).isEmpty();
      assertThat(gateway.touched).isEmpty();
    }
  }
}
