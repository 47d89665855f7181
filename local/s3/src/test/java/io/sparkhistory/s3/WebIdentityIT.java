package io.sparkhistory.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.Reason;
import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.S3Server;
import io.sparkhistory.s3.fixture.SparkHome;
import io.sparkhistory.s3.fixture.Status;
import io.sparkhistory.s3.fixture.TokenService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * IAM roles for service accounts: the rendered class of credentials takes the token that the
 * cluster mounts to the Security Token Service, and the keys from there to S3. The pod's
 * environment gets what the webhook of EKS adds; to find the service of the test, the resource's
 * {@code podTemplate} has flags of the JVM.
 */
class WebIdentityIT {
  private static final String BUCKET = "company-data";
  private static final String ROLE = "arn:aws:iam::123456789012:role/team-a";

  @TempDir static Path shared;
  private static S3Server s3;
  @TempDir Path folder;
  private TokenService sts;

  @BeforeAll
  static void startS3() {
    s3 = S3Server.start(shared);
    s3.createBucket(BUCKET);
  }

  @AfterAll
  static void stopS3() {
    s3.close();
  }

  @BeforeEach
  void startSts() {
    sts = TokenService.start(folder.resolve("sts"));
  }

  @AfterEach
  void stopSts() {
    sts.close();
  }

  @Test
  void theTokenIsExchangedForKeys() throws IOException {
    try (PlayedPod pod = pod(rendered(sts.jvmFlags()), TokenService.TOKEN)) {
      assertThat(pod.initialize()).as("%s %s", pod.pod(), sts.tunnels()).isTrue();
    }
    assertThat(s3.keys(BUCKET, "")).containsExactly("pipelines/team-a/history/");
    assertThat(sts.requests().get(0))
        .containsEntry("Action", "AssumeRoleWithWebIdentity")
        .containsEntry("RoleArn", ROLE)
        .containsEntry("WebIdentityToken", TokenService.TOKEN);
  }

  @Test
  void aRoleThatTheServiceAccountMayNotTakeIsTheReason() throws IOException {
    Rendered rendered = rendered(sts.jvmFlags());
    try (PlayedPod pod = pod(rendered, "header.of-a-stranger.signature")) {
      assertThat(pod.initialize()).isFalse();
      Status status = Status.of(rendered.spec(), pod.pod());

      assertThat(status.reason()).as(pod.pod().toString()).isEqualTo(Reason.ACCESS_DENIED);
      assertThat(status.message()).contains("trust policy");
    }
  }

  @Test
  void aTokenServiceThatCannotBeReachedIsTheReason() throws IOException {
    Rendered rendered = rendered(TokenService.JVM_FLAGS.formatted(1));
    try (PlayedPod pod = pod(rendered, TokenService.TOKEN)) {
      assertThat(pod.initialize()).isFalse();
      Status status = Status.of(rendered.spec(), pod.pod());

      assertThat(status.reason()).as(pod.pod().toString()).isEqualTo(Reason.UNREACHABLE);
      assertThat(status.message()).contains("STS");
    }
  }

  private Rendered rendered(String flags) {
    return Rendered.of(
        """
        s3:
          bucket: %s
          endpoint: %s
          region: eu-central-1
          pathStyleAccess: true
        podTemplate:
          env:
            - {name: JAVA_TOOL_OPTIONS, value: "%s"}
        """
            .formatted(BUCKET, s3.endpoint(), flags),
        SparkHome.withConnectors());
  }

  private PlayedPod pod(Rendered rendered, String token) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), token, UTF_8);
    Map<String, String> webhook =
        Map.of(
            "AWS_STS_REGIONAL_ENDPOINTS", "regional",
            "AWS_DEFAULT_REGION", "eu-central-1",
            "AWS_REGION", "eu-central-1",
            "AWS_ROLE_ARN", ROLE,
            "AWS_WEB_IDENTITY_TOKEN_FILE", file.toString());
    return new PlayedPod(rendered, Map.of(), webhook, folder.resolve("pod"));
  }
}
