package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each requirement on an intermediary has a row or a test that shows it, and that one exists. */
class RequirementsTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Path TESTS = Path.of("src/test/java");

  /** Tables, and the column that names a row; in those of names and paths that is the first one. */
  private static final List<String> TABLES =
      List.of(
          "1 http/request-heads",
          "1 http/response-heads",
          "1 http/chunked",
          "1 http/request-edits",
          "1 http/response-edits",
          "1 http/smuggling",
          "1 http/response-streams",
          "0 http/identity",
          "0 routing/headers",
          "0 routing/routes",
          "0 routing/location-rewrites");

  /** How many requirements each section has; those left out say nothing of intermediaries. */
  private static final String SECTIONS =
      """
      RFC 9110 2.5 4.2.1 4.2.4 5.1 5.1 5.2 5.5 5.5 5.5 5.6.1 5.6.2 6.4.1 6.5.1 6.6.1 7.2 7.2 7.4
      RFC 9110 7.6 7.6.1 7.6.1 7.6.1 7.6.1 7.6.1 7.6.2 7.6.3 7.7 7.8 8.6 8.6 8.6 8.6 9.1 9.2.2
      RFC 9110 9.3.2 9.3.6 9.3.7 9.3.8 10.1.1 10.1.1 10.1.1 10.1.4 10.2.2
      RFC 9110 15 15 15.2 15.2 15.2.2 15.3.5 15.4.5
      RFC 9112 2.2 2.2 2.2 2.2 2.2 2.2 2.2 2.3 2.3 3 3 3.2 3.2 3.2.1 3.2.2 3.2.2 3.2.3 3.2.4
      RFC 9112 4 5 5.1 5.1 5.2 6 6.1 6.1 6.1 6.1 6.1 6.2 6.3 6.3 6.3 6.3 6.3
      RFC 9112 7 7.1 7.1 7.1 7.1.1 7.1.1 7.1.2 7.1.3 8 9.2 9.3 9.3 9.3 9.3.1 9.3.2 9.5 9.6 9.6
      RFC 9112 11.1 11.2 C.2.2
      RFC 3986 2.1 2.2 2.4 2.5 3.1 3.2.2 3.2.3 3.3 3.4 3.5 5.2.4 5.3 6.2.2
      """;

  /** How much of what others are lenient in is shown. */
  private static final int LENIENCIES = 15;

  private static final List<String> ROWS = new ArrayList<>();
  private static final Set<String> SHOWN = new HashSet<>();

  @BeforeAll
  static void readTablesAndTests() throws IOException {
    for (String table : TABLES) {
      String[] parts = table.split(" ", -1);
      Path file = RESOURCES.resolve(parts[1] + ".csv");
      String name = parts[1].replaceFirst(".*/", "");
      for (String line : lines(file)) {
        String[] cells = line.split("\\|", -1);
        int column = Integer.parseInt(parts[0]);
        if (cells.length > column) {
          ROWS.add(name + ": " + cells[column].strip());
        }
      }
    }
    SHOWN.addAll(ROWS);
    try (Stream<Path> files = Files.walk(TESTS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String type = file.getFileName().toString().replace(".java", "");
        SHOWN.add(type);
        for (String line : Files.readAllLines(file)) {
          if (line.matches("  (public |static )*void \\w+\\(.*")) {
            SHOWN.add(type + "." + line.replaceAll(".*void (\\w+)\\(.*", "$1"));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requirements")
  void somethingShowsIt(String requirement) {
    String[] cells = requirement.split("\\|", -1);
    assertThat(cells).hasSize(3);
    assertThat(List.of(cells[2].split("; ", -1))).as(cells[1]).isNotEmpty().isSubsetOf(SHOWN);
  }

  @Test
  void noRequirementIsForgotten() throws IOException {
    List<String> expected =
        SECTIONS
            .lines()
            .flatMap(
                line ->
                    Stream.of(line.substring(9).split(" ", -1))
                        .map(number -> line.substring(0, 9) + number))
            .toList();
    List<String> named = requirements().map(r -> r.replaceFirst("\\|.*", "")).toList();

    assertThat(named.stream().filter(section -> section.startsWith("RFC ")))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(named).hasSize(expected.size() + LENIENCIES);
  }

  @Test
  void eachRowHasANameOfItsOwn() {
    assertThat(ROWS).doesNotHaveDuplicates();
  }

  static Stream<String> requirements() throws IOException {
    return lines(RESOURCES.resolve("http/requirements.csv")).stream().skip(1);
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(l -> !l.isBlank() && !l.startsWith("#"))
        .toList();
  }
}
