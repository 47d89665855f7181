package io.sparkhistory.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.routing.TenantHosts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {

  @Test
  void everyDefaultIsWhatTheReadmePromises() throws Exception {
    GatewayConfig config = read("--tenants", "t.yaml");

    assertThat(config)
        .isEqualTo(
            new GatewayConfig(
                new GatewayConfig.Server(
                    new HostPort("127.0.0.1", 8080),
                    new HostPort("127.0.0.1", 9090),
                    "/sparkhistory",
                    Runtime.getRuntime().availableProcessors(),
                    "-",
                    new GatewayConfig.Drain(Duration.ofSeconds(5), Duration.ofSeconds(30))),
                new GatewayConfig.Hosts(Optional.empty(), ""),
                new GatewayConfig.Visitor(
                    "kubeflow-userid", "", "kubeflow-groups", Set.of(), Set.of(), ""),
                Fence.Mode.ON,
                new GatewayConfig.Review(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    100_000,
                    Duration.ofSeconds(2)),
                new GatewayConfig.Limits(
                    64 << 10,
                    8 << 10,
                    100,
                    0,
                    new GatewayConfig.Clients(10_000, 0, 10_000),
                    new GatewayConfig.Tenant(256, 128, 100)),
                new GatewayConfig.Timeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(300),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(2)),
                new GatewayConfig.Tenants(
                    Optional.of(Path.of("t.yaml")),
                    "cluster.local",
                    Duration.ofSeconds(60),
                    1000)));
  }

  @Test
  void everyKeyReachesItsPlace() throws Exception {
    GatewayConfig config =
        read(
            "--listen=[::1]:1",
            "--admin=localhost:2",
            "--prefix=a/b/",
            "--tenant-host={namespace}.Spark.example.com",
            "--main-host=Hub.example.com",
            "--tenants=x",
            "--cluster-domain=corp.example",
            "--user-header=X-User",
            "--user-prefix=p:",
            "--groups-header=X-Groups",
            "--allowed-cookies=a, b",
            "--forwarded-fields=X-Team, vary",
            "--fence=report",
            "--trusted-peer=spiffe://cluster.local/ns/i/sa/g",
            "--access-yes=1s",
            "--access-no=2s",
            "--access-stale=27s",
            "--access-cache-size=3",
            "--access-timeout=4s",
            "--threads=5",
            "--max-head=6Ki",
            "--max-target=700",
            "--max-header-fields=80",
            "--max-body=9Gi",
            "--max-connections=10",
            "--max-connections-per-address=24",
            "--max-requests-per-connection=25",
            "--max-connections-per-tenant-upstream=11",
            "--max-pending-per-tenant=22",
            "--head-timeout=12ms",
            "--keep-alive-timeout=13m",
            "--body-idle-timeout=14s",
            "--connect-timeout=15s",
            "--response-timeout=16h",
            "--upstream-idle-timeout=17s",
            "--slow-page-after=23s",
            "--wake-hold=18s",
            "--max-held=19",
            "--max-held-per-tenant=26",
            "--drain-delay=0",
            "--drain-timeout=21s",
            "--access-log=off");

    assertThat(config)
        .isEqualTo(
            new GatewayConfig(
                new GatewayConfig.Server(
                    new HostPort("::1", 1),
                    new HostPort("localhost", 2),
                    "/a/b",
                    5,
                    "off",
                    new GatewayConfig.Drain(Duration.ZERO, Duration.ofSeconds(21))),
                new GatewayConfig.Hosts(
                    Optional.of(new TenantHostPattern("spark.example.com")), "hub.example.com"),
                new GatewayConfig.Visitor(
                    "x-user",
                    "p:",
                    "x-groups",
                    Set.of("a", "b"),
                    Set.of("X-Team", "vary"),
                    "spiffe://cluster.local/ns/i/sa/g"),
                Fence.Mode.REPORT,
                new GatewayConfig.Review(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(27),
                    3,
                    Duration.ofSeconds(4)),
                new GatewayConfig.Limits(
                    6 << 10,
                    700,
                    80,
                    9L << 30,
                    new GatewayConfig.Clients(10, 24, 25),
                    new GatewayConfig.Tenant(11, 22, 26)),
                new GatewayConfig.Timeouts(
                    Duration.ofMillis(12),
                    Duration.ofMinutes(13),
                    Duration.ofSeconds(14),
                    Duration.ofSeconds(15),
                    Duration.ofHours(16),
                    Duration.ofSeconds(17),
                    Duration.ofSeconds(23)),
                new GatewayConfig.Tenants(
                    Optional.of(Path.of("x")), "corp.example", Duration.ofSeconds(18), 19)));
  }

  @Test
  void everyMistakeIsToldAtOnce() {
    Settings.Refused refused =
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

  @Test
  void theMainHostMayBeTheDomainOfTheOthers() throws Exception {
    TenantHosts hosts =
        read("--tenants=t", "--tenant-host={namespace}.s.example.com", "--main-host=s.example.com")
            .hosts()
            .tenantHosts();
    assertThat(hosts.on()).isTrue();
    assertThat(read("--tenants=t", "--main-host=s.example.com").hosts().tenantHosts().on())
        .isFalse();
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

  @Test
  void everyDefaultCanBeRead() {
    for (Option<?> option : Options.ALL) {
      option
          .standards()
          .values()
          .forEach(text -> assertThat(option.kind().parser().apply(text)).isNotNull());
    }
  }

  @Test
  void theTableHoldsEveryOptionOnce() throws IllegalAccessException {
    List<Object> declared = new ArrayList<>();
    for (var field : Options.class.getDeclaredFields()) {
      if (field.getType() == Option.class) {
        declared.add(field.get(null));
      }
    }

    assertThat(new ArrayList<Object>(Options.ALL)).isEqualTo(declared);
    assertThat(Options.ALL.stream().map(Option::name)).doesNotHaveDuplicates();
  }

  @Test
  void anOptionOfAnotherCommandHasNoDefaultHere() {
    Option<String> nobodys = new Option<>("x", Kind.TEXT, Map.of(), "");

    assertThatThrownBy(() -> nobodys.standard(Option.Command.GATEWAY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static GatewayConfig read(String... options) throws Settings.Refused {
    List<String> arguments = new ArrayList<>(List.of("gateway"));
    arguments.addAll(List.of(options));
    Settings settings =
        ((CommandLine.Request.Run) CommandLine.read(arguments, Map.of(), "1")).settings();
    GatewayConfig config = GatewayConfig.of(settings);
    settings.check();
    return config;
  }

  private static Settings.Refused refused(String... options) {
    return catchThrowableOfType(Settings.Refused.class, () -> read(options));
  }
}
