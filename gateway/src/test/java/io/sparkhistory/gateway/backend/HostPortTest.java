package io.sparkhistory.gateway.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:18080", "[::1]:0", "[fe80::1%eth0]:80", "a-b.example.com:65535", "x:1"})
  void whatIsReadIsWrittenTheSame(String text) {
    assertThat(HostPort.parse(text)).hasToString(text);
  }

  @Test
  void bracketsAreNotPartOfTheHost() {
    assertThat(HostPort.parse("[::1]:80")).isEqualTo(new HostPort("::1", 80));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "a",
        "a:",
        "a:b",
        "a:-1",
        "a:65536",
        "a:999999",
        "::1:80",
        "[::1]",
        "[]:80",
        "[a]:80",
        "a b:80",
        "http://a:80",
        "a/b:80",
        "user@a:80",
        "-a:80",
        "a:80\n",
        "é:80"
      })
  void whatIsNotHostAndPortIsRefused(String text) {
    assertThatThrownBy(() -> HostPort.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected ");
  }
}
