package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:8080",
        "spark.localhost:8080",
        "127.0.0.1",
        "127.0.0.1:8080",
        "127.255.0.9:1",
        "[::1]",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]:8080"
      })
  void aNameOfThisMachineIsAccepted(String host) {
    assertThat(LoopbackNames.accepts(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "example.org", "example.org:8080", "localhost.example.org", "notlocalhost",
            ".localhost",
        "127.0.0.1.example.org", "127.0.0.256", "127.0.0.01", "127.1", "0.0.0.0", "10.0.0.1",
        "localhost:", "localhost:x", "localhost:8080:1", "localhost:123456", "[::1", "[::2]:8080",
        "[::1]x", "::1", "user@localhost", "localhost ", "a b.localhost", ":8080"
      })
  void anyOtherNameIsNot(String host) {
    assertThat(LoopbackNames.accepts(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
  void aLoopbackAddressMayBeListenedOn(String host) {
    assertThatCode(() -> LoopbackNames.require(host)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "192.0.2.1"})
  void anyOtherAddressIsRefusedWithASentence(String host) {
    assertThatThrownBy(() -> LoopbackNames.require(host))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Local mode asks nobody for a password, so it listens on loopback only:"
                + " use 127.0.0.1 instead of "
                + host);
  }
}
