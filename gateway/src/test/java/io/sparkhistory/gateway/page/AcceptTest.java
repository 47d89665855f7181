package io.sparkhistory.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class AcceptTest {

  @ParameterizedTest
  @CsvFileSource(resources = "accept.csv", delimiter = '|')
  void htmlGoesToThoseWhoPreferIt(String accept, boolean html) {
    assertThat(Pages.wantsHtml(accept)).isEqualTo(html);
  }

  @Test
  void anAbsurdlyLongValueIsNotReadAtAll() {
    assertThat(Pages.wantsHtml("text/html," + "a/b,".repeat(600))).isFalse();
  }
}
