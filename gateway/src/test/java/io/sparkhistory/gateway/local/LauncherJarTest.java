package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.sparkhistory.historyserver.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherJarTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path folder;

  @Test
  void everyClassOfTheLauncherIsInIt() {
    String name = Launcher.class.getPackageName();
    Set<String> all = new TreeSet<>();
    new ClassFileImporter()
        .importPackages(name).stream()
            .map(each -> each.getName().substring(name.length() + 1))
            .filter(each -> !each.contains(".") && !each.equals("package-info"))
            .forEach(all::add);

    assertThat(new TreeSet<>(LauncherJar.CLASSES)).isEqualTo(all);
  }

  @Test
  void aJarWithTheSameContentKeepsItsTime() throws IOException {
    Path jar = LauncherJar.write(folder);
    Files.setLastModifiedTime(jar, LONG_AGO);

    assertThat(LauncherJar.write(folder)).isEqualTo(jar);

    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(LONG_AGO);
  }

  @Test
  void aJarWithAnotherContentIsReplaced() throws IOException {
    Path jar = LauncherJar.write(folder);
    byte[] right = Files.readAllBytes(jar);
    Files.writeString(jar, "of another version");

    LauncherJar.write(folder);

    assertThat(jar).hasBinaryContent(right);
    assertThat(folder).isDirectoryContaining(jar::equals).isDirectoryNotContaining("glob:**.tmp");
  }
}
