package io.sparkhistory.provisioner.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparkhistory.provisioner.spec.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class DriftTest {
  @ParameterizedTest(name = "{0}")
  @CsvFileSource(resources = "/drift.csv", delimiter = '|', numLinesToSkip = 1)
  void onlyWhatIsWantedCounts(String situation, String desired, String actual, boolean drift) {
    assertThat(Drift.between(tree(desired), tree(actual))).as(situation).isEqualTo(drift);
  }

  private static JsonNode tree(String yaml) {
    return Json.SERIALIZATION.unmarshal("x: " + yaml, JsonNode.class).get("x");
  }
}
