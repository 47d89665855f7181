package io.sparkhistory.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.Option.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void theConfigurationTableIsTheOneOfTheCode() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../README.md")).stream()
            .filter(line -> line.startsWith("| `--"))
            .toList();

    assertThat(rows).isEqualTo(Options.ALL.stream().map(ReadmeTest::row).toList());
  }

  /** The row that an option has in the README. */
  private static String row(Option<?> option) {
    return String.format(
        "| `%s` %s | %s | %s |",
        option.flag(), option.kind().shape(), defaults(option), option.description());
  }

  private static String defaults(Option<?> option) {
    Map<Command, String> shown = new TreeMap<>();
    option.standards().keySet().forEach(c -> shown.put(c, Help.shown(option, c)));
    if (shown.values().stream().distinct().count() == 1) {
      return "`" + shown.values().iterator().next() + "`";
    }
    return shown.entrySet().stream()
        .map(e -> e.getKey().word() + ": `" + e.getValue() + "`")
        .collect(Collectors.joining(", "));
  }
}
