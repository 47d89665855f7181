package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.provisioner.spec.SparkVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of a history server's list, and what a tenant's response can do. */
class ListingsIT {
  private static final String SCANNED = "<p id=\"last-updated\">now</p>";
  private static final String READING =
      SCANNED + "There are 3 event log(s) currently being processed";

  private final ConcurrentLinkedQueue<String> pages = new ConcurrentLinkedQueue<>();
  private final List<String> woken = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private Listings listings;
  private volatile String applications = "[]";
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::respond);
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    listings = new Listings(new HistoryServerClient(any -> address), Runnable::run, woken::add);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theNewestVersionIsReadWhenTheFirstListingIsComplete() {
    pages.addAll(List.of("starting", READING, SCANNED, READING));
    applications =
        """
        [{"id": "a", "attempts": [{"appSparkVersion": "3.5.1-amzn-0"}, {"appSparkVersion": "4.1.3"}]},
         {"id": "b", "attempts": [{"appSparkVersion": "nonsense"}, {}]}]
        """;

    assertThat(listings.of("team-a", "1")).isEmpty();
    Eventually.holds(() -> !woken.isEmpty(), asked::toString);

    assertThat(listings.of("team-a", "1").orElseThrow().newest()).contains(new SparkVersion(4, 1));
    assertThat(asked)
        .hasSize(4 + Listings.QUIET + 1)
        .endsWith("/api/v1/applications?limit=" + HistoryServerClient.MOST_APPLICATIONS);
    assertThat(woken).containsExactly("team-a");
  }

  @Test
  void aServerIsAskedOnceAfterEachStart() {
    listings.of("team-a", "1");
    Eventually.holds(() -> woken.size() == 1, asked::toString);
    int once = asked.size();
    listings.of("team-a", "1");
    assertThat(asked).hasSize(once);

    assertThat(listings.of("team-a", "2")).isEmpty();
    Eventually.holds(() -> woken.size() == 2, asked::toString);
  }

  @Test
  void aResponseThatIsTooLongOrNoListIsNotBelieved() {
    for (String response :
        List.of("x".repeat(HistoryServerClient.MOST_BYTES + 1), "[{\"attempts", "")) {
      asked.clear();
      applications = response;
      listings.of("team-a", response.substring(0, Math.min(5, response.length())));
      Eventually.holds(() -> lists() >= Listings.FAILURES, asked::toString);
    }

    assertThat(woken).isEmpty();
  }

  @Test
  void aServerThatCannotBeAskedIsLeftAlone() {
    status = 403;

    listings.of("team-a", "1");
    Eventually.holds(() -> asked.size() == Listings.FAILURES, asked::toString);

    assertThat(listings.of("team-a", "1")).isEmpty();
    assertThat(asked).hasSize(Listings.FAILURES);
    assertThat(woken).isEmpty();
  }

  private long lists() {
    return asked.stream().filter(path -> path.startsWith("/api")).count();
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      asked.add(path);
      String page = path.startsWith("/api") ? applications : pages.poll();
      byte[] body = (page == null ? SCANNED : page).getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }
}
