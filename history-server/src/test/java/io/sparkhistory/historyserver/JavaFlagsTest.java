package io.sparkhistory.historyserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaFlagsTest {
  @ParameterizedTest
  @CsvSource({"256,64", "341,64", "512,96", "682,128", "1024,192", "1365,256", "8192,256"})
  void metaspaceIsAnEighthOfTheMemoryWithinBounds(int heap, int metaspace) {
    assertThat(JavaFlags.metaspace(heap)).isEqualTo("-XX:MetaspaceSize=" + metaspace + "m");
  }
}
