package io.sparkhistory.chart;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart with files in place of links, as a package has it, and what Helm makes of it. */
final class Chart {
  static final ObjectMapper JSON = new ObjectMapper();
  static final Path HOME = Path.of("..", "..");

  private static final Path SOURCE = Path.of("spark-history-gateway");

  private final Path folder;
  private final Helm helm;

  private Chart(Path folder) {
    this.folder = folder;
    this.helm = new Helm(folder);
  }

  /** Copies it below this folder. */
  static Chart in(Path folder) throws IOException {
    Path copy = folder.resolve("chart");
    try (Stream<Path> files = Files.walk(SOURCE, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(SOURCE.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return new Chart(copy);
  }

  LintResult lint() {
    return helm.lint().strict().call();
  }

  /** Every object and the notes, as a text; throws what Helm says when it refuses the values. */
  String render(JsonNode values) {
    try {
      Path file = folder.resolveSibling("values.json");
      Files.writeString(file, JSON.writeValueAsString(values), UTF_8);
      return helm.template()
          .withName("spark-history")
          .withNamespace("spark-history")
          .withKubeVersion("1.30.0")
          .withValuesFile(file)
          .call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode schema() throws IOException {
    return JSON.readTree(SOURCE.resolve("values.schema.json").toFile());
  }

  /**
   * Values in YAML's flow style without what JSON does not have, such as {@code {'mesh': 'none'}}.
   */
  static ObjectNode values(String text) throws IOException {
    return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
  }

  /** A copy of the values with another one at this path. */
  static ObjectNode with(ObjectNode values, List<String> path, JsonNode value) {
    ObjectNode copy = values.deepCopy();
    ObjectNode node = copy;
    for (String name : path.subList(0, path.size() - 1)) {
      node = node.withObjectProperty(name);
    }
    node.set(path.get(path.size() - 1), value);
    return copy;
  }
}
