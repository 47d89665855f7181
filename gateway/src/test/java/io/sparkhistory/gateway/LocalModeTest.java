package io.sparkhistory.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparkhistory.gateway.configuration.GatewayConfig;
import io.sparkhistory.gateway.fixture.CommandLine;
import io.sparkhistory.program.commandline.Refused;
import io.sparkhistory.program.commandline.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalModeTest {
  @TempDir Path folder;

  @Test
  void withoutOptionsItIsTheCurrentSparkForTheLoginUser() throws Exception {
    LocalMode local = read();
    assertThat(local.servers().user()).isEqualTo(System.getProperty("user.name") + "@localhost");
    assertThat(local.servers().spark().version()).isEqualTo("4.2.0");
    assertThat(local.servers().spark().home()).isEmpty();
    assertThat(local.servers().memory()).isEqualTo("1g");
    assertThat(local.servers().running().most()).isEqualTo(4);
    assertThat(local.servers().running().idle()).isEqualTo(Duration.ofMinutes(30));
    assertThat(local.servers().storage().work()).endsWithRaw(Path.of("spark-history-gateway"));
  }

  @Test
  void whatWasGivenIsUsed() throws Exception {
    Path work = folder.resolve("work");
    LocalMode local =
        read("--user", "alice@example.com", "--idle-timeout", "0", "--work", work.toString());
    assertThat(local.servers().user()).isEqualTo("alice@example.com");
    assertThat(local.servers().running().idle()).isZero();
    assertThat(local.servers().storage().work()).isEqualTo(work);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--listen | 0.0.0.0:8080 | --listen: Local mode asks nobody for a password, so it listens"
            + " on loopback only: use 127.0.0.1 instead of 0.0.0.0",
        "--admin | 192.0.2.1:9090 | --admin: Local mode asks nobody for a password, so it listens"
            + " on loopback only: use 127.0.0.1 instead of 192.0.2.1",
        "--spark-version | latest | --spark-version is \"latest\": expected a version of Spark such"
            + " as 4.2.0",
        "--history-server-memory | lots | --history-server-memory is \"lots\": expected a size for"
            + " -Xmx such as 512m or 2g",
        "--tenant-host | {namespace}.spark.test | --tenant-host and --main-host: local mode answers"
            + " names of this machine only: use {namespace}.localhost and localhost",
        "--max-running | 0 | --max-running is \"0\": expected a number from 1 to 1000"
      })
  void whatCannotBeObeyedIsRefusedWithASentence(String flag, String value, String why) {
    Refused refused = assertThrows(Refused.class, () -> read(flag, value));

    assertThat(refused.sentences()).containsExactly(why);
    assertThat(refused.exitCode()).isEqualTo(1);
  }

  @Test
  void aFolderThatIsNotThereIsRefused() {
    Path missing = folder.resolve("missing");
    assertThat(assertThrows(Refused.class, () -> command("--logs", missing.toString())))
        .hasMessage(
            "--logs " + missing + ": there is no such folder; expected NAMESPACE/history in it");
  }

  @Test
  void aSparkThatIsNotThereIsRefused() throws Exception {
    LocalMode local = read("--spark-home", folder.toString());
    assertThat(assertThrows(Refused.class, () -> local.open("/sparkhistory", line -> {})))
        .hasMessage("There is no spark-core_*.jar in " + folder.resolve("jars"));
  }

  @Test
  void theGreetingNamesTheAddressTheTenantsAndWhatToDoNext() throws Exception {
    Files.createDirectories(folder.resolve("ns-a/history"));
    Files.createDirectories(folder.resolve("home/jars"));
    Files.createFile(folder.resolve("home/jars/spark-core_2.13-4.2.0.jar"));
    String home = folder.resolve("home").toString();
    String work = folder.resolve("work").toString();
    Values values = values("--spark-home", home, "--work", work, "--logs", folder.toString());
    GatewayConfig config = GatewayConfig.of(values);
    LocalMode local = new LocalMode(config.local().orElseThrow());
    try (var backends = local.open("/sparkhistory", line -> {})) {
      assertThat(local.greeting(backends, config))
          .contains("Spark History Gateway is at http://127.0.0.1:8080/sparkhistory/\n")
          .contains("\n  http://127.0.0.1:8080/sparkhistory/ns-a/\n")
          .contains("stops 30 min after the last")
          .contains("Every folder NAMESPACE/history in " + folder + " is served");
    }
  }

  @Test
  void theGreetingNamesTheHostsOfTheTenants() throws Exception {
    Files.createDirectories(folder.resolve("ns-a/history"));
    Files.createDirectories(folder.resolve("home/jars"));
    Files.createFile(folder.resolve("home/jars/spark-core_2.13-4.2.0.jar"));
    Values values =
        values(
            "--tenant-host={namespace}.localhost",
            "--spark-home=" + folder.resolve("home"),
            "--work=" + folder.resolve("work"),
            "--logs=" + folder);
    GatewayConfig config = GatewayConfig.of(values);
    LocalMode local = Tenancy.of(config, values).local().orElseThrow();
    values.check();
    try (var backends = local.open("/sparkhistory", line -> {})) {
      assertThat(local.greeting(backends, config))
          .contains("Spark History Gateway is at http://localhost:8080/sparkhistory/\n")
          .contains("\n  http://ns-a.localhost:8080/sparkhistory/ns-a/\n");
    }
  }

  @Test
  void anotherCommandHasNoLocalMode() throws Exception {
    Values values = CommandLine.values(Map.of(), "gateway", "--tenants", "t.yaml");
    assertThat(GatewayConfig.of(values).local()).isEmpty();
  }

  /** Reads the options together with a folder for logs that exists. */
  private LocalMode read(String... options) throws Refused {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--logs", folder.toString()));
    return command(all.toArray(String[]::new));
  }

  private static LocalMode command(String... options) throws Refused {
    Values values = values(options);
    Tenancy tenancy = Tenancy.of(GatewayConfig.of(values), values);
    values.check();
    return tenancy.local().orElseThrow();
  }

  private static Values values(String... options) throws Refused {
    return CommandLine.values(Map.of(), CommandLine.command("local", options));
  }
}
