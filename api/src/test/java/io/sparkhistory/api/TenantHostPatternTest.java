package io.sparkhistory.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantHostPatternTest {

  @ParameterizedTest
  @CsvSource({
    "{namespace}.spark.example.com, spark.example.com",
    "{namespace}.Spark.EXAMPLE.com, spark.example.com",
    "{namespace}.localhost, localhost",
    "{namespace}.1-a.x9, 1-a.x9",
    "{namespace}.9.example, 9.example"
  })
  void theDomainIsWhatFollowsTheNamespace(String pattern, String domain) {
    assertThat(TenantHostPattern.of(pattern).domain()).isEqualTo(domain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spark.example.com",
        "{namespace}",
        "{namespace}.",
        "{namespace}..example.com",
        "{namespace}.example.com.",
        "{namespace}.{namespace}.example.com",
        "a.{namespace}.example.com",
        "x{namespace}.example.com",
        "{namespace}x.example.com",
        "{namespace}-spark.example.com",
        "{NAMESPACE}.example.com",
        "{ns}.example.com",
        "*.example.com",
        "{namespace}.exam_ple.com",
        "{namespace}.-example.com",
        "{namespace}.example-.com",
        "{namespace}.example.com:8443",
        "{namespace}.example.com/x",
        "https://{namespace}.example.com",
        "{namespace}.exa mple.com",
        "{namespace}.ex\u00e4mple.com",
        "{namespace}.127.0.0.1",
        "{namespace}.1"
      })
  void anythingElseIsNoPattern(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TenantHostPattern.of(text))
        .withMessageContaining("such as {namespace}.spark.example.com");
  }

  @Test
  void theLongestNamespaceStillMakesADnsName() {
    String label = "a".repeat(63);
    String most = String.join(".", label, label, "a".repeat(61));
    assertThat(most).hasSize(189);
    TenantHostPattern longest = TenantHostPattern.of("{namespace}." + most);
    assertThat(longest.hostOf("n".repeat(63))).hasSize(253);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TenantHostPattern.of("{namespace}." + most + "a"))
        .withMessageContaining("189");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TenantHostPattern.of("{namespace}." + "a".repeat(64)));
  }

  @ParameterizedTest
  @CsvSource({
    "ns-a.spark.example.com, true",
    "NS-A.Spark.Example.Com, true",
    "a.b.spark.example.com, true",
    "spark.example.com, false",
    "xspark.example.com, false",
    "example.com, false",
    "spark.example.com.evil.org, false"
  })
  void theHostsBelowTheDomainAreCovered(String host, boolean covered) {
    assertThat(TenantHostPattern.of("{namespace}.spark.example.com").covers(host))
        .isEqualTo(covered);
  }
}
