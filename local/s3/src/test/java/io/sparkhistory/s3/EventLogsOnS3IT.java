package io.sparkhistory.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.Reason;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.S3Server;
import io.sparkhistory.s3.fixture.SparkHome;
import io.sparkhistory.s3.fixture.SparkJob;
import io.sparkhistory.s3.fixture.Status;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of event logs in a bucket: one pod, one run of jobs, one history server. */
class EventLogsOnS3IT {
  private static final String BUCKET = "company-data";
  private static final String FOLDER = "pipelines/team-a/history";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static S3Server s3;
  private static Rendered rendered;
  private static PlayedPod pod;
  private static List<String> before;
  private static Map<String, String> applications;
  private static List<String> written;

  @BeforeAll
  static void writeLogsAndStartTheHistoryServer() {
    s3 = S3Server.start(folder.resolve("s3"));
    s3.createBucket(BUCKET);
    rendered =
        Rendered.of(
            """
            s3:
              bucket: %s
              endpoint: %s
              region: eu-central-1
              pathStyleAccess: true
              credentialsSecretName: s3-credentials
            sparkConf:
              spark.history.fs.eventLog.rolling.maxFilesToRetain: "1"
              spark.eventLog.compress: "true"
              spark.eventLog.compression.codec: zstd
            """
                .formatted(BUCKET, s3.endpoint()),
            SparkHome.withConnectors());
    pod = new PlayedPod(rendered, S3Server.KEYS, Map.of(), folder.resolve("pod"));
    assertThat(pod.initialize()).as(pod.pod().toString()).isTrue();
    before = s3.keys(BUCKET, "");
    applications =
        SparkJob.run(
            SparkHome.withConnectors(),
            pod.config("spark-history.properties"),
            S3Server.KEYS,
            folder.resolve("job"));
    written = s3.keys(BUCKET, FOLDER);
    s3.age(logOf("last-years-report"), Instant.now().minus(Duration.ofDays(31)));
    pod.startServer();
  }

  @AfterAll
  static void stop() {
    if (pod != null) {
      pod.close();
    }
    if (s3 != null) {
      s3.close();
    }
  }

  @Test
  void theFolderIsThereBeforeTheFirstJob() {
    assertThat(before).containsExactly(FOLDER + "/");
    assertThat(Status.of(rendered.spec(), pod.pod()).logDirectory())
        .isEqualTo(Reason.LOG_DIRECTORY_READY);
  }

  @Test
  void logsOfJobsAreListed() {
    eventually(() -> listing().contains(idOf("monthly-report")));
    eventually(() -> listing().contains(idOf("long-stream")));
  }

  @Test
  void anApplicationIsOpened() {
    eventually(() -> listing().contains(idOf("monthly-report")));
    HttpResponse<String> page = pod.get("/history/" + idOf("monthly-report") + "/jobs/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("/sparkhistory/team-a/history/", "monthly-report");
    assertThat(pod.get("/api/v1/applications/" + idOf("monthly-report") + "/jobs").body())
        .contains("SUCCEEDED");
  }

  @Test
  void expiredLogsAreDeleted() {
    assertThat(written).anyMatch(key -> key.contains(idOf("last-years-report")));
    eventually(() -> logsOf("last-years-report").isEmpty());
    eventually(() -> listing().contains(idOf("monthly-report")));

    assertThat(listing()).doesNotContain(idOf("last-years-report"));
    assertThat(logsOf("monthly-report")).isNotEmpty();
  }

  @Test
  void rollingLogsAreCompactedAndStillOpen() {
    eventually(() -> logsOf("long-stream").stream().anyMatch(key -> key.endsWith(".compact")));

    eventually(() -> listing().contains(idOf("long-stream")));
    assertThat(pod.get("/history/" + idOf("long-stream") + "/jobs/").statusCode()).isEqualTo(200);
  }

  private static String listing() {
    return pod.get("/api/v1/applications").body();
  }

  private static String idOf(String application) {
    return Objects.requireNonNull(applications.get(application));
  }

  private static List<String> logsOf(String application) {
    return s3.keys(BUCKET, FOLDER).stream().filter(key -> key.contains(idOf(application))).toList();
  }

  /** What the keys of its files begin with: a name, or the folder of a rolling log. */
  private static String logOf(String application) {
    String key = logsOf(application).get(0);
    int end = key.indexOf('/', FOLDER.length() + 1);
    return end < 0 ? key : key.substring(0, end);
  }

  private static void eventually(BooleanSupplier condition) {
    Eventually.holds(PATIENCE, condition::getAsBoolean, pod::log);
  }
}
