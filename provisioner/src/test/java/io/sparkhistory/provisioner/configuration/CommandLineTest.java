package io.sparkhistory.provisioner.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Program;
import io.sparkhistory.program.commandline.Refused;
import io.sparkhistory.program.commandline.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @Test
  void everyDefaultIsValid() throws Exception {
    ProvisionerConfig config = config(Map.of());

    assertThat(config.cluster().prefix()).isEqualTo("/sparkhistory");
    assertThat(config.cluster().gatewayNamespace()).isEqualTo("spark-history");
    assertThat(config.cluster().gatewayLabels())
        .isEqualTo(Map.of("app.kubernetes.io/name", "spark-history-gateway"));
    assertThat(config.cluster().gatewayPrincipal())
        .isEqualTo("cluster.local/ns/spark-history/sa/spark-history-gateway");
    assertThat(config.cluster().sparkHome()).isEqualTo("/opt/spark");
    assertThat(config.site()).isEqualTo(new Site("", Optional.empty()));
    assertThat(config.site().of("team-a")).isEmpty();
    assertThat(config.defaults()).isEmpty();
    assertThat(config.work())
        .isEqualTo(new Work(2, Duration.ofMinutes(10), 40, Duration.ofMinutes(10)));
    assertThat(config.profiles())
        .isEqualTo(new Profiles(true, "app.kubernetes.io/part-of=kubeflow-profile"));
    assertThat(config.presence().namespaces()).isEmpty();
    assertThat(config.presence().leaderElection()).isTrue();
    assertThat(config.presence().leaderNamespace()).isEqualTo("spark-history");
    assertThat(config.presence().admin().getPort()).isEqualTo(9090);
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    Refused refused =
        refused(
            Map.of("SPARKHISTORY_RESYNC", "soon", "SPARKHISTORY_MAX_STARTNIG", "3"),
            "--max-starting",
            "0",
            "--max-startign",
            "--admin=nowhere",
            "--profiles");

    assertThat(refused.sentences())
        .containsExactly(
            "unknown environment variable SPARKHISTORY_MAX_STARTNIG: did you mean"
                + " SPARKHISTORY_MAX_STARTING?",
            "unknown option --max-startign: did you mean --max-starting?",
            "--profiles needs a value",
            "--max-starting is \"0\": expected a number from 1 to 1000",
            "SPARKHISTORY_RESYNC is \"soon\": expected a duration such as 500ms, 30s, 2m or 1h",
            "--admin is \"nowhere\": expected an address such as 127.0.0.1:9090");
    assertThat(refused.exitCode()).isEqualTo(Refused.USAGE);
  }

  @Test
  void aValueThatIsWrongIsNoUsageError() {
    assertThat(refused(Map.of(), "--resync", "0s").exitCode()).isEqualTo(Refused.FAILURE);
  }

  /** In a namespace with a Service called sparkhistory-something. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SPARKHISTORY_SERVICE_HOST",
        "SPARKHISTORY_GATEWAY_SERVICE_PORT_HTTP",
        "SPARKHISTORY_GATEWAY_PORT_8080_TCP"
      })
  void variablesThatKubernetesAddsForServicesAreNotOurs(String name) throws Exception {
    assertThat(config(Map.of(name, "tcp://10.0.0.1:8080"))).isNotNull();
  }

  @Test
  void noOptionLooksLikeAVariableOfKubernetes() throws Exception {
    for (Option<?> option : ProvisionerProgram.PROGRAM.options()) {
      Values values = values(Map.of(option.variable(), "\0"), "render");
      values.get(option);
      assertThat(values.isGiven(option)).as(option.name()).isTrue();
    }
  }

  @Test
  void theTableHoldsEveryOptionOnce() throws Exception {
    List<Option<?>> declared = new ArrayList<>();
    for (Path source : sources()) {
      if (Files.readString(source).contains("OptionGroup OPTIONS = ")) {
        String name = source.getFileName().toString().replace(".java", "");
        Class<?> type = Class.forName(ProvisionerConfig.class.getPackageName() + "." + name);
        declared.addAll(((OptionGroup) type.getDeclaredField("OPTIONS").get(null)).options());
      }
    }

    List<Option<?>> table = ProvisionerProgram.PROGRAM.options();
    assertThat(table).hasSizeGreaterThan(15).containsAll(declared).hasSize(declared.size() + 1);
    assertThat(table.stream().map(Option::name)).doesNotHaveDuplicates();
  }

  private static List<Path> sources() throws IOException {
    Path folder = Path.of("src/main/java/io/sparkhistory/provisioner/configuration");
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://hub.example.com, https://team-a.spark.example.com",
    "https://hub.example.com/, https://team-a.spark.example.com",
    "http://localhost:8080, http://team-a.spark.example.com:8080",
    "https://[::1]:8443, https://team-a.spark.example.com:8443",
    "https://[::1], https://team-a.spark.example.com"
  })
  void aNamespaceWithAHostOfItsOwnHasTheSchemeAndPortOfThePublicUrl(String url, String address)
      throws Exception {
    Map<String, String> hosts = Map.of("SPARKHISTORY_TENANT_HOST", "{namespace}.spark.example.com");

    assertThat(config(hosts, "--public-url", url).site().of("team-a")).isEqualTo(address);
  }

  @Test
  void withoutTenantHostEveryNamespaceIsAtThePublicUrl() throws Exception {
    assertThat(config(Map.of(), "--public-url", "https://h.example.com").site().of("team-a"))
        .isEqualTo("https://h.example.com");
  }

  @Test
  void aPatternNeedsAPublicUrlAndMustBeOne() {
    assertThat(refused(Map.of(), "--tenant-host", "{namespace}.example.com").sentences())
        .containsExactly(
            "--tenant-host needs --public-url: it gives the scheme and the port, such as"
                + " https://kubeflow.example.com");
    assertThat(
            refused(Map.of(), "--tenant-host", "*.example.com", "--public-url", "https://x")
                .sentences())
        .containsExactly(
            "--tenant-host is \"*.example.com\": expected {namespace} as the first label of a DNS"
                + " name, such as {namespace}.spark.example.com");
  }

  @Test
  void aFlagWinsOverTheEnvironment() throws Exception {
    ProvisionerConfig config =
        config(
            Map.of("SPARKHISTORY_MAX_STARTING", "3", "SPARKHISTORY_PREFIX", "/spark/logs/"),
            "--max-starting=7");

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
    assertThat(refused(Map.of(), "--prefix=" + prefix).sentences())
        .singleElement()
        .asString()
        .startsWith("--prefix is \"" + prefix + "\": expected " + expected);
  }

  @Test
  void helpNamesEveryOption() throws Exception {
    String help = (say("--help") + say("render", "--help")).replaceAll("\\s+", " ");

    for (Option<?> option : ProvisionerProgram.PROGRAM.options()) {
      assertThat(help)
          .contains(option.flag() + "=")
          .contains("default: " + option.shown(Commands.RENDER) + " (" + option.variable() + ")");
    }
  }

  @Test
  void renderNeedsAFile() throws Exception {
    Values without = values(Map.of(), "render");
    assertThat(ProvisionerProgram.file(without)).isEmpty();
    assertThat(assertThrows(Refused.class, without::check).sentences())
        .containsExactly("render needs -f FILE with a SparkHistoryServer");

    Values values = values(Map.of(), "render", "-f", "-");
    assertThat(values.command()).isEqualTo(Commands.RENDER);
    assertThat(ProvisionerProgram.file(values)).isEqualTo("-");

    assertThat(refused(Map.of(), "-f", "-").sentences())
        .containsExactly("-f is not an option of sparkhistory provisioner");
  }

  private static Values values(Map<String, String> environment, String... arguments)
      throws Refused {
    Program.Request request = ProvisionerProgram.PROGRAM.read(List.of(arguments), environment, "1");
    return ((Program.Request.Run) request).values();
  }

  private static ProvisionerConfig config(Map<String, String> environment, String... arguments)
      throws Refused {
    Values values = values(environment, arguments);
    ProvisionerConfig config = ProvisionerConfig.of(values);
    values.check();
    return config;
  }

  private static Refused refused(Map<String, String> environment, String... arguments) {
    return assertThrows(Refused.class, () -> config(environment, arguments));
  }

  private static String say(String... arguments) throws Refused {
    Program.Request request = ProvisionerProgram.PROGRAM.read(List.of(arguments), Map.of(), "1");
    return ((Program.Request.Say) request).text();
  }
}
