package io.sparkhistory.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "\"quoted\" \\ back/slash",
        "line\nfeed\r\ttab",
        "nul\0bell\u0007 delete\u007f",
        "line\u2028separator\u2029",
        "</script><!-- & -->",
        "Grüße, 世界",
        "😀 beyond the basic plane",
        "{{namespace}}"
      })
  void everyTextComesBackAsItWas(String text) {
    String json = Json.text(Map.of("text", text));

    assertThat(new Load(LoadSettings.builder().build()).loadFromString(json))
        .isEqualTo(Map.of("text", text));
  }

  @Test
  void everythingOutsideOfPrintableAsciiIsWrittenAsAnEscape() {
    assertThat(Json.text("a\0\u001f\u007fé\u2028😀\ud800<>&"))
        .isEqualTo(
            "\"a\\u0000\\u001f\\u007f\\u00e9\\u2028\\ud83d\\ude00\\ud800\\u003c\\u003e\\u0026\"\n");
  }

  @Test
  void objectsArraysNumbersAndTruthValuesAreWritten() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("list", List.of(1, "two", Map.of()));
    object.put("none", List.of());
    object.put("yes", true);

    assertThat(Json.text(object)).isEqualTo("{\"list\":[1,\"two\",{}],\"none\":[],\"yes\":true}\n");
  }
}
