package io.sparkhistory.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.s3.fixture.PlayedPod;
import io.sparkhistory.s3.fixture.Rendered;
import io.sparkhistory.s3.fixture.S3Server;
import io.sparkhistory.s3.fixture.SparkHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Where the classes of a history server come from. Java says nothing when it does not use an
 * archive, so its log of loaded classes is read. One after the other: they change the same image.
 */
@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD)
class ClassArchiveIT {
  private static final SparkHome SPARK = SparkHome.withArchive();
  private static final String SERVER = "org.apache.spark.deploy.history.HistoryServer ";

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
  void almostAllClassesOfAServerOnS3ComeFromTheArchive() throws IOException {
    List<String> loaded = loaded("");

    assertThat(archived(loaded, "org.apache.spark.")).isGreaterThan(0.95);
    assertThat(archived(loaded, "org.apache.hadoop.fs.s3a.")).isGreaterThan(0.95);
    assertThat(archived(loaded, "")).isGreaterThan(0.9);
  }

  @Test
  void anOwnersCollectorIsUsedAndTheArchiveIsToo() throws IOException {
    List<String> loaded = loaded("-XX:+UseParallelGC -Xlog:gc:file=" + folder.resolve("gc.log"));

    assertThat(folder.resolve("gc.log")).content().contains("Using Parallel");
    assertThat(archived(loaded, "org.apache.spark.")).isGreaterThan(0.95);
  }

  @Test
  void anArchiveOfAnotherJarIsNotUsed() throws IOException {
    Path jar = SPARK.folder().resolve("jars");
    try (var jars = Files.newDirectoryStream(jar, "spark-core_*.jar")) {
      jar = jars.iterator().next().toRealPath();
    }
    FileTime time = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    try {
      assertThat(loaded("")).anyMatch(each -> isOfAJar(each, SERVER));
    } finally {
      Files.setLastModifiedTime(jar, time);
    }
  }

  @Test
  void anArchiveOfAnotherJavaIsNotUsed() throws IOException {
    Path archive = SPARK.folder().resolve("history-server/classes.jsa");
    byte[] right = Files.readAllBytes(archive);
    // the version of the JVM is in the header
    String header = new String(right, 0, 4096, ISO_8859_1);
    int version = header.indexOf(System.getProperty("java.vm.version"));
    assertThat(version).isPositive();
    byte[] wrong = right.clone();
    wrong[version] = '9';
    wrong[version + 1] = '9';
    write(archive, wrong);
    try {
      assertThat(loaded("")).anyMatch(each -> isOfAJar(each, SERVER));
    } finally {
      write(archive, right);
    }
  }

  /** Lines of Java's log of classes that a server loads until it has opened a page. */
  private List<String> loaded(String javaOptions) throws IOException {
    Path log = folder.resolve("classes.log");
    String spec =
        """
        s3:
          bucket: company-data
          endpoint: %s
          region: eu-central-1
          pathStyleAccess: true
          credentialsSecretName: s3-credentials
        podTemplate:
          env:
            - {name: JDK_JAVA_OPTIONS, value: "-Xlog:class+load:file=%s %s"}
        """
            .formatted(s3.endpoint(), log, javaOptions);
    Rendered rendered = Rendered.of(spec, SPARK);
    try (PlayedPod pod = new PlayedPod(rendered, S3Server.KEYS, Map.of(), folder.resolve("pod"))) {
      pod.runWell();
      assertThat(pod.get("/").body()).contains("History Server");
    }
    return Files.readAllLines(log, ISO_8859_1);
  }

  /** Share of the classes of a package that come from an archive. */
  private static double archived(List<String> loaded, String prefix) {
    List<String> some =
        loaded.stream()
            .filter(line -> line.contains("] " + prefix) && !line.contains("/0x"))
            .filter(line -> line.contains(" source: "))
            .toList();
    assertThat(some).hasSizeGreaterThan(20);
    long archived = some.stream().filter(line -> line.contains("shared objects file")).count();
    return archived / (double) some.size();
  }

  private static boolean isOfAJar(String line, String name) {
    return line.contains("] " + name) && line.contains(" source: file:");
  }

  private static void write(Path archive, byte[] content) throws IOException {
    Files.delete(archive);
    Files.write(archive, content);
  }
}
