package io.sparkhistory.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real driver behind the gateway: its pages, and who may do what with it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveDriversIT {
  private static final Path TABLE = Path.of("../docs/live-applications.md");
  private static final Pattern LINK =
      Pattern.compile("(?:href|src|action)=(?:\"(/[^\"]*)\"|'(/[^']*)')");

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // JUnit starts it before anything else
  private Driver driver;

  @SuppressWarnings("NullAway.Init")
  private GatewayProcess gateway;

  private String live = "";

  @BeforeAll
  void start() throws IOException {
    Path jars = Path.of(System.getProperty(spark()));
    driver = Driver.start(jars, folder.resolve("a"), "daily-revenue");
    Path tenants =
        Files.writeString(
            folder.resolve("tenants.yaml"),
            """
            tenants:
              a:
                address: "127.0.0.1:1"
                users: [editor]
                viewers: [viewer]
                applications: {%s: {address: "127.0.0.1:%d"}}
            """
                .formatted(driver.application(), driver.port()));
    Path jar = Path.of(System.getProperty("gateway.jar"));
    gateway = GatewayProcess.ofTenants(jar, tenants, folder.resolve("work"));
    live = GatewayProcess.PREFIX + "a/-/live/" + driver.application() + "/";
  }

  @AfterAll
  void stop() {
    gateway.close();
    driver.close();
  }

  /** The property that names the folder with the jars of its Spark. */
  String spark() {
    return "spark.current";
  }

  @Test
  void everyPageIsThereAndItsLinksStayBelowTheApplicationsPath() {
    String api = "api/v1/applications/" + driver.application() + "/";
    for (String page :
        List.of(
            "jobs/",
            "jobs/job/?id=0",
            "stages/",
            "stages/stage/?id=0&attempt=0",
            "storage/",
            "environment/",
            "executors/",
            "SQL/",
            "SQL/execution/?id=0",
            "static/webui.js",
            api + "jobs",
            api + "allexecutors",
            api + "environment")) {
      HttpResponse<String> response = ask("viewer", page);
      assertThat(response.statusCode()).as(page).isEqualTo(200);
      assertThat(links(response.body()))
          .as(page)
          .allSatisfy(link -> assertThat(link).startsWith(live));
      if (page.endsWith("/")) {
        assertThat(links(response.body())).as(page).isNotEmpty();
      }
    }
    HttpResponse<String> home = ask("viewer", "");
    assertThat(home.headers().firstValue("Location")).hasValue(live + "jobs/");
  }

  /** Each row of the document's table, asked of a real driver. */
  @Test
  void whoMayDoWhatIsAsTheDocumentSays() throws IOException {
    List<String[]> rows = rows();
    assertThat(rows).hasSizeGreaterThan(10);
    for (String[] row : rows) {
      String path = row[0].replace("APP", driver.application()).replaceFirst("^/", "");
      String[] responses = {
        verdict(ask("stranger", path, own())),
        verdict(ask("viewer", path, own())),
        verdict(ask("editor", path)),
        verdict(ask("editor", path, own()))
      };
      assertThat(responses).as(row[0]).containsExactly(row[1], row[2], row[3], row[4]);
    }
  }

  @Test
  void aJobIsKilledByAnEditorOnItsPageAndByNobodyElse() {
    String id = runningJob();
    String kill = "jobs/job/kill/?id=" + id;
    assertThat(ask("viewer", kill, own()).statusCode()).isEqualTo(403);
    assertThat(ask("editor", kill).statusCode()).isEqualTo(403);
    assertThat(ask("editor", kill, "Referer", "https://evil.example/").statusCode()).isEqualTo(403);
    assertThat(jobs("running")).contains(id);

    assertThat(ask("editor", kill, own()).statusCode()).isBetween(200, 399);
    Eventually.holds(Duration.ofMinutes(1), () -> jobs("failed").contains(id));
    assertThat(jobs("running")).doesNotContain(id);
  }

  private String runningJob() {
    List<String> found = new ArrayList<>();
    Eventually.holds(
        Duration.ofMinutes(1),
        () -> {
          found.addAll(jobs("running"));
          return !found.isEmpty();
        });
    return found.get(0);
  }

  private List<String> jobs(String status) {
    String path = "api/v1/applications/" + driver.application() + "/jobs?status=" + status;
    return Pattern.compile("\"jobId\"\\s*:\\s*([0-9]+)")
        .matcher(ask("viewer", path).body())
        .results()
        .map(job -> job.group(1))
        .toList();
  }

  /** Lines such as {@code | `/jobs/` | no | yes | yes | yes |}. */
  private static List<String[]> rows() throws IOException {
    try (Stream<String> lines = Files.lines(TABLE)) {
      return lines
          .filter(line -> line.startsWith("| `/"))
          .map(line -> line.replace("`", "").substring(1).split("\\|", -1))
          .filter(cells -> cells.length > 5)
          .map(cells -> Stream.of(cells).map(String::strip).limit(5).toArray(String[]::new))
          .toList();
    }
  }

  private static String verdict(HttpResponse<String> response) {
    // what a Spark does not have is its own to say
    return response.statusCode() == 403 ? "no" : "yes";
  }

  private String[] own() {
    return new String[] {"Referer", gateway.address() + live + "jobs/"};
  }

  private HttpResponse<String> ask(String user, String path, String... fields) {
    String[] all =
        Stream.concat(Stream.of("kubeflow-userid", user), Stream.of(fields)).toArray(String[]::new);
    return gateway.get(live + path, all);
  }

  private static List<String> links(String body) {
    return LINK.matcher(body)
        .results()
        .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
        .toList();
  }
}
