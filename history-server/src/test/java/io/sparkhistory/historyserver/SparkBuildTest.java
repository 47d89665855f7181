package io.sparkhistory.historyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkBuildTest {
  private static final Pattern ONE = Pattern.compile(SparkBuild.ONE_FOLDER);

  @ParameterizedTest
  @CsvSource({
    "3.2.1, one",
    "3.5.9, one",
    "3.5.1-amzn-0, one",
    "4.0.4, one",
    "4.1.3, one",
    "4.1, one",
    "4.2.0, several",
    "4.2.0-SNAPSHOT, several",
    "4.10.0, several",
    "5.0.0, several",
    "10.1.0, several",
    // what is not known is tried
    "unknown, several",
  })
  void sparkReadsSeveralFoldersFrom42On(String version, String folders) {
    assertThat(ONE.matcher(version).matches()).isEqualTo(folders.equals("one"));
  }
}
