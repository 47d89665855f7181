package io.sparkhistory.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.Reason;
import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.SparkHome;
import io.sparkhistory.s3.fixture.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server of the current Spark with logs in several folders; an older Spark reads one. */
class SeveralLogDirectoriesIT {
  private static final String RECOMMENDATION = "spark-6f0d3c1a9be24c5f8a7714d2be90c3e1";
  private static final String CLOSE = "spark-93be17c05d2f4a68bf04e7a9c6d83125";
  private static final String OF_THE_OLD = "spark-b81f7e02d6c94b0e9d3f5a6c7e1240ab";

  @TempDir Path folder;

  @Test
  void applicationsOfAllFoldersAreListedOpenedAndCleaned() throws IOException {
    Path now = Files.createDirectories(folder.resolve("now"));
    Path archive = Files.createDirectories(folder.resolve("archive"));
    Path later = folder.resolve("volume/later");
    copy("recommendations", RECOMMENDATION, now, Instant.now());
    copy("billing", CLOSE + ".zstd", archive, Instant.now());
    Path old = copy("fraud-detection", OF_THE_OLD + ".zstd", archive, daysAgo(31));

    Rendered rendered = rendered(spark(), url(now), url(archive), url(later));
    try (PlayedPod pod = pod(rendered)) {
      assertThat(pod.initialize()).as(pod.pod().toString()).isTrue();
      pod.startServer();
      pod.untilListed(RECOMMENDATION);
      pod.untilListed(CLOSE);

      assertThat(Status.of(rendered.spec(), pod.pod()).logDirectory())
          .isEqualTo(Reason.LOG_DIRECTORY_READY);
      for (String application : List.of(RECOMMENDATION, CLOSE)) {
        assertThat(pod.get("/history/" + application + "/jobs/").statusCode()).isEqualTo(200);
        assertThat(pod.get("/api/v1/applications/" + application + "/jobs").body())
            .contains("SUCCEEDED");
      }
      assertThat(pod.get("/").body()).contains("folder 0", "folder 1", "folder 2");
      assertThat(later).isEmptyDirectory();
      Eventually.holds(Duration.ofMinutes(5), () -> Files.notExists(old), pod::log);
      assertThat(now.resolve(RECOMMENDATION)).exists();
    }
  }

  @Test
  void theFolderThatCannotBeUsedIsTheOneThatIsTold() throws IOException {
    Path good = folder.resolve("good");
    Path bad = Files.createFile(folder.resolve("file")).resolve("bad");

    Rendered rendered = rendered(spark(), url(good), url(bad));
    try (PlayedPod pod = pod(rendered)) {
      pod.runInTrouble();

      Status status = Status.of(rendered.spec(), pod.pod());
      assertThat(status.logDirectory()).isEqualTo(Reason.LOG_DIRECTORY_FAILED);
      assertThat(status.message())
          .startsWith("The folder " + url(bad) + " cannot be used.")
          .contains("Exception")
          .doesNotContain(url(good));
    }
  }

  /** The tag of an image need not be the truth. */
  @Test
  void aSparkThatReadsOneFolderIsToldAndMakesNoFolderWithACommaInItsName() {
    Path one = folder.resolve("one");

    Rendered rendered = rendered(olderSpark(), url(one), url(folder.resolve("two")));
    try (PlayedPod pod = pod(rendered)) {
      pod.runInTrouble();

      Status status = Status.of(rendered.spec(), pod.pod());
      assertThat(status.logDirectory()).isEqualTo(Reason.LOG_DIRECTORY_FAILED);
      assertThat(status.message())
          .startsWith("The Spark in the image reads one log directory alone");
      assertThat(one).doesNotExist();
    }
  }

  /** The image. */
  SparkHome spark() {
    return SparkHome.currentWithLauncher();
  }

  /** One with a Spark before 4.2. */
  SparkHome olderSpark() {
    return SparkHome.olderWithLauncher();
  }

  private PlayedPod pod(Rendered rendered) {
    return new PlayedPod(rendered, Map.of(), Map.of(), folder.resolve("pod"));
  }

  private static Rendered rendered(SparkHome spark, String... urls) {
    StringBuilder spec = new StringBuilder("sparkVersion: 4.2.0\nlogDirectories:\n");
    for (int i = 0; i < urls.length; i++) {
      spec.append("  - {name: folder %d, url: '%s'}\n".formatted(i, urls[i]));
    }
    return Rendered.of(spec.toString(), spark);
  }

  private static String url(Path path) {
    return "file://" + path;
  }

  private static Instant daysAgo(int days) {
    return Instant.now().minus(Duration.ofDays(days));
  }

  private static Path copy(String namespace, String name, Path to, Instant written)
      throws IOException {
    Path examples = Path.of(System.getProperty("examples"));
    Path copy = Files.copy(examples.resolve(namespace + "/history/" + name), to.resolve(name));
    return Files.setLastModifiedTime(copy, FileTime.from(written));
  }
}
