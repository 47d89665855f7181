package io.sparkhistory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What SECURITY.md promises has a test, and the test is there. */
class ThreatModelTest {
  private static final Path HOME = Path.of("..");
  private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))`");
  private static final Pattern PROGRAM = Pattern.compile("`((?:bench|\\.ci|deploy)/[a-z0-9/.-]+)`");

  @Test
  void everyTestThatItNamesExists() throws IOException {
    List<String> named =
        NAME.matcher(text()).results().map(found -> found.group(1)).distinct().toList();

    assertThat(named).hasSizeGreaterThan(30);
    assertThat(tests()).containsAll(named);
  }

  @Test
  void everyProgramThatItNamesCanBeRun() throws IOException {
    List<Path> named =
        PROGRAM.matcher(text()).results().map(found -> HOME.resolve(found.group(1))).toList();

    assertThat(named).isNotEmpty().allMatch(Files::isExecutable);
  }

  @Test
  void everyAttackNamesWhatShowsThatItIsStopped() throws IOException {
    String section = text().split("## Attacks", -1)[1].split("\n## ", -1)[0];
    List<String> rows =
        section
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| attack"))
            .toList();

    assertThat(rows).hasSizeGreaterThan(15);
    assertThat(rows).allMatch(row -> NAME.matcher(row).find() || PROGRAM.matcher(row).find());
  }

  private static String text() throws IOException {
    return Files.readString(HOME.resolve("SECURITY.md"));
  }

  private static List<String> tests() throws IOException {
    try (Stream<Path> modules = Files.list(HOME)) {
      return modules
          .map(module -> module.resolve("src/test/java"))
          .filter(Files::isDirectory)
          .flatMap(ThreatModelTest::files)
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .toList();
    }
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
