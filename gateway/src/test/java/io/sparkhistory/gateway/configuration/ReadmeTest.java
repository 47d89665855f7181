package io.sparkhistory.gateway.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.program.commandline.Command;
import io.sparkhistory.program.commandline.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  @Test
  void theConfigurationTableIsTheOneOfTheCode() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../README.md")).stream()
            .filter(line -> line.startsWith("| `--"))
            .toList();

    assertThat(rows)
        .isEqualTo(GatewayProgram.PROGRAM.options().stream().map(ReadmeTest::row).toList());
  }

  /** The row that an option has in the README. */
  private static String row(Option<?> option) {
    return String.format(
        "| `%s` %s | %s | %s |",
        option.flag(), option.kind().shape(), defaults(option), option.description());
  }

  private static String defaults(Option<?> option) {
    Map<Command, String> shown = new LinkedHashMap<>();
    GatewayProgram.PROGRAM.commands().stream()
        .filter(option::belongsTo)
        .forEach(command -> shown.put(command, option.shown(command)));
    if (shown.values().stream().distinct().count() == 1) {
      return "`" + shown.values().iterator().next() + "`";
    }
    return shown.entrySet().stream()
        .map(e -> e.getKey().word() + ": `" + e.getValue() + "`")
        .collect(Collectors.joining(", "));
  }
}
