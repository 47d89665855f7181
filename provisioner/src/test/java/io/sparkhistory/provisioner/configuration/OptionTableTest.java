package io.sparkhistory.provisioner.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.program.commandline.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionTableTest {
  @Test
  void theTableInTheDocumentIsTheOneOfTheCode() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/provisioner.md")).stream()
            .filter(line -> line.matches("\\| `--?[a-z].*"))
            .toList();

    assertThat(rows)
        .isEqualTo(
            ProvisionerProgram.PROGRAM.options().stream().map(OptionTableTest::row).toList());
  }

  /** The row that an option has in the document. */
  private static String row(Option<?> option) {
    return String.format(
        "| `%s` %s | `%s` | %s |",
        option.flag(), option.kind().shape(), option.shown(Commands.RENDER), option.description());
  }
}
