package io.sparkhistory.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {

  @Test
  void aValueIsEscaped() {
    Template template = new Template("<p title=\"{{text}}\">{{text}}</p>");

    assertThat(template.fill(Map.of("text", "<\"'&>")).html())
        .isEqualTo("<p title=\"&lt;&quot;&#39;&amp;&gt;\">&lt;&quot;&#39;&amp;&gt;</p>");
  }

  @Test
  void markupStaysAsItIs() {
    assertThat(new Template("{{part}}").fill(Map.of("part", new Markup("<b>"))).html())
        .isEqualTo("<b>");
  }

  @Test
  void aValueThatLooksLikeAPlaceIsNotFilled() {
    assertThat(new Template("{{a}}").fill(Map.of("a", "{{b}}", "b", "no")).html())
        .isEqualTo("{{b}}");
  }

  @Test
  void controlCharactersAreReplaced() {
    assertThat(Markup.escape("a\0b\u001bc\u0085d\ne").html()).isEqualTo("a�b�c�d\ne");
  }

  @Test
  void aSectionStaysOnlyWhenItsValueIsThere() {
    Template template = new Template("[{{#x}}yes {{x}}{{/x}}{{^x}}no{{/x}}]");

    assertThat(template.fill(Map.of("x", "1")).html()).isEqualTo("[yes 1]");
    assertThat(template.fill(Map.of("x", "")).html()).isEqualTo("[no]");
    assertThat(template.fill(Map.of("x", false)).html()).isEqualTo("[no]");
  }

  @Test
  void aPlaceWithoutAValueIsAnError() {
    assertThatThrownBy(() -> new Template("{{gone}}").fill(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("gone");
  }

  @Test
  void aMissingResourceIsAnErrorAtTheStart() {
    assertThatThrownBy(() -> Template.load("no-such.html"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no-such.html");
  }
}
