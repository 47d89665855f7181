package io.sparkhistory.provisioner.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkVersionTest {
  @ParameterizedTest
  @CsvSource({
    "apache/spark:3.5.9, 3.5",
    "apache/spark:3.5, 3.5",
    "apache/spark:v3.2.1, 3.2",
    "apache/spark:4.0.4-scala2.13-java17-ubuntu, 4.0",
    "registry.example.org:5000/spark:4.1.3, 4.1",
    "registry.example.org/spark:4.1.3@sha256:0123, 4.1",
    "registry.example.org:5000/spark,",
    "registry.example.org/4.0/spark,",
    "apache/spark:latest,",
    "apache/spark:20240101,",
    "apache/spark:1.2.3.4,",
    "apache/spark@sha256:3.5,",
  })
  void theImagesTagSaysTheVersion(String image, String version) {
    assertThat(SparkVersion.ofImage(image).map(SparkVersion::toString))
        .isEqualTo(Optional.ofNullable(version));
  }

  @Test
  void otherTextIsNoVersion() {
    assertThatIllegalArgumentException().isThrownBy(() -> SparkVersion.parse("3"));
    assertThatIllegalArgumentException().isThrownBy(() -> SparkVersion.parse("3.5-x"));
  }

  @Test
  void versionsAreComparedAsNumbers() {
    assertThat(SparkVersion.parse("3.10").isAtLeast(3, 5)).isTrue();
    assertThat(SparkVersion.parse("3.5.9").isAtLeast(3, 5)).isTrue();
    assertThat(SparkVersion.parse("3.5").isAtLeast(4, 0)).isFalse();
  }
}
