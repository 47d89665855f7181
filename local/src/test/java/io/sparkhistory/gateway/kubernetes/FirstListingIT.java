package io.sparkhistory.gateway.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.fixture.FreePort;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.kubernetes.FirstListing.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of a real Spark History Server says while it reads its list of logs. */
class FirstListingIT {
  private static final int LOGS = 2000;
  private static final String ID = "spark-6f0d3c1a9be24c5f8a7714d2be90c3e1";
  private static final Pattern ATTEMPT = Pattern.compile("\"startTimeEpoch\"");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void itIsOverWhenEveryLogIsListedAndNotBefore() throws Exception {
    manyLogs();
    int port = FreePort.next();
    Endpoint endpoint = new Endpoint("127.0.0.1", port, "127.0.0.1:" + port, Set.of());
    Process server = start(System.getProperty(spark()), port);
    try {
      Eventually.holds(PATIENCE, () -> answers(port));
      FirstListing listing =
          new FirstListing(
              endpoint,
              new Backend.Starting(Step.STARTING_SPARK, "", Instant.EPOCH, Duration.ZERO),
              System.nanoTime());
      Set<Answer> seen = EnumSet.noneOf(Answer.class);
      FirstListing.OverHttp page = new FirstListing.OverHttp();
      Eventually.holds(
          PATIENCE,
          () -> {
            listing.look(
                System.nanoTime(),
                asked -> page.page(asked).whenComplete((answer, failure) -> seen.add(answer)));
            return listing.isOver(System.nanoTime());
          });

      assertThat(listed(port)).isEqualTo(LOGS);
      assertThat(seen).containsExactlyInAnyOrder(Answer.READING, Answer.QUIET);
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  /** The property that names the folder with the jars of its Spark. */
  String spark() {
    return "spark.current";
  }

  private void manyLogs() throws IOException {
    Path example = Path.of(System.getProperty("examples")).resolve("recommendations/history/" + ID);
    List<String> lines = Files.readAllLines(example, UTF_8);
    String log = String.join("\n", lines.subList(0, 8)) + "\n" + lines.get(lines.size() - 1) + "\n";
    for (int i = 0; i < LOGS; i++) {
      String id = ID.substring(0, ID.length() - 5) + "%05d".formatted(i);
      Files.writeString(folder.resolve(id), log.replace(ID, id), UTF_8);
    }
  }

  /** With one thread that reads logs, so that it takes a while. */
  private Process start(String jars, int port) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            jars + "/*",
            "-Dspark.history.ui.port=" + port,
            "-Dspark.history.fs.numReplayThreads=1",
            "-Dspark.history.fs.logDirectory=" + folder.toUri(),
            "org.apache.spark.deploy.history.HistoryServer");
    command.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return command
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private boolean answers(int port) {
    return http.sendAsync(to(port, "/api/v1/version"), BodyHandlers.discarding())
        .handle((answer, failure) -> failure == null && answer.statusCode() == 200)
        .join();
  }

  private int listed(int port) {
    String listing =
        http.sendAsync(to(port, "/api/v1/applications?limit=100000"), BodyHandlers.ofString())
            .join()
            .body();
    return (int) ATTEMPT.matcher(listing).results().count();
  }

  private static HttpRequest to(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
  }
}
