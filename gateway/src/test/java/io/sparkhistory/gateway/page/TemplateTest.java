package io.sparkhistory.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

  @Test
  void aValueIsEscaped() {
    Template template = new Template("<p title=\"{{text}}\">{{text}}</p>");

    assertThat(template.fill(Map.of("text", "<\"'&>")))
        .isEqualTo("<p title=\"&lt;&quot;&#39;&amp;&gt;\">&lt;&quot;&#39;&amp;&gt;</p>");
  }

  @Test
  void markupStaysAsItIs() {
    assertThat(new Template("{{{part}}}").fill(Map.of("part", "<b>"))).isEqualTo("<b>");
  }

  /** Whatever else a template writes as it is could come from outside. */
  @Test
  void onlyTheProductsOwnFilesAreMarkup() throws IOException {
    Pattern raw = Pattern.compile("\\{\\{\\{.*?}}}|\\{\\{&.*?}}");
    Map<String, List<String>> found = new TreeMap<>();
    try (Stream<Path> files =
        Files.list(Path.of("src/main/resources/io/sparkhistory/gateway/page"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".html")).toList()) {
        raw.matcher(Files.readString(file))
            .results()
            .forEach(
                place ->
                    found
                        .computeIfAbsent(file.getFileName().toString(), name -> new ArrayList<>())
                        .add(place.group()));
      }
    }

    assertThat(found)
        .isEqualTo(
            Map.of(
                "shell.html",
                List.of("{{{frame.style}}}", "{{{frame.mark}}}", "{{{frame.script}}}")));
  }

  @Test
  void aValueThatLooksLikeAPlaceIsNotFilled() {
    assertThat(new Template("{{a}}").fill(Map.of("a", "{{b}}", "b", "no"))).isEqualTo("{{b}}");
  }

  @Test
  void controlCharactersAreReplaced() {
    assertThat(Template.escape("a\0b\u001bc\u0085d\ne")).isEqualTo("a�b�c�d\ne");
  }

  @Test
  void aSectionStaysOnlyWhenItsValueIsThere() {
    Template template = new Template("[{{#x}}yes {{x}}{{/x}}{{^x}}no{{/x}}]");

    assertThat(template.fill(Map.of("x", "1"))).isEqualTo("[yes 1]");
    assertThat(template.fill(Map.of("x", ""))).isEqualTo("[no]");
    assertThat(template.fill(Map.of("x", false))).isEqualTo("[no]");
  }

  @Test
  void aPlaceWithoutAValueIsAnError() {
    assertThatThrownBy(() -> new Template("{{gone}}").fill(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{#gone}}x{{/gone}}",
        "{{^gone}}x{{/gone}}",
        "{{#x}}{{gone}}{{/x}}",
        "{{x.gone}}"
      })
  void aSectionWithoutAValueIsAnErrorToo(String source) {
    assertThatThrownBy(() -> new Template(source).fill(Map.of("x", List.of(Map.of("y", "1")))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gone");
  }

  @Test
  void aMissingPartIsAnError() {
    assertThatThrownBy(() -> new Template("{{>no-such}}").fill(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such.html");
  }

  @Test
  void aMissingResourceIsAnErrorAtTheStart() {
    assertThatThrownBy(() -> Template.load("no-such.html"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such.html");
  }
}
