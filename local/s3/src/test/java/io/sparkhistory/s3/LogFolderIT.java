package io.sparkhistory.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.Reason;
import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.SparkHome;
import io.sparkhistory.s3.fixture.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher makes and tries the folder of the logs, and leaves nothing behind. */
class LogFolderIT {
  private static final String MARKER = ".spark-history-check";
  private static final String ID = "spark-6f0d3c1a9be24c5f8a7714d2be90c3e1";

  @TempDir Path folder;

  @Test
  void aMissingFolderIsMadeAndNothingIsLeftInIt() throws IOException {
    Path logs = folder.resolve("volume/logs/team-a");

    try (PlayedPod pod = pod(logs, true)) {
      pod.runWell();
    }

    assertThat(files(logs)).isEmpty();
  }

  @Test
  void aMarkerThatACrashLeftBehindGoesAndLogsStay() throws IOException {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Files.createFile(logs.resolve(MARKER));
    Files.createFile(logs.resolve("application_1"));

    try (PlayedPod pod = pod(logs, true)) {
      pod.runWell();
    }

    assertThat(files(logs)).containsExactly("application_1");
  }

  @Test
  void aMarkerThatIsStillThereIsNoLogForTheHistoryServer() throws IOException {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Files.createFile(logs.resolve(MARKER));
    Files.copy(example(), logs.resolve(ID));

    try (PlayedPod pod = pod(logs, false)) {
      pod.startServer();
      pod.untilListed(ID);

      assertThat(pod.get("/api/v1/applications").body().split("\"attempts\"", -1)).hasSize(2);
      assertThat(pod.log()).contains(ID).doesNotContain(MARKER, "Exception");
    }
    assertThat(files(logs)).contains(MARKER);
  }

  @Test
  void whereNothingCanBeWrittenOnlyAReaderIsContent() throws IOException {
    // even root cannot write a file where there is a folder
    Path logs = folder.resolve("logs");
    Files.createDirectories(logs.resolve(MARKER).resolve("x"));

    try (PlayedPod pod = pod(logs, true)) {
      pod.runInTrouble();
      Status status = Status.of(rendered(logs, true).spec(), pod.pod());
      assertThat(status.logDirectory()).isEqualTo(Reason.LOG_DIRECTORY_FAILED);
      assertThat(status.message()).contains(MARKER);
    }
    try (PlayedPod pod = pod(logs, false)) {
      pod.runWell();
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsToldWithItsCause() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path logs = file.resolve("logs");

    try (PlayedPod pod = pod(logs, false)) {
      pod.runInTrouble();
      Status status = Status.of(rendered(logs, false).spec(), pod.pod());
      assertThat(status.logDirectory()).isEqualTo(Reason.LOG_DIRECTORY_FAILED);
      assertThat(status.message()).contains(logs.toString(), "Exception");
    }
  }

  private PlayedPod pod(Path logs, boolean cleaner) {
    Rendered rendered = rendered(logs, cleaner);
    return new PlayedPod(rendered, Map.of(), Map.of(), folder.resolve("pod"));
  }

  /** The image. */
  SparkHome spark() {
    return SparkHome.withLauncher();
  }

  private Rendered rendered(Path logs, boolean cleaner) {
    return Rendered.of(
        "logDirectory: 'file://%s'\ncleaner: {enabled: %s}\n".formatted(logs, cleaner), spark());
  }

  private static Path example() {
    return Path.of(System.getProperty("examples")).resolve("recommendations/history/" + ID);
  }

  private static List<String> files(Path logs) throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
