package io.sparkhistory.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.Reason;
import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.S3Server;
import io.sparkhistory.s3.fixture.SparkHome;
import io.sparkhistory.s3.fixture.Status;
import io.sparkhistory.s3.fixture.StrictStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pod fails as it would in a cluster, and the status gives the reason. The launcher makes and
 * tries the log folder.
 */
class S3TroubleIT {
  private static final Map<String, String> WRONG_SECRET =
      Map.of("AWS_ACCESS_KEY_ID", "AKIAPIPELINES", "AWS_SECRET_ACCESS_KEY", "guessed");
  private static final Map<String, String> WRONG_KEY =
      Map.of("AWS_ACCESS_KEY_ID", "AKIASTRANGER", "AWS_SECRET_ACCESS_KEY", "only-S3-knows-it");

  @TempDir static Path shared;
  private static S3Server s3;
  @TempDir Path folder;

  @BeforeAll
  static void startS3() {
    s3 = S3Server.start(shared);
    s3.createBucket("company-data");
  }

  @AfterAll
  static void stopS3() {
    s3.close();
  }

  @Test
  void noSuchBucket() {
    String spec = withSecret("compnay-data", s3.endpoint());

    assertReason(Reason.NO_SUCH_BUCKET, initialized(spec, S3Server.KEYS));
  }

  @Test
  void accessDeniedToAKeyWithAnotherSecret() {
    String spec = withSecret("company-data", s3.endpoint());

    assertReason(Reason.ACCESS_DENIED, initialized(spec, WRONG_SECRET));
  }

  @Test
  void accessDeniedToAnUnknownKey() {
    String spec = withSecret("company-data", s3.endpoint());

    assertReason(Reason.ACCESS_DENIED, initialized(spec, WRONG_KEY));
  }

  @ParameterizedTest
  @CsvSource({
    "ACCESS_DENIED, ACCESS_DENIED",
    "PERMANENT_REDIRECT, WRONG_REGION",
    "AUTHORIZATION_HEADER_MALFORMED, WRONG_REGION"
  })
  void anErrorOfAmazonS3(StrictStore.Response response, Reason reason) {
    try (StrictStore amazon = StrictStore.responding(response)) {
      String spec = withSecret("company-data", amazon.endpoint());

      assertReason(reason, initialized(spec, S3Server.KEYS));
    }
  }

  @Test
  void aRoleThatMayOnlyReadIsToldWhereLogsAreCleanedAndIsEnoughWhereTheyAreNot() {
    try (StrictStore amazon = StrictStore.responding(StrictStore.Response.WRITE_DENIED)) {
      String spec = withSecret("company-data", amazon.endpoint());

      Status denied = initialized(spec, S3Server.KEYS);

      assertReason(Reason.ACCESS_DENIED, denied);
      assertThat(denied.message()).contains("may read", "cleaner.enabled");
      Rendered reader = Rendered.of(spec + "cleaner: {enabled: false}\n", spark());
      try (PlayedPod pod =
          new PlayedPod(reader, S3Server.KEYS, Map.of(), folder.resolve("reader"))) {
        pod.runWell();
      }
    }
  }

  @Test
  void noCredentialsInAPodWithoutARoleAndWithoutASecret() {
    String spec = spec("company-data", s3.endpoint());

    assertReason(Reason.NO_CREDENTIALS, initialized(spec, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({"http://127.0.0.1:1", "http://minio.nowhere.invalid:9000"})
  void unreachable(URI endpoint) {
    String spec = withSecret("company-data", endpoint);

    assertReason(Reason.UNREACHABLE, initialized(spec, S3Server.KEYS));
  }

  @Test
  void unreachableWithTlsWhereThereIsNone() {
    URI https = URI.create("https://127.0.0.1:" + s3.endpoint().getPort());

    assertReason(Reason.UNREACHABLE, initialized(withSecret("company-data", https), S3Server.KEYS));
  }

  @Test
  void missingConnectorInTheImageOfSparkItself() {
    Rendered rendered = Rendered.of(withSecret("company-data", s3.endpoint()), sparkAlone());

    assertReason(Reason.MISSING_CONNECTOR, initialized(rendered, S3Server.KEYS));
  }

  @Test
  void accessThatWasTakenAwayBeforeTheHistoryServerStarted() {
    String spec = withSecret("company-data", s3.endpoint());

    assertReason(Reason.ACCESS_DENIED, ended(spec, WRONG_SECRET));
  }

  @Test
  void aRoleThatWasTakenAwayBeforeTheHistoryServerStarted() {
    String spec = spec("company-data", s3.endpoint());

    assertReason(Reason.NO_CREDENTIALS, ended(spec, Map.of()));
  }

  /** The image. */
  SparkHome spark() {
    return SparkHome.withLauncher();
  }

  /** The same without connectors. */
  SparkHome sparkAlone() {
    return SparkHome.withLauncherAlone();
  }

  private Status ended(String spec, Map<String, String> secret) {
    Rendered rendered = Rendered.of(spec, spark());
    try (PlayedPod pod = new PlayedPod(rendered, secret, Map.of(), folder)) {
      pod.runServer();
      return Status.of(rendered.spec(), pod.pod());
    }
  }

  private Status initialized(String spec, Map<String, String> secret) {
    return initialized(Rendered.of(spec, spark()), secret);
  }

  private Status initialized(Rendered rendered, Map<String, String> secret) {
    try (PlayedPod pod = new PlayedPod(rendered, secret, Map.of(), folder)) {
      pod.runInTrouble();
      return Status.of(rendered.spec(), pod.pod());
    }
  }

  private static void assertReason(Reason reason, Status status) {
    assertThat(status.reason()).as(status.message()).isEqualTo(reason);
    assertThat(status.logDirectory()).isEqualTo(reason);
  }

  private static String withSecret(String bucket, URI endpoint) {
    return spec(bucket, endpoint) + "  credentialsSecretName: s3-credentials\n";
  }

  private static String spec(String bucket, URI endpoint) {
    return """
    s3:
      bucket: %s
      endpoint: %s
      region: eu-central-1
      pathStyleAccess: true
    """
        .formatted(bucket, endpoint);
  }
}
