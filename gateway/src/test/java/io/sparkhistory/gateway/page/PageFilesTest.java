package io.sparkhistory.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pages are made to be looked at. */
class PageFilesTest {
  private static final Path FOLDER = Path.of("target", "pages");

  @Test
  void everyPageCanBeLookedAtInTheTargetFolder() throws IOException {
    Files.createDirectories(FOLDER);
    for (Map.Entry<String, Page> sample : PageSamples.html().entrySet()) {
      Path file = FOLDER.resolve(sample.getKey() + ".html");
      Files.write(file, sample.getValue().body());
      assertThat(file).content().startsWith("<!doctype html>").endsWith("</html>\n");
    }
  }
}
