package io.sparkhistory.gateway.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkhistory.gateway.fixture.CommandLine;
import io.sparkhistory.program.commandline.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and the sentence that says so. */
class MistakesTest {
  @Test
  void everyMistakeIsToldAtOnce() {
    Refused refused =
        refused("--listne", "x", "y", "--head-timeout", "10", "--max-target", "128Ki");

    assertThat(refused.sentences())
        .containsExactly(
            "unknown option --listne: did you mean --listen?",
            "'y' is not expected here: every value follows its option",
            "--head-timeout is \"10\": expected a duration such as 500ms, 30s, 2m or 1h",
            "--tenants is missing: name the YAML file that lists the history servers, or use"
                + " --kubernetes",
            "--max-target must not be larger than --max-head");
    assertThat(refused.exitCode()).isEqualTo(2);
  }

  @Test
  void valuesThatAreWrongAreNotAUsageError() {
    assertThat(refused("--tenants", "t", "--threads", "many").exitCode()).isEqualTo(1);
  }

  @Test
  void identityCannotComeFromAHeaderThatTheGatewayUsesOtherwise() {
    assertThat(refused("--tenants", "t", "--user-header", "X-Forwarded-For").sentences())
        .singleElement()
        .asString()
        .contains(
            "a header field of letters, digits and '-' that the gateway does not use otherwise");
  }

  @Test
  void oneHeaderCannotCarryUserAndGroups() {
    for (String groups : List.of("Kubeflow-Userid", "Kubeflow-User-Id")) {
      assertThat(refused("--tenants", "t", "--groups-header", groups).sentences())
          .containsExactly("--user-header and --groups-header must differ in letters or digits");
    }
  }

  @Test
  void theOptionForMoreFieldsUndoesNoOtherRule() {
    assertThat(
            refused("--tenants=t", "--user-header=X-Who", "--forwarded-fields=Host, X-Who, X-Team")
                .sentences())
        .containsExactly(
            "--forwarded-fields: Host cannot be forwarded: the gateway writes it itself",
            "--forwarded-fields: X-Who cannot be forwarded: the gateway decides by it who the"
                + " visitor is");
  }

  @Test
  void adminAndListenMustDiffer() {
    assertThat(refused("--tenants", "t", "--admin", "127.0.0.1:8080").sentences())
        .containsExactly("--listen and --admin must not be the same address");
  }

  @Test
  void hostsOfNamespacesNeedTheNameOfTheMainHost() {
    assertThat(refused("--tenants", "t", "--tenant-host", "{namespace}.s.example.com").sentences())
        .containsExactly(
            "--tenant-host needs --main-host: name the host on which people open the dashboard,"
                + " such as --main-host s.example.com");
  }

  @ParameterizedTest
  @CsvSource({"hub.s.example.com", "a.b.s.example.com", "HUB.S.example.com"})
  void theMainHostIsNoHostOfANamespace(String main) {
    String pattern = "{namespace}.s.example.com";
    assertThat(refused("--tenants", "t", "--tenant-host", pattern, "--main-host", main).sentences())
        .singleElement()
        .asString()
        .isEqualTo(
            "--main-host "
                + main.toLowerCase(Locale.ROOT)
                + " is a host of a namespace by --tenant-host: choose a name that does not end with"
                + " .s.example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "listen, 8080",
    "listen, ::1:8080",
    "listen, localhost:65536",
    "listen, [localhost]:80",
    "prefix, /",
    "prefix, /a//b",
    "prefix, /a/../b",
    "prefix, /a%20b",
    "prefix, /a?b",
    "threads, -1",
    "threads, 1025",
    "max-head, 32K",
    "max-head, 1Gi",
    "max-head, 99999999999999Ki",
    "max-body, 17179869184Gi",
    "prefix, /.hidden",
    "prefix, /history",
    "prefix, /apps/proxy",
    "head-timeout, 0",
    "head-timeout, 25h",
    "head-timeout, 1.5s",
    "head-timeout, -1s",
    "trusted-peer, https://x",
    "allowed-cookies, 'a b'",
    "forwarded-fields, 'a b'",
    "user-header, User-Agent",
    "user-header, 'a b'",
    "user-header, remote_user",
    "user-header, X-Forwarded-For",
    "user-header, Set-Cookie",
    "user-header, Sec-Fetch-Mode",
    "user-header, Proxy-Connection",
    "user-header, Proxy-Authorization",
    "groups-header, remote_groups",
    "groups-header, X-Forwarded-Prefix",
    "groups-header, Trailer",
    "cluster-domain, '-x'",
    "tenant-host, spark.example.com",
    "tenant-host, a.{namespace}.example.com",
    "tenant-host, {namespace}.{namespace}.example.com",
    "tenant-host, https://{namespace}.example.com/",
    "main-host, https://hub.example.com",
    "main-host, hub.example.com:8443",
    "main-host, hub..example.com",
    "main-host, hub.example.com.",
    "access-log, ''",
  })
  void valuesThatMakeNoSenseAreRefused(String name, String value) {
    assertThat(refused("--tenants", "t", "--" + name, value).sentences())
        .singleElement()
        .asString()
        .startsWith("--" + name + " is \"" + value + "\": expected ");
  }

  private static Refused refused(String... options) {
    return assertThrows(
        Refused.class, () -> CommandLine.config(Map.of(), CommandLine.command("gateway", options)));
  }
}
