package io.sparkhistory.gateway.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkhistory.gateway.configuration.ProofSettings.TokenRules;
import io.sparkhistory.gateway.fixture.CommandLine;
import io.sparkhistory.program.commandline.Refused;
import io.sparkhistory.program.commandline.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is configured for a cluster: where tenants come from, and what backs the user header. */
class ClusterOptionsTest {
  private static final Map<String, String> POD = Map.of("KUBERNETES_SERVICE_HOST", "10.96.0.1");

  private static Values values(String... options) throws Refused {
    return CommandLine.values(Map.of(), CommandLine.command("gateway", options));
  }

  private static Optional<GatewayConfig> mode(Map<String, String> environment, String... options)
      throws Refused {
    GatewayConfig config = CommandLine.config(environment, CommandLine.command("gateway", options));
    return config.tenants().kubernetes() ? Optional.of(config) : Optional.empty();
  }

  private static List<String> refused(String... options) {
    return assertThrows(Refused.class, () -> mode(Map.of(), options)).sentences();
  }

  @Test
  void aSwitchNeedsNoValueAndTakesOne() throws Exception {
    assertThat(mode(Map.of(), "--kubernetes")).isPresent();
    assertThat(mode(Map.of(), "--kubernetes", "true")).isPresent();
    assertThat(mode(Map.of(), "--kubernetes=true")).isPresent();
    assertThat(mode(Map.of(), "--kubernetes", "--threads", "1")).isPresent();
    assertThat(mode(Map.of(), "--kubernetes", "false", "--tenants", "t")).isEmpty();
    assertThat(mode(Map.of("SPARKHISTORY_KUBERNETES", "true"))).isPresent();
  }

  @Test
  void inAPodTheClusterIsTheDefault() throws Exception {
    assertThat(mode(POD)).isPresent();
    assertThat(mode(POD, "--tenants", "t")).isEmpty();
    assertThat(refused()).singleElement().asString().contains("--tenants is missing");
  }

  @Test
  void everyKeyReachesItsPlace() throws Exception {
    assertThat(
            mode(
                Map.of(),
                "--kubernetes",
                "--cluster-domain=corp.example",
                "--selector=app.kubernetes.io/name=history,team=a",
                "--access-yes=1s",
                "--access-no=2s",
                "--access-stale=60s",
                "--access-cache-size=3",
                "--access-timeout=4s"))
        .hasValueSatisfying(
            config -> {
              assertThat(config.tenants())
                  .isEqualTo(
                      new TenantSettings(
                          Optional.empty(),
                          true,
                          "app.kubernetes.io/name=history,team=a",
                          "corp.example"));
              assertThat(config.access().review())
                  .isEqualTo(
                      new AccessSettings(
                          Duration.ofSeconds(1),
                          Duration.ofSeconds(2),
                          Duration.ofSeconds(60),
                          3,
                          Duration.ofSeconds(4),
                          256));
            });
  }

  @Test
  void tenantsComeFromOnePlace() throws Exception {
    assertThat(refused("--kubernetes", "--tenants", "t"))
        .containsExactly(
            "--kubernetes and --tenants exclude each other: tenants come from one place");
    assertThat(refused("--tenants", "t", "--selector", "a=b"))
        .containsExactly("--selector is for --kubernetes only");
  }

  @Test
  void theProofIsOffByDefaultAndEveryKeyReachesItsPlace() throws Exception {
    assertThat(ProofSettings.of(values()))
        .isEqualTo(new ProofSettings("", "", new TokenRules("", "", List.of("email"), "groups")));
    assertThat(
            ProofSettings.of(
                values(
                    "--trusted-peer=spiffe://a/b",
                    "--jwks=https://dex/keys",
                    "--jwt-issuer=https://dex",
                    "--jwt-audience=kubeflow",
                    "--jwt-user-claim=email, sub",
                    "--jwt-groups-claim=roles")))
        .isEqualTo(
            new ProofSettings(
                "spiffe://a/b",
                "https://dex/keys",
                new TokenRules("https://dex", "kubeflow", List.of("email", "sub"), "roles")));
  }

  @ParameterizedTest
  @CsvSource({
    "--jwks=k",
    "--jwt-issuer=i",
    "--jwt-audience=a",
    "--jwks=k;--jwt-issuer=i",
    "--jwks=k;--jwt-audience=a"
  })
  void halfATokenCheckIsRefused(String options) throws Exception {
    List<String> all = new ArrayList<>(List.of("--kubernetes"));
    all.addAll(List.of(options.split(";", -1)));
    assertThat(refused(all.toArray(String[]::new)))
        .containsExactly(
            "--jwks, --jwt-issuer and --jwt-audience belong together: give all three or none");
  }

  @ParameterizedTest
  @CsvSource({
    "kubernetes, maybe",
    "selector, a",
    "selector, a in (b)",
    "selector, 'a=b,'",
    "selector, a!=b",
    "jwks, https://a b",
    "jwks, https:///keys",
    "jwt-user-claim, ''",
    "jwt-user-claim, 'a b'",
    "jwt-groups-claim, ''",
    "jwt-groups-claim, 'a,b'"
  })
  void valuesThatMakeNoSenseAreRefused(String name, String value) throws Exception {
    assertThat(refused("--" + name + "=" + value))
        .anySatisfy(s -> assertThat(s).startsWith("--" + name + " is \"" + value + "\": expected"));
  }
}
