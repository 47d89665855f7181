package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.http.HeadParser.Progress;
import io.sparkhistory.gateway.routing.FieldNames;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LargestFieldTest {
  private static final HeadLimits LIMITS = new HeadLimits(2048, 1024, 10);

  private final HeadParser parser =
      new HeadParser(LIMITS, new FieldNames("kubeflow-userid", "kubeflow-groups"));

  private String largest(String head) {
    Head refused = new Head();
    assertThat(parser.request(Wire.buffer(head), refused)).isEqualTo(Progress.REFUSED);
    assertThat(refused.error()).isEqualTo(HeadError.TOO_LARGE);
    return LargestField.of(refused);
  }

  @ParameterizedTest
  @CsvSource({"10, 2100, B (1 KiB or more)", "1500, 2100, A (1 KiB)", "1010, 900, A (1015 bytes)"})
  void itIsNamedWhereverItStandsAndAlsoUnfinished(int first, int second, String largest) {
    String head = "GET / HTTP/1.1¶A: " + "x".repeat(first) + "¶B: " + "y".repeat(second);

    assertThat(largest(head + "¶C: " + "z".repeat(300))).isEqualTo(largest);
  }

  @ParameterizedTest
  @CsvSource({
    "'<script>alert(1)</script>: ', a line that is no field (1 KiB or more)",
    "'no colon', a line that is no field (1 KiB or more)",
    "'blank : ', a line that is no field (1 KiB or more)",
    "':', a line that is no field (1 KiB or more)"
  })
  void whatCannotBeANameIsNotRepeated(String name, String told) {
    assertThat(largest("GET / HTTP/1.1¶" + name + "x".repeat(4000))).isEqualTo(told);
  }

  @Test
  void aLongNameIsCutAndNeverItsValueTold() {
    assertThat(largest("GET / HTTP/1.1¶" + "n".repeat(1000) + ": " + "v".repeat(4000)))
        .isEqualTo("n".repeat(64) + "… (1 KiB or more)");
    assertThat(largest("GET / HTTP/1.1¶" + "n".repeat(4000))).doesNotContain("n".repeat(65));
  }
}
