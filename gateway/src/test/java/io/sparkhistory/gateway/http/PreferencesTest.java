package io.sparkhistory.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Prefer: wait=10|10",
        "prefer: WAIT=0|0",
        "Prefer: wait=\"10\"|10",
        "Prefer: wait = 10 ; a=b|10",
        "Prefer: respond-async, wait=10|10",
        "Prefer: respond-async,,wait=10,|10",
        "Prefer: a=\"x, wait=3\", wait=10|10",
        "Prefer: a=\"x\\\\\", wait=3\", wait=10|10",
        "Prefer: respond-async¶X: y¶Prefer: wait=10|10",
        "Prefer: wait=007|7",
        "Prefer: wait=999999999|999999999",
        "Prefer: wait=10, wait=20|10",
        "Prefer: wait=10¶Prefer: wait=20|10",
        "Prefer: wait=ten, wait=20|-1",
        "Prefer: wait=1000000000|-1",
        "Prefer: wait|-1",
        "Prefer: wait=|-1",
        "Prefer: wait=;|-1",
        "Prefer: wait=\"\"|-1",
        "Prefer: wait=\"10|-1",
        "Prefer: wait=10\"|-1",
        "Prefer: wait=-1|-1",
        "Prefer: wait=+1|-1",
        "Prefer: wait=1.5|-1",
        "Prefer: wait=1 2|-1",
        "Prefer: wait:10|-1",
        "Prefer: waits=10|-1",
        "Prefer: a; wait=10|-1",
        "Prefer: a=\"wait=10|-1",
        "Prefer: |-1",
        "X-Prefer: wait=10|-1",
        "A: b|-1"
      })
  void theFirstWaitCounts(String lines, int seconds) {
    Head head = new Head();
    Wire.PARSER.request(Wire.buffer("GET / HTTP/1.1¶Host: h¶" + lines + "¶¶"), head);

    assertThat(Preferences.waitSeconds(head)).isEqualTo(seconds);
  }

  @Test
  void aHeadWithoutOneHasNone() {
    assertThat(Preferences.waitSeconds(new Head())).isEqualTo(Preferences.NONE);
  }
}
