package io.sparkhistory.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Real history servers with the example event logs behind the real gateway: what a visitor can
 * click on. {@code mvn verify} runs the current Spark, the profile {@code spark-matrix} the one
 * that it was given.
 */
class EveryLinkIT {
  static final List<String> NAMESPACES = List.of("billing", "fraud-detection", "recommendations");

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // JUnit starts it before anything else
  private static GatewayProcess gateway;

  /** Starts the gateway and wakes all history servers at once. */
  @BeforeAll
  static void start() throws IOException {
    Path sparkHome = Path.of(System.getProperty("spark.current")).resolve("..").normalize();
    Path logs = Path.of(System.getProperty("examples"));
    Path jar = Path.of(System.getProperty("gateway.jar"));
    gateway = GatewayProcess.start(jar, sparkHome, logs, folder.resolve("work"));
    var woken = NAMESPACES.stream().map(gateway::wake).toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(woken).join();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @FieldSource("NAMESPACES")
  void everyLinkAndRedirectStaysInTheNamespaceAndWorks(String namespace) {
    RestApi api = new RestApi(gateway, namespace);
    Crawler crawler = new Crawler(gateway, namespace);
    crawler.open("");
    crawler.open("?showIncomplete=true");
    crawler.open("no/such/page");
    for (RestApi.Run run : api.runs()) {
      // each of these is answered with redirects, which know nothing of the prefix
      crawler.open("history/" + run.id());
      crawler.open("history/" + run.id() + "?x=1");
      crawler.open("history/" + run.path());
      crawler.open("history/" + run.path() + "/jobs");
      crawler.open("history/" + run.path() + "/no-such-tab/");
      // the current Spark lists its queries by a script
      api.queries(run)
          .forEach(id -> crawler.open("history/" + run.path() + "/SQL/execution/?id=" + id));
    }

    crawler.run();

    assertThat(crawler.problems()).isEmpty();
    assertThat(crawler.redirects()).isGreaterThan(10);
    assertThat(crawler.requests()).isGreaterThan(100);
  }

  @ParameterizedTest
  @FieldSource("NAMESPACES")
  void theRestApiAnswersEverythingAndStreamsTheLogs(String namespace) {
    RestApi api = new RestApi(gateway, namespace);
    assertThat(api.runs())
        .hasSize(3)
        .allSatisfy(run -> assertThat(api.readAll(run)).isGreaterThan(8))
        .allSatisfy(run -> assertThat(api.logs(run)).isNotEmpty());
  }

  @Test
  void noHistoryServerAnswersForAnotherNamespace() {
    for (String mine : NAMESPACES) {
      List<String> own = new RestApi(gateway, mine).ids();
      for (String other : NAMESPACES) {
        RestApi api = new RestApi(gateway, other);
        for (String id : own) {
          int expected = mine.equals(other) ? 200 : 404;
          assertThat(api.status("applications/" + id)).as(other).isEqualTo(expected);
          assertThat(statusOfPage(other, id)).as(other).isEqualTo(mine.equals(other) ? 302 : 404);
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("NAMESPACES")
  void documentsAreConfinedToTheirNamespaceAndNothingElseIs(String namespace) {
    RestApi api = new RestApi(gateway, namespace);
    String page = "history/" + api.runs().get(0).path() + "/environment/";
    for (String path : List.of("", "no/such/page", page, "history/no-such-application/")) {
      assertThat(policies(namespace, path))
          .as(path)
          .filteredOn(policy -> policy.contains("; connect-src " + source(namespace) + ";"))
          .singleElement()
          .asString()
          .startsWith("default-src 'none'; script-src " + source(namespace) + " 'unsafe-inline';");
    }
    for (String path : List.of("api/v1/applications", "static/webui.js", "static/webui.css")) {
      assertThat(policies(namespace, path)).as(path).noneMatch(p -> p.contains("connect-src"));
    }
  }

  /** Spark 4.2.0 and newer have one; the others do not mind the key that turns it on. */
  @Test
  void theOwnPolicyOfASparkThatHasOneIsOn() {
    String body = gateway.get(GatewayProcess.PREFIX + "billing/api/v1/version").body();
    Matcher version = Pattern.compile("\"(\\d+)\\.(\\d+)").matcher(body);
    assertThat(version.find()).as(body).isTrue();
    int number = 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2));

    assertThat(policies("billing", "").stream().anyMatch(policy -> policy.contains("'nonce-")))
        .as(body)
        .isEqualTo(number >= 402);
  }

  private static String source(String namespace) {
    return gateway.address().getAuthority() + GatewayProcess.PREFIX + namespace + "/";
  }

  private static List<String> policies(String namespace, String path) {
    return gateway
        .get(GatewayProcess.PREFIX + namespace + "/" + path)
        .headers()
        .allValues("Content-Security-Policy");
  }

  private static int statusOfPage(String namespace, String id) {
    return gateway.get(GatewayProcess.PREFIX + namespace + "/history/" + id + "/").statusCode();
  }
}
