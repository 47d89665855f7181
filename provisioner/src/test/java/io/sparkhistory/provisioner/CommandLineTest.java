package io.sparkhistory.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  @Test
  void everyDefaultIsValid() {
    ProvisionerConfig config = ((CommandLine.Run) CommandLine.read(List.of(), Map.of())).config();

    assertThat(config.cluster().prefix()).isEqualTo("/sparkhistory");
    assertThat(config.cluster().gatewayNamespace()).isEqualTo("spark-history");
    assertThat(config.cluster().gatewayLabels())
        .isEqualTo(Map.of("app.kubernetes.io/name", "spark-history-gateway"));
    assertThat(config.cluster().gatewayPrincipal())
        .isEqualTo("cluster.local/ns/spark-history/sa/spark-history-gateway");
    assertThat(config.cluster().sparkHome()).isEqualTo("/opt/spark");
    assertThat(config.site()).isEqualTo(new ProvisionerConfig.Site("", Optional.empty()));
    assertThat(config.site().of("team-a")).isEmpty();
    assertThat(config.defaults()).isEmpty();
    assertThat(config.work())
        .isEqualTo(
            new ProvisionerConfig.Work(4, Duration.ofMinutes(10), 40, Duration.ofMinutes(10)));
    assertThat(config.profiles())
        .isEqualTo(
            new ProvisionerConfig.Profiles(true, "app.kubernetes.io/part-of=kubeflow-profile"));
    assertThat(config.presence().namespaces()).isEmpty();
    assertThat(config.presence().leaderElection()).isTrue();
    assertThat(config.presence().leaderNamespace()).isEqualTo("spark-history");
    assertThat(config.presence().admin().getPort()).isEqualTo(9090);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    CommandLine line =
        CommandLine.read(
            List.of("--max-starting", "0", "--foo", "--admin=nowhere", "--profiles"),
            Map.of("SPARKHISTORY_RESYNC", "soon", "SPARKHISTORY_MAX_STARTNIG", "3"));

    assertThat(((CommandLine.Refuse) line).errors())
        .hasSize(6)
        .anySatisfy(error -> assertThat(error).contains("--max-starting is '0'"))
        .anySatisfy(error -> assertThat(error).startsWith("--foo is unknown"))
        .anySatisfy(error -> assertThat(error).contains("--admin is 'nowhere'"))
        .anySatisfy(error -> assertThat(error).isEqualTo("--profiles needs a value"))
        .anySatisfy(error -> assertThat(error).contains("--resync is 'soon'"))
        .anySatisfy(error -> assertThat(error).contains("SPARKHISTORY_MAX_STARTNIG is unknown"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub.example.com, https://team-a.spark.example.com",
    "https://hub.example.com/, https://team-a.spark.example.com",
    "http://localhost:8080, http://team-a.spark.example.com:8080",
    "https://[::1]:8443, https://team-a.spark.example.com:8443",
    "https://[::1], https://team-a.spark.example.com"
  })
  void aNamespaceWithAHostOfItsOwnHasTheSchemeAndPortOfThePublicUrl(String url, String address) {
    CommandLine line =
        CommandLine.read(
            List.of("--public-url", url),
            Map.of("SPARKHISTORY_TENANT_HOST", "{namespace}.spark.example.com"));

    assertThat(((CommandLine.Run) line).config().site().of("team-a")).isEqualTo(address);
  }

  @Test
  void withoutTenantHostEveryNamespaceIsAtThePublicUrl() {
    CommandLine line = CommandLine.read(List.of("--public-url", "https://h.example.com"), Map.of());
    assertThat(((CommandLine.Run) line).config().site().of("team-a"))
        .isEqualTo("https://h.example.com");
  }

  @Test
  void aPatternNeedsAPublicUrlAndMustBeOne() {
    CommandLine alone =
        CommandLine.read(List.of("--tenant-host", "{namespace}.example.com"), Map.of());
    CommandLine wrong =
        CommandLine.read(
            List.of("--tenant-host", "*.example.com", "--public-url", "https://x"), Map.of());

    assertThat(((CommandLine.Refuse) alone).errors())
        .containsExactly(
            "--tenant-host needs --public-url: it gives the scheme and the port, such as"
                + " https://kubeflow.example.com");
    assertThat(((CommandLine.Refuse) wrong).errors())
        .containsExactly(
            "--tenant-host is '*.example.com', expected {namespace} as the first label of a DNS"
                + " name, such as {namespace}.spark.example.com");
  }

  @Test
  void aFlagWinsOverTheEnvironment() {
    CommandLine line =
        CommandLine.read(
            List.of("--max-starting=7"),
            Map.of("SPARKHISTORY_MAX_STARTING", "3", "SPARKHISTORY_PREFIX", "/spark/logs/"));

    ProvisionerConfig config = ((CommandLine.Run) line).config();
    assertThat(config.work().maxStarting()).isEqualTo(7);
    assertThat(config.cluster().prefix()).isEqualTo("/spark/logs");
  }

  @ParameterizedTest
  @CsvSource({
    "/.., a path such as /sparkhistory",
    "/a//b, a path such as /sparkhistory",
    "/a?b, a path such as /sparkhistory",
    "/history, a path without the segment 'history'",
    "/apps/proxy, a path without the segment 'proxy'"
  })
  void aPrefixBelowWhichNothingWorksIsRefused(String prefix, String expected) {
    CommandLine line = CommandLine.read(List.of("--prefix=" + prefix), Map.of());

    assertThat(((CommandLine.Refuse) line).errors())
        .singleElement()
        .asString()
        .startsWith("--prefix is '" + prefix + "', expected " + expected);
  }

  @Test
  void helpNamesEveryOption() {
    String help = ((CommandLine.Print) CommandLine.read(List.of("--help"), Map.of())).text();

    for (Option option : Option.values()) {
      assertThat(help).contains(option.flag() + " ").contains(option.standard());
    }
  }

  @Test
  void renderNeedsAFile() {
    assertThat(((CommandLine.Refuse) CommandLine.read(List.of("render"), Map.of())).errors())
        .containsExactly("render needs -f FILE with a SparkHistoryServer");
    assertThat(CommandLine.read(List.of("render", "-f", "-"), Map.of()))
        .isInstanceOf(CommandLine.Render.class);
    assertThat(CommandLine.read(List.of("-f", "-"), Map.of()))
        .isInstanceOf(CommandLine.Refuse.class);
  }
}
