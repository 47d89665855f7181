package io.sparkhistory.gateway.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.fixture.CommandLine;
import io.sparkhistory.gateway.routing.TenantHosts;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatewayConfigTest {

  @Test
  void everyDefaultIsWhatTheReadmePromises() throws Exception {
    GatewayConfig config = read("--tenants", "t.yaml");

    assertThat(config)
        .isEqualTo(
            new GatewayConfig(
                new ServerSettings(
                    new HostPort("127.0.0.1", 8080),
                    new HostPort("127.0.0.1", 9090),
                    "/sparkhistory",
                    Runtime.getRuntime().availableProcessors(),
                    "-",
                    new ServerSettings.Drain(Duration.ofSeconds(5), Duration.ofSeconds(30))),
                new HostSettings(Optional.empty(), ""),
                new TenantSettings(Optional.of(Path.of("t.yaml")), false, "", "cluster.local"),
                Optional.empty(),
                new GatewayConfig.Access(
                    new VisitorSettings("kubeflow-userid", "", "kubeflow-groups"),
                    new ProofSettings(
                        "", "", new ProofSettings.TokenRules("", "", List.of("email"), "groups")),
                    new AccessSettings(
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        100_000,
                        Duration.ofSeconds(2),
                        256)),
                new IsolationSettings(Set.of(), Set.of(), Fence.Mode.ON),
                new StartPageSettings(true),
                new Limits(
                    new HeadLimits(64 << 10, 8 << 10, 100),
                    new ClientLimits(10_000, 0, 10_000, 0),
                    new ClientTimeouts(
                        Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofSeconds(2)),
                    new UpstreamSettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(300),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        256,
                        128),
                    new HoldSettings(Duration.ofSeconds(60), 1000, 100))));
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
            "--jwks=k",
            "--jwt-issuer=i",
            "--jwt-audience=d",
            "--jwt-user-claim=c,e",
            "--jwt-groups-claim=g",
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
            "--wake-on-start-page=false",
            "--drain-delay=0",
            "--drain-timeout=21s",
            "--access-log=off");

    assertThat(config)
        .isEqualTo(
            new GatewayConfig(
                new ServerSettings(
                    new HostPort("::1", 1),
                    new HostPort("localhost", 2),
                    "/a/b",
                    5,
                    "off",
                    new ServerSettings.Drain(Duration.ZERO, Duration.ofSeconds(21))),
                new HostSettings(
                    Optional.of(new TenantHostPattern("spark.example.com")), "hub.example.com"),
                new TenantSettings(Optional.of(Path.of("x")), false, "", "corp.example"),
                Optional.empty(),
                new GatewayConfig.Access(
                    new VisitorSettings("x-user", "p:", "x-groups"),
                    new ProofSettings(
                        "spiffe://cluster.local/ns/i/sa/g",
                        "k",
                        new ProofSettings.TokenRules("i", "d", List.of("c", "e"), "g")),
                    new AccessSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(27),
                        3,
                        Duration.ofSeconds(4),
                        256)),
                new IsolationSettings(
                    Set.of("a", "b"), Set.of("X-Team", "vary"), Fence.Mode.REPORT),
                new StartPageSettings(false),
                new Limits(
                    new HeadLimits(6 << 10, 700, 80),
                    new ClientLimits(10, 24, 25, 9L << 30),
                    new ClientTimeouts(
                        Duration.ofMillis(12), Duration.ofMinutes(13), Duration.ofSeconds(23)),
                    new UpstreamSettings(
                        Duration.ofSeconds(15),
                        Duration.ofHours(16),
                        Duration.ofSeconds(14),
                        Duration.ofSeconds(17),
                        11,
                        22),
                    new HoldSettings(Duration.ofSeconds(18), 19, 26))));
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

  @Test
  void everyDefaultCanBeRead() {
    for (Option<?> option : GatewayProgram.PROGRAM.options()) {
      option
          .standards()
          .values()
          .forEach(text -> assertThat(option.kind().parser().apply(text)).isNotNull());
    }
  }

  @Test
  void theTableHoldsEveryOptionOnce() throws Exception {
    List<Option<?>> declared = new ArrayList<>();
    for (Path source : sources()) {
      if (Files.readString(source).contains("OptionGroup OPTIONS = ")) {
        String name = source.getFileName().toString().replace(".java", "");
        Class<?> type = Class.forName(GatewayConfig.class.getPackageName() + "." + name);
        declared.addAll(((OptionGroup) type.getDeclaredField("OPTIONS").get(null)).options());
      }
    }

    List<Option<?>> table = GatewayProgram.PROGRAM.options();
    assertThat(table).hasSizeGreaterThan(40).hasSameElementsAs(declared);
    assertThat(table.stream().map(Option::name)).doesNotHaveDuplicates();
  }

  private static List<Path> sources() throws IOException {
    Path folder = Path.of("src/main/java/io/sparkhistory/gateway/configuration");
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static GatewayConfig read(String... options) throws Refused {
    return CommandLine.config(Map.of(), CommandLine.command("gateway", options));
  }
}
