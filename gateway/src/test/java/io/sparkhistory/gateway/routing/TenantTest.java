package io.sparkhistory.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "z",
        "0",
        "9",
        "ns-a",
        "a--b",
        "az09",
        "a23456789012345678901234567890123456789012345678901234567890123"
      })
  void aLabelNamesATenant(String name) {
    assertThat(Tenant.isLabel(name)).isTrue();
    assertThat(new Tenant(name).namespace()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "-a",
        "a-",
        "A",
        "aB",
        "a_b",
        "a.b",
        "a/b",
        "a:b",
        "a`b",
        "a{b",
        "a b",
        "..",
        "a\n",
        "\u00e4",
        "a\uff11",
        "a234567890123456789012345678901234567890123456789012345678901234"
      })
  void anythingElseNamesNobody(String name) {
    assertThat(Tenant.isLabel(name)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tenant(name))
        .withMessageContaining("is not a namespace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"history", "proxy", "static", "api"})
  void namesOfTheHistoryServersOwnPathsAreReserved(String name) {
    assertThat(new Tenant(name).isReserved()).isTrue();
    assertThat(new Tenant(name + "-2").isReserved()).isFalse();
  }
}
