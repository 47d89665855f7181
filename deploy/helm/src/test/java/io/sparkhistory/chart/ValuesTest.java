package io.sparkhistory.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The schema is what the table of docs/helm.md is made of: {@code -Dhelm.write=true} writes it.
 * Each value has an example there, by which it is tried.
 */
class ValuesTest {
  private static final Path DOCUMENT = Chart.HOME.resolve("docs/helm.md");
  private static final String MARK = "<!-- made from values.schema.json -->\n";
  private static final String PLAIN =
      "'mesh': 'none', 'publicUrl': 'https://a.example.com', 'token': {'jwks':"
          + " 'https://l.example.com'}";

  /** By the beginning of a path: with what else such a value has an effect. */
  private static final Map<String, String> BESIDE =
      Map.of(
          "signIn",
          "{" + PLAIN + "}",
          "images.signIn",
          "{" + PLAIN + "}",
          "ingress.",
          "{" + PLAIN + ", 'route': 'ingress'}",
          "httpRoute",
          "{'mesh': 'ambient', 'route': 'httpRoute', 'publicUrl': 'https://a.example.com'}",
          "tenantHosts",
          "{'tenantHosts': {'domain': 'spark.example.com'}}",
          "monitoring",
          "{'monitoring': {'enabled': true}}");

  private record Value(List<String> path, JsonNode schema) {
    String name() {
      return String.join(".", path);
    }

    String description() {
      return schema.path("description").asText();
    }

    boolean isOld() {
      return description().startsWith("value of the old chart");
    }
  }

  @TempDir private static Path folder;
  private static Chart chart;
  private static List<Value> values;

  @BeforeAll
  static void read() throws IOException {
    chart = Chart.in(folder);
    values = leaves(List.of(), Chart.schema());
  }

  @Test
  void eachValueHasAnEffect() throws IOException {
    List<String> without = new ArrayList<>();
    for (Value value : values) {
      if (!value.isOld() && !value.name().equals("global")) {
        ObjectNode beside = beside(value);
        JsonNode example = value.schema().path("examples").path(0);
        assertThat(example.isMissingNode()).as("%s has an example", value.name()).isFalse();
        if (chart.render(beside).equals(chart.render(Chart.with(beside, value.path(), example)))) {
          without.add(value.name());
        }
      }
    }
    assertThat(without).isEmpty();
  }

  @Test
  void theSchemaAndTheDefaultsHaveTheSameValues() throws IOException {
    Set<String> schema =
        values.stream()
            .filter(value -> !value.isOld() && !value.name().equals("global"))
            .map(Value::name)
            .collect(Collectors.toSet());
    assertThat(schema).allSatisfy(name -> assertThat(defaultOf(name).isMissingNode()).isFalse());
    assertThat(leavesOf("", defaults()))
        .allSatisfy(
            name ->
                assertThat(schema)
                    .anyMatch(each -> name.equals(each) || name.startsWith(each + ".")));
  }

  @Test
  void theTableIsMadeFromTheSchema() throws IOException {
    String document = Files.readString(DOCUMENT, UTF_8);
    int end = document.indexOf(MARK) + MARK.length();
    String wanted = document.substring(0, end) + table();
    if (Boolean.getBoolean("helm.write")) {
      Files.writeString(DOCUMENT, wanted, UTF_8);
    }
    assertThat(DOCUMENT).content(UTF_8).isEqualTo(wanted);
  }

  private static String table() throws IOException {
    StringBuilder table = new StringBuilder("| value | default | what it is |\n|---|---|---|\n");
    for (Value value : values) {
      String known =
          value.isOld() || value.name().equals("global") ? "" : "`" + defaultOf(value.name()) + "`";
      String allowed =
          value.schema().has("enum") && value.description().indexOf('`') < 0
              ? " (" + value.schema().path("enum").toString().replace("\"", "`") + ")"
              : "";
      table.append(
          "| `%s` | %s | %s |\n".formatted(value.name(), known, value.description() + allowed));
    }
    return table.toString();
  }

  private static ObjectNode beside(Value value) throws IOException {
    String text =
        BESIDE.entrySet().stream()
            .filter(entry -> value.name().startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("{}");
    ObjectNode values = Chart.values(text);
    if (value.name().startsWith("tenantHosts")) {
      values.put("publicUrl", "https://a.example.com");
    }
    return value.name().equals("monitoring.enabled") ? Chart.values("{}") : values;
  }

  private static List<Value> leaves(List<String> path, JsonNode schema) {
    if (!schema.has("properties")) {
      return List.of(new Value(path, schema));
    }
    List<Value> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      List<String> inner = new ArrayList<>(path);
      inner.add(property.getKey());
      found.addAll(leaves(inner, property.getValue()));
    }
    return found;
  }

  private static JsonNode defaults() throws IOException {
    String text = Files.readString(Path.of("spark-history-gateway", "values.yaml"), UTF_8);
    return Chart.JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
  }

  private static JsonNode defaultOf(String name) throws IOException {
    return defaults().at("/" + name.replace('.', '/'));
  }

  private static List<String> leavesOf(String path, JsonNode node) {
    if (!node.isObject() || node.isEmpty()) {
      return List.of(path);
    }
    return node.properties().stream()
        .flatMap(
            each ->
                leavesOf(
                    path.isEmpty() ? each.getKey() : path + "." + each.getKey(), each.getValue())
                    .stream())
        .toList();
  }
}
