package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When an archive is used; that it is of use is shown with a real Spark. */
class ClassArchiveTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir Path folder;
  private Path jar;

  @BeforeEach
  void makeAnArchive() throws IOException {
    jar = Files.writeString(folder.resolve("a \"b\".jar"), "content");
    Files.createFile(archiveOf(JAVA));
  }

  @Test
  void anArchiveIsUsedThatWasMadeOfTheSame() throws IOException {
    String archive = archiveOf(JAVA).toString();

    assertThat(of(JAVA).arguments())
        .hasSize(3)
        .startsWith(
            "-XX:SharedArchiveFile=" + archive,
            "-Dio.sparkhistory.start=" + archive.replace(".jsa", ".start"));
  }

  @Test
  void anArchiveOfAnotherJarIsNotUsed() throws IOException {
    Files.writeString(jar, "a longer content");

    assertThat(of(JAVA).arguments()).hasSize(1);
  }

  @Test
  void anArchiveOfAJarWithAnotherTimeIsNotUsed() throws IOException {
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

    assertThat(of(JAVA).arguments()).hasSize(1);
  }

  @Test
  void anArchiveOfAnotherJavaIsNotUsed() throws IOException {
    Path home = Files.createDirectories(folder.resolve("java"));
    Path java = Files.createFile(Files.createDirectory(home.resolve("bin")).resolve("java"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.15\"");
    Files.createFile(archiveOf(java));
    assertThat(of(java).arguments()).hasSize(3);

    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.16\"");

    assertThat(of(java).arguments()).hasSize(1);
  }

  @Test
  void theClassPathIsInAnArgumentFile() throws IOException {
    assertThat(options(JAVA)).hasContent("-cp\n\"" + folder + "/a \\\"b\\\".jar\"\n");
  }

  private Path archiveOf(Path java) throws IOException {
    return Path.of(options(java).toString().replace(".options", ".jsa"));
  }

  private Path options(Path java) throws IOException {
    List<String> arguments = of(java).arguments();
    return Path.of(arguments.get(arguments.size() - 1).substring(1));
  }

  private ClassArchive of(Path java) throws IOException {
    return ClassArchive.of(java, List.of(jar), folder.resolve("archives"), folder);
  }
}
