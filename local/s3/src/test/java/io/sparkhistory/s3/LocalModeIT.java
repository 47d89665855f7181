package io.sparkhistory.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.s3.fixture.LocalGateway;
import io.sparkhistory.s3.fixture.S3Server;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Local mode with logs in a bucket. */
class LocalModeIT {
  private static final String BUCKET = "company-data";
  private static final String LOGS = "s3a://" + BUCKET + "/pipelines";
  private static final String BILLING = "spark-93be17c05d2f4a68bf04e7a9c6d83125.zstd";
  private static final String SECRET = String.valueOf(S3Server.KEYS.get("AWS_SECRET_ACCESS_KEY"));

  @TempDir static Path shared;
  private static S3Server s3;

  @TempDir Path work;

  @BeforeAll
  static void putLogs() {
    s3 = S3Server.start(shared.resolve("s3"));
    s3.createBucket(BUCKET);
    put("billing", "billing", BILLING);
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void eachFolderWithAHistoryIsANamespaceAlsoANewOne() {
    try (LocalGateway gateway = LocalGateway.start(LOGS, users(S3Server.KEYS), work)) {
      gateway.untilItListens();
      assertThat(gateway.get("/sparkhistory/billing/api/v1/applications"))
          .contains("spark-93be17c05d2f4a68bf04e7a9c6d83125");
      assertThat(gateway.commandLines())
          .contains("FolderList", "-Dspark.history.fs.logDirectory=" + LOGS + "/billing/history")
          .doesNotContain(SECRET, S3Server.KEYS.get("AWS_ACCESS_KEY_ID"));
      assertThat(gateway.printed()).contains(LOGS).doesNotContain(SECRET);

      put("team-b", "recommendations", "spark-6f0d3c1a9be24c5f8a7714d2be90c3e1");
      gateway.untilItLists("team-b");
    }
  }

  @Test
  void aStorageThatGoesAwayIsOneSentenceOnThePage() {
    S3Server leaving = S3Server.start(work.resolve("s3"));
    leaving.createBucket(BUCKET);
    leaving.put(BUCKET, "pipelines/billing/history/x", example("billing", BILLING));
    Map<String, String> users = new HashMap<>(users(S3Server.KEYS));
    users.put("AWS_ENDPOINT_URL", leaving.endpoint().toString());
    try (LocalGateway gateway = LocalGateway.start(LOGS, users, work)) {
      gateway.untilItListens();
      leaving.close();
      assertThat(gateway.get("/sparkhistory/billing/api/v1/applications"))
          .contains("--logs " + LOGS + ": the storage cannot be reached.")
          .doesNotContain("Exception");
    }
  }

  @Test
  void aNameNodeThatIsNotThereIsOneSentence() {
    refused(
        "hdfs://127.0.0.1:1/pipelines",
        S3Server.KEYS,
        "hdfs://127.0.0.1:1/pipelines: the storage cannot be reached.");
  }

  @Test
  void aBucketThatIsNotThereIsOneSentence() {
    refused("s3a://no-such-bucket/pipelines", S3Server.KEYS, "there is no such bucket.");
  }

  @Test
  void aFolderThatIsNotThereIsOneSentence() {
    refused("s3a://" + BUCKET + "/nothing", S3Server.KEYS, "there is no such folder");
  }

  @Test
  void aKeyThatIsNotAcceptedIsOneSentence() {
    Map<String, String> wrong =
        Map.of("AWS_ACCESS_KEY_ID", "AKIAPIPELINES", "AWS_SECRET_ACCESS_KEY", "not-the-secret");

    refused(LOGS, wrong, "--logs " + LOGS + ": ");
  }

  private void refused(String logs, Map<String, String> keys, String sentence) {
    try (LocalGateway gateway = LocalGateway.start(logs, users(keys), work)) {
      assertThat(gateway.ended()).as(gateway.printed()).isEqualTo(1);
      assertThat(gateway.printed())
          .contains(sentence)
          .doesNotContain("\tat ", keys.get("AWS_SECRET_ACCESS_KEY"));
      assertThat(gateway.printed().lines()).hasSizeLessThanOrEqualTo(2);
    }
  }

  private static Map<String, String> users(Map<String, String> keys) {
    Map<String, String> environment = new HashMap<>(keys);
    environment.put("AWS_ENDPOINT_URL", s3.endpoint().toString());
    environment.put("AWS_REGION", "eu-central-1");
    return environment;
  }

  private static void put(String namespace, String example, String log) {
    s3.put(BUCKET, "pipelines/" + namespace + "/history/" + log, example(example, log));
  }

  private static Path example(String namespace, String log) {
    return Path.of(System.getProperty("examples"))
        .resolve(namespace)
        .resolve("history")
        .resolve(log);
  }
}
