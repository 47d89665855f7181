package io.sparkhistory.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two applications of one name in local mode, as the document shows it: they run, one hangs, that
 * one is killed, the other ends, and both are in the history. The tests are one story, because each
 * start of a Spark costs many seconds.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("slow")
class LiveThenEndedIT {
  private static final Duration SOON = Duration.ofMinutes(1);
  private static final Path JAR = Path.of(System.getProperty("gateway.jar"));
  private static final Path SPARK = Path.of(System.getProperty("spark.current"));
  private static final String NAME = "daily-revenue";
  private static final String LIST = GatewayProcess.PREFIX + "a/-/live/";
  private static final String STAGE = "/stages/stage/?id=0&attempt=0";
  private static final String BASE = "/a/daily-revenue";
  private static final String[] HTML = {"Accept", "text/html"};

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // JUnit starts them before anything else
  private static Driver plain;

  /** As Kubeflow's Spark operator starts a job with {@code uiIngressOptions}. */
  @SuppressWarnings("NullAway.Init")
  private static Driver behindAnIngress;

  @SuppressWarnings("NullAway.Init")
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws IOException {
    Path logs = folder.resolve("logs");
    plain = Driver.begin(SPARK, logs.resolve("a"), NAME);
    behindAnIngress = Driver.begin(SPARK, logs.resolve("a"), NAME, "spark.ui.proxyBase=" + BASE);
    Path home = SPARK.resolve("..").normalize();
    gateway = GatewayProcess.start(JAR, home, logs, folder.resolve("work"));
    plain.shown();
    behindAnIngress.shown();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    plain.close();
    behindAnIngress.close();
  }

  @Test
  @Order(1)
  void bothAreListedUnderTheirNameAndEachIsOpened() {
    Eventually.holds(SOON, () -> listed().size() == 2 && named(NAME) == 2);
    assertThat(listed()).containsExactlyInAnyOrder(id(plain), id(behindAnIngress));
    String page = gateway.get(LIST, HTML).body();
    for (Driver driver : List.of(plain, behindAnIngress)) {
      assertThat(page).contains("href=\"" + live(driver, "/") + "\"").contains(id(driver) + "</");
      assertThat(gateway.get(live(driver, STAGE), HTML).body()).contains("Details for Stage 0");
      assertThat(gateway.get(live(driver, "/api/v1/applications")).body()).contains(id(driver));
      assertThat(location(GatewayProcess.PREFIX + "-/app/" + id(driver)))
          .isEqualTo(live(driver, "/"));
    }
  }

  @Test
  @Order(2)
  void whoseLinksLeadElsewhereSaysWhereAndTheOtherOpens() {
    HttpResponse<String> told = gateway.get(live(behindAnIngress, "/"), HTML);
    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(told.body()).contains(">" + BASE + "<", live(behindAnIngress, "/jobs/"));
    assertThat(gateway.get(live(behindAnIngress, "/jobs/"), HTML).body())
        .contains("href=\"" + BASE + "/static/");
    assertThat(location(live(plain, "/"))).isEqualTo(live(plain, "/jobs/"));
  }

  @Test
  @Order(3)
  void oneThatHangsHasAPageOfItsOwnAndIsShownWhenItGoesOn()
      throws IOException, InterruptedException {
    Path tenants =
        Files.writeString(
            folder.resolve("tenants.yaml"),
            """
            tenants:
              a:
                address: "127.0.0.1:1"
                users: [editor]
                applications: {%s: {address: "127.0.0.1:%d"}}
            """
                .formatted(id(plain), plain.port()));
    String[] editor = {"kubeflow-userid", "editor", "Accept", "text/html"};
    Path work = folder.resolve("impatient");
    try (GatewayProcess impatient =
        GatewayProcess.ofTenants(JAR, tenants, work, "--response-timeout=1s")) {
      plain.hang();
      HttpResponse<String> response = impatient.get(live(plain, "/jobs/"), editor);
      assertThat(response.statusCode()).isEqualTo(504);
      assertThat(response.body())
          .contains("The application does not answer")
          .contains("href=\"" + GatewayProcess.PREFIX + "a/history/" + id(plain) + "/\"");
      assertThat(listed()).contains(id(plain));
      plain.goOn();
      Eventually.holds(
          SOON, () -> impatient.get(live(plain, "/jobs/"), editor).statusCode() == 200);
    }
  }

  @Test
  @Order(4)
  void oneThatIsKilledLeadsToItsHistoryAndTheOtherGoesOn()
      throws IOException, InterruptedException {
    assertThat(gateway.printed()).doesNotContain("history server of a starts");
    plain.kill();
    leadsToItsHistory(plain);
    assertThat(listed()).containsExactly(id(behindAnIngress));
    assertThat(gateway.get(live(behindAnIngress, STAGE), HTML).statusCode()).isEqualTo(200);
  }

  @Test
  @Order(5)
  void oneThatEndsLeadsToItsHistory() throws IOException, InterruptedException {
    behindAnIngress.finish();
    leadsToItsHistory(behindAnIngress);
    assertThat(listed()).isEmpty();
  }

  private static void leadsToItsHistory(Driver driver) {
    String history = GatewayProcess.PREFIX + "a/history/" + id(driver) + STAGE;
    Eventually.holds(SOON, () -> location(live(driver, STAGE)).equals(history));
    Eventually.holds(SOON, () -> gateway.get(history).body().contains("Details for Stage 0"));
  }

  private static String id(Driver driver) {
    return driver.application();
  }

  private static String live(Driver driver, String path) {
    return LIST + id(driver) + path;
  }

  private static List<String> listed() {
    return found("\"id\":\"([^\"]+)\"");
  }

  private static int named(String name) {
    return found("\"name\":\"(" + name + ")\"").size();
  }

  private static List<String> found(String pattern) {
    return Pattern.compile(pattern)
        .matcher(gateway.get(LIST).body())
        .results()
        .map(each -> each.group(1))
        .toList();
  }

  private static String location(String path) {
    return gateway.get(path, HTML).headers().firstValue("Location").orElse("");
  }
}
