package io.sparkhistory.provisioner.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.FreePort;
import io.sparkhistory.provisioner.fixture.Cluster;
import io.sparkhistory.standin.ApiError;
import io.sparkhistory.standin.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the packaged provisioner with secrets that can be recognized, against an API server and
 * nodes that repeat them in every error, and looks for them in everything that comes out of it.
 */
class SecretsIT {
  /** The provisioner's own, in the form that service accounts' have (RFC 7519). */
  private static final String TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtNHJrIn0.m4rk0wnT0k3n";

  /** What resources and defaults give to names that sound secret. */
  private static final String GIVEN = "m4rkG1v3n";

  /** What only the namespace's Secret and the pod know. */
  private static final String KEY = "m4rkK3y";

  private static final List<String> MARKS =
      List.of("m4rk0wnT0k3n", "eyJzdWIiOiJtNHJrIn0", GIVEN, KEY);

  private static final String SPEC =
      """
      idleTimeout: never
      s3: {bucket: company, credentialsSecretName: s3}
      sparkConf: {spark.hadoop.fs.s3a.secret.key: %s-a, spark.hadoop.fs.s3a.session.token: %s-b}
      podTemplate: {env: [{name: DB_PASSWORD, value: %s-c}]}
      """
          .formatted(GIVEN, GIVEN, GIVEN)
          .indent(2);

  @TempDir private Path folder;
  private final Cluster cluster = new Cluster();
  private final AtomicInteger meshAsked = new AtomicInteger();
  private Path defaults = Path.of("");

  @AfterEach
  void close() {
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource({"info, text", "trace, text", "trace, json"})
  void whatIsSecretIsNowhere(String level, String format) throws Exception {
    cluster.server.put("secrets", "keys", "s3", "stringData: {AWS_SECRET_ACCESS_KEY: " + KEY + "}");
    tenants();
    int admin = FreePort.next();
    Process process = start(admin, List.of("--log-level=" + level, "--log-format=" + format));
    try (AutoCloseable echo = cluster.server.intercept((m, p, object) -> echo(m, p))) {
      assertThat(echo).isNotNull();
      everyEnd();
      Files.writeString(defaults, "spec: {sparkConf: fs.s3a.secret.key=" + GIVEN + "}", UTF_8);
      Eventually.holds(
          () -> output().contains("the previous defaults stay in effect"), this::output);
      signal(process, "-QUIT");
      Eventually.holds(() -> output().contains("Full thread dump"), this::output);

      // it was there to be found
      assertThat(cluster.server.requests())
          .extracting(ApiServer.Request::authorization)
          .contains("Bearer " + TOKEN);
      assertThat(cluster.object("configmaps", "forbidden").toString()).contains(GIVEN);
      assertThat(output()).contains("(hidden)");
      assertThat(told()).contains("(hidden)");
      assertThat(told() + metrics(admin)).doesNotContain(MARKS);
      process.destroy();
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
      assertThat(output()).doesNotContain(MARKS);
    } finally {
      process.destroyForcibly();
    }
    // what is not read cannot be told
    assertThat(cluster.server.requests())
        .extracting(ApiServer.Request::path)
        .noneMatch(path -> path.contains("/secrets"));
  }

  @Test
  void theReportOfACrashDoesNotHaveThem() throws Exception {
    tenants();
    int admin = FreePort.next();
    Path report = folder.resolve("crash.log");
    Process process =
        start(admin, List.of(), "-XX:ErrorFile=" + report, "-XX:-CreateCoredumpOnCrash");
    try {
      cluster.awaitReason("url", "Scheduling");
      signal(process, "-SEGV");
      assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(report)).contains("SIGSEGV").doesNotContain(MARKS);
      assertThat(output()).doesNotContain(MARKS);
    } finally {
      process.destroyForcibly();
    }
  }

  /** One tenant for each way in which a secret comes back. */
  private void tenants() throws IOException {
    defaults = folder.resolve("defaults.yaml");
    Files.writeString(
        defaults,
        "spec: {image: 'spark:4.0.4', sparkConf: {spark.hadoop.fs.s3a.access.key: %s-d}}"
            .formatted(GIVEN),
        UTF_8);
    for (String tenant : List.of("crashing", "pulling", "refused", "forbidden", "broken", "keys")) {
      cluster.server.put("sparkhistoryservers", tenant, Cluster.NAME, "spec:\n" + SPEC);
    }
    cluster.resource("url", "{idleTimeout: never, logDirectory: 's3a://KEY:" + GIVEN + "@b/x'}");
    cluster.resource("badurl", "{logDirectory: 's3a://KEY:" + GIVEN + "@b/../x'}");
  }

  /** Errors of an API server that says too much. */
  private void echo(String method, String path) {
    if (path.endsWith("/events")) {
      throw new ApiError(500, "InternalError", "Authorization: Bearer " + TOKEN);
    }
    // it is asked again until there is an answer, and the start waits for it
    if (path.contains("istio") && meshAsked.incrementAndGet() <= 2) {
      throw new ApiError(503, "Unavailable", "token " + TOKEN + " is not known here");
    }
    if (!method.equals("PATCH") || !path.contains("/deployments/")) {
      return;
    }
    if (path.contains("/refused/")) {
      throw new ApiError(
          422,
          "Invalid",
          "spec.template.spec.containers[0].env[3].value: Invalid value: \"%s-c\""
              .formatted(GIVEN));
    }
    if (path.contains("/forbidden/")) {
      throw new ApiError(403, "Forbidden", "[Authorization: Bearer " + TOKEN + "] may not");
    }
    if (path.contains("/broken/")) {
      throw new ApiError(500, "InternalError", "Get https://u:" + KEY + "@hook/?token=" + KEY);
    }
  }

  private void everyEnd() {
    cluster.awaitReason("refused", "PodRefused");
    cluster.awaitReason("forbidden", "PodRefused");
    cluster.awaitReason("badurl", "InvalidSpec");
    for (String tenant : List.of("crashing", "pulling", "url")) {
      cluster.awaitReason(tenant, "Scheduling");
    }
    cluster.pod("crashing", ended("Wrong option fs.s3a.secret.key=" + KEY + " or " + GIVEN + "-a"));
    cluster.awaitReason("crashing", "LogDirectoryFailed");
    cluster.pod("url", ended("NoSuchBucket: no such bucket"));
    cluster.awaitReason("url", "NoSuchBucket");
    cluster.pod(
        "pulling",
        """
        conditions: [{type: PodScheduled, status: "True"}]
        initContainerStatuses:
          - name: log-directory
            image: spark:4.0.4
            state:
              waiting:
                reason: ImagePullBackOff
                message: "Get https://u:%s@registry/v2/: Bearer %s is not accepted"
        """
            .formatted(KEY, TOKEN));
    cluster.awaitReason("pulling", "ImagePullFailed");
    Eventually.holds(() -> output().contains("broken"), this::output);
    Eventually.holds(() -> output().contains("an Event cannot be written"), this::output);
  }

  private static String ended(String log) {
    return """
    conditions: [{type: PodScheduled, status: "True"}]
    initContainerStatuses:
      - name: log-directory
        state: {terminated: {exitCode: 1, reason: Error, message: "%s"}}
    """
        .formatted(log);
  }

  /** What others read in the cluster. */
  private String told() {
    List<String> told = new ArrayList<>();
    cluster
        .server
        .list("sparkhistoryservers", "")
        .forEach(each -> told.add("" + each.path("status")));
    cluster.server.list("events", "").forEach(each -> told.add(each.toString()));
    return told.toString();
  }

  private Process start(int admin, List<String> more, String... jvm) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-Dkubeconfig=" + kubeconfig()));
    command.addAll(List.of(jvm));
    command.addAll(List.of("-jar", Path.of("target", "provisioner.jar").toString()));
    command.addAll(
        List.of("--leader-election=false", "--max-starting=10", "--defaults=" + defaults));
    command.add("--admin=127.0.0.1:" + admin);
    command.addAll(more);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARKHISTORY_"));
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }

  private String kubeconfig() throws IOException {
    return Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            clusters: [{name: c, cluster: {server: "%s"}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users: [{name: u, user: {token: %s}}]
            """
                .formatted(cluster.server.url(), TOKEN))
        .toString();
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String metrics(int admin) {
    URI uri = URI.create("http://127.0.0.1:" + admin + "/metrics");
    try {
      return HttpClient.newHttpClient()
          .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .join()
          .body();
    } catch (CompletionException e) {
      throw new AssertionError(e);
    }
  }

  private static void signal(Process process, String signal) throws Exception {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
  }
}
