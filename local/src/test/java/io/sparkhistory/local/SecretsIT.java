package io.sparkhistory.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs local mode and a real Spark with secrets that can be recognized, in the environment that it
 * is started in and in what visitors send, and looks for them in everything that comes out of it:
 * also of a history server that crashes, and of a gateway that does.
 */
@EnabledOnOs(OS.LINUX)
class SecretsIT {
  /** Of the one who starts it: neither for visitors nor for history servers. */
  private static final String OWN = "m4rk0wnS3cr3t";

  /** In the fields that hold visitors' credentials. */
  private static final String CREDENTIAL = "m4rkCr3d3ntial";

  /** In queries, which the history server gets. */
  private static final String QUERY = "m4rkQu3ry";

  private static final String TENANT = GatewayProcess.PREFIX + "billing/";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final List<String> responses = new ArrayList<>();

  @Test
  void whatIsSecretIsNowhere() throws Exception {
    Path report = folder.resolve("crash.log");
    try (GatewayProcess gateway = start(report)) {
      ask(gateway, TENANT);
      assertThat(gateway.wake("billing").join().statusCode()).isEqualTo(200);
      everyEnd(gateway);
      ProcessHandle server = server(gateway);
      Path proc = Path.of("/proc", Long.toString(server.pid()));
      // what the process was given
      assertThat(Files.readString(proc.resolve("environ"), ISO_8859_1)).doesNotContain(OWN);
      assertThat(Files.readString(proc.resolve("cmdline"), ISO_8859_1)).doesNotContain(OWN);

      signal(server.pid(), "-QUIT");
      Eventually.holds(PATIENCE, () -> kept().contains("Full thread dump"));
      signal(gateway.process().pid(), "-QUIT");
      Eventually.holds(PATIENCE, () -> gateway.printed().contains("Full thread dump"));
      signal(server.pid(), "-SEGV");
      Eventually.holds(PATIENCE, () -> kept().contains("SIGSEGV"));
      Eventually.holds(
          PATIENCE, () -> gateway.printed().contains("The history server of billing ended"));
      ask(gateway, TENANT);
      responses.add(gateway.admin("/metrics"));
      responses.add(gateway.admin("/readyz"));

      signal(gateway.process().pid(), "-SEGV");
      assertThat(gateway.process().waitFor(180, TimeUnit.SECONDS)).isTrue();
      assertThat(report).content().contains("SIGSEGV");
      // it was there to be found
      assertThat(responses).anyMatch(response -> response.contains("sparkhistory_requests_total"));
      assertThat(responses).anyMatch(response -> response.contains("startTimeEpoch"));
      assertThat(kept() + Files.readString(report)).doesNotContain(OWN, CREDENTIAL, QUERY);
      // a page may lead back to where it was asked for
      assertThat(responses.toString()).doesNotContain(OWN, CREDENTIAL);
    }
  }

  private GatewayProcess start(Path report) throws IOException {
    Path kubeconfig =
        Files.writeString(folder.resolve("kubeconfig"), "users: [{name: u, user: {token: " + OWN);
    return GatewayProcess.start(
        Path.of(System.getProperty("gateway.jar")),
        Path.of(System.getProperty("spark.current")).resolve("..").normalize(),
        Path.of(System.getProperty("examples")),
        folder.resolve("work"),
        Map.of(
            "AWS_ACCESS_KEY_ID",
            OWN,
            "AWS_SECRET_ACCESS_KEY",
            OWN,
            "AWS_SESSION_TOKEN",
            OWN,
            "DATABASE_URL",
            "postgres://u:" + OWN + "@db/x",
            "GITHUB_TOKEN",
            OWN,
            "HTTPS_PROXY",
            "http://u:" + OWN + "@proxy:3128",
            "KUBECONFIG",
            kubeconfig.toString(),
            "SPARK_DAEMON_JAVA_OPTS",
            "-Dspark.hadoop.fs.s3a.secret.key=" + OWN,
            "SPARKHISTORY_LOG_LEVEL",
            "trace"),
        "-XX:ErrorFile=" + report,
        "-XX:-CreateCoredumpOnCrash");
  }

  private void everyEnd(GatewayProcess gateway) {
    for (String target :
        List.of(
            "api/v1/applications",
            "api/v1/applications/no-such",
            "history/no-such",
            "static/no-such.js",
            "%2e%2e/")) {
      ask(gateway, TENANT + target);
    }
    for (String target : List.of("", "nobody/", "-/status/billing", "api/")) {
      ask(gateway, GatewayProcess.PREFIX + target);
    }
  }

  /** Asks as a browser and as a program. */
  private void ask(GatewayProcess gateway, String target) {
    for (String type : List.of("text/html", "application/json")) {
      var response =
          gateway.get(
              target + "?token=" + QUERY,
              "Accept",
              type,
              "Authorization",
              "Bearer " + CREDENTIAL,
              "Cookie",
              "session=" + CREDENTIAL,
              "X-Forwarded-Access-Token",
              CREDENTIAL,
              "X-Api-Key",
              CREDENTIAL);
      responses.add(response.headers() + response.body());
    }
  }

  private static ProcessHandle server(GatewayProcess gateway) {
    List<ProcessHandle> children = gateway.process().children().toList();
    assertThat(children).hasSize(1);
    return children.get(0);
  }

  /** Everything that was written into the folder for it, such as logs and reports of crashes. */
  private String kept() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve("work"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(file).append('\n').append(Files.readString(file, ISO_8859_1));
      }
    }
    return all.toString();
  }

  private static void signal(long pid, String signal) throws Exception {
    assertThat(new ProcessBuilder("kill", signal, Long.toString(pid)).start().waitFor()).isZero();
  }
}
