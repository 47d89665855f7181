package io.sparkhistory.historyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFilesTest {
  @TempDir Path folder;
  private Path jar = Path.of("");

  @BeforeEach
  void makeThem() throws IOException {
    jar = Files.writeString(folder.resolve("spark core.jar"), "content");
    Files.writeString(folder.resolve(StartFiles.SOURCES), StartFiles.source(jar) + "\n");
  }

  @Test
  void filesOfTheJarsThatAreThereAreUsed() {
    assertThat(StartFiles.valid(folder.toString())).contains(folder);
  }

  @Test
  void withoutThePropertyOrTheFilesNothingIsUsed() {
    assertThat(StartFiles.valid("")).isEmpty();
    assertThat(StartFiles.valid(folder.resolve("missing").toString())).isEmpty();
  }

  @Test
  void filesOfAnotherJarAreNotUsed() throws IOException {
    Files.writeString(jar, "a longer content");

    assertThat(StartFiles.valid(folder.toString())).isEmpty();
  }

  @Test
  void filesOfAJarWithAnotherTimeAreNotUsed() throws IOException {
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

    assertThat(StartFiles.valid(folder.toString())).isEmpty();
  }

  @Test
  void filesOfAJarThatIsGoneAreNotUsed() throws IOException {
    Files.delete(jar);

    assertThat(StartFiles.valid(folder.toString())).isEmpty();
  }

  @Test
  void damagedFilesAreNotUsed() throws IOException {
    Files.writeString(folder.resolve(StartFiles.SOURCES), "12\n");

    assertThat(StartFiles.valid(folder.toString())).isEmpty();
  }

  @Test
  void defaultsOfHadoopComeFromTheFolderAndAllElseFromTheClassPath() throws IOException {
    ClassLoader loader = new DefaultsLoader(folder, StartFilesTest.class.getClassLoader());
    Path brief = Files.createFile(folder.resolve("core-default.xml"));
    Files.createFile(folder.resolve("core-site.xml"));

    assertThat(loader.getResource("core-default.xml")).isEqualTo(brief.toUri().toURL());
    assertThat(loader.getResource("core-site.xml")).isNull();
    assertThat(loader.getResource("org/apache/hadoop/conf/Configuration.class")).isNotNull();
  }
}
