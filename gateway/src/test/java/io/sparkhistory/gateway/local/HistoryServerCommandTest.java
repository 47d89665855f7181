package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryServerCommandTest {
  @TempDir Path jars;

  @Test
  void theCommandLineIsSparksHistoryServerOnAPortOfTheSystemsChoice() throws IOException {
    Files.createFile(jars.resolve("spark-core_2.13-4.2.0.jar"));
    HistoryServerCommand command = HistoryServerCommand.ofSpark(jars, "1g");
    ClassArchive archive = archive(command);
    assertThat(
            command.arguments(
                archive,
                "file:/l/a b/history",
                "/sparkhistory/a",
                List.of(),
                Map.of("AWS_SECRET_ACCESS_KEY", "secret")))
        .containsExactly(
            "/bin/sh",
            "-c",
            "trap '' INT HUP; exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:+UseSerialGC",
            "-XX:MetaspaceSize=192m",
            archive.arguments().get(0),
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:Tier4InvocationThreshold=300000",
            "-XX:Tier4MinInvocationThreshold=60000",
            "-XX:Tier4CompileThreshold=600000",
            "-XX:Tier4BackEdgeThreshold=2400000",
            "-XX:-C1ProfileInlinedCalls",
            "-XX:-C1ProfileCheckcasts",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=option,com.fasterxml.jackson.*::*,double,CompileThresholdScaling,0.1",
            "-XX:CompileCommand=option,org.apache.spark.util.JsonProtocol*::*,double,CompileThresholdScaling,0.1",
            "-XX:CompileCommand=option,org.apache.spark.util.kvstore.*::*,double,CompileThresholdScaling,0.1",
            "-XX:CompileCommand=option,org.apache.spark.status.*::*,double,CompileThresholdScaling,0.1",
            "-Dspark.history.ui.port=0",
            "-Dspark.history.fs.logDirectory=file:/l/a b/history",
            "-Dspark.history.fs.update.interval=5s",
            "-Dspark.history.fs.cleaner.enabled=false",
            "-Dspark.ui.proxyBase=/sparkhistory/a",
            "-Dspark.ui.contentSecurityPolicy.enabled=true",
            "io.sparkhistory.historyserver.Launcher",
            "--end-with-input",
            "--main=org.apache.spark.deploy.history.HistoryServer");
  }

  @Test
  void aStoreThatIsKeptIsLookedAtBeforeItIsUsed() throws IOException {
    Files.createFile(jars.resolve("spark-core_2.13-4.2.0.jar"));
    List<String> store = List.of("-Dspark.history.store.path=/w/stores/x/a");

    HistoryServerCommand command = HistoryServerCommand.ofSpark(jars, "1g");

    assertThat(command.arguments(archive(command), "file:/l", "/a", store, Map.of()))
        .containsSubsequence(
            "-Dspark.history.store.path=/w/stores/x/a",
            "io.sparkhistory.historyserver.Launcher",
            "--store=keep");
  }

  @Test
  void credentialsAreInTheEnvironmentAndInNoCommandLine() throws IOException {
    Files.createFile(jars.resolve("spark-core_2.13-4.2.0.jar"));
    Path connectors = Files.createDirectory(jars.resolve("connectors"));
    Files.createFile(connectors.resolve("hadoop-aws-3.4.1.jar"));
    Map<String, String> users =
        Map.of(
            "AWS_ACCESS_KEY_ID", "key-id",
            "AWS_SECRET_ACCESS_KEY", "secret",
            "AWS_REGION", "eu-central-1",
            "AWS_ENDPOINT_URL", "http://127.0.0.1:9000",
            "HADOOP_CONF_DIR", "/etc/hadoop",
            "GOOGLE_APPLICATION_CREDENTIALS", "/other");
    HistoryServerCommand command =
        HistoryServerCommand.ofSpark(jars, "1g")
            .reaching(new RemoteAccess("s3a", Optional.of(connectors), "3.4"));
    ClassArchive archive = archive(command);

    for (List<String> arguments :
        List.of(
            command.arguments(archive, "s3a://b/team-a/history", "/a", List.of(), users),
            command.listing(archive, LogLocation.parse("s3a://b"), 30, users))) {
      assertThat(String.join(" ", arguments))
          .contains(
              connectors.resolve("hadoop-aws-3.4.1.jar") + ":/etc/hadoop",
              "-Dspark.hadoop.fs.s3a.aws.credentials.provider=software.amazon.awssdk.auth",
              "-Dspark.hadoop.fs.s3a.endpoint=http://127.0.0.1:9000",
              "-Dspark.hadoop.fs.s3a.endpoint.region=eu-central-1")
          .doesNotContain("key-id", "secret", "/other");
    }
    assertThat(command.arguments(archive, "s3a://b/team-a/history", "/a", List.of(), users))
        .contains("--log-folder=check");
    assertThat(command.environment(users))
        .containsEntry("AWS_SECRET_ACCESS_KEY", "secret")
        .doesNotContainKeys("GOOGLE_APPLICATION_CREDENTIALS", "HADOOP_CONF_DIR");
  }

  @Test
  void theConnectorOfGoogleIsTheOneThatIsFetched() throws IOException {
    Files.createFile(jars.resolve("spark-core_2.13-4.2.0.jar"));
    HistoryServerCommand command =
        HistoryServerCommand.ofSpark(jars, "1g")
            .reaching(new RemoteAccess("gs", Optional.empty(), "3.5"));
    Map<String, String> users =
        Map.of("GOOGLE_APPLICATION_CREDENTIALS", "/key", "AWS_PROFILE", "x");

    assertThat(command.listing(archive(command), LogLocation.parse("gs://b"), 30, users))
        .contains(
            "-Dspark.hadoop.fs.gs.impl=com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem");
    assertThat(command.environment(users))
        .containsEntry("GOOGLE_APPLICATION_CREDENTIALS", "/key")
        .doesNotContainKey("AWS_PROFILE");
  }

  private ClassArchive archive(HistoryServerCommand command) throws IOException {
    return ClassArchive.of(command.java(), command.classPath(), jars.resolve("work"), jars);
  }

  @Test
  void aFolderWithoutSparkIsRefused() {
    assertThatThrownBy(() -> HistoryServerCommand.ofSpark(jars, "1g"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no spark-core_*.jar in " + jars);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0g", "1", "1gb", "-1g", "1g -version", "1.5g"})
  void aSizeOfMemoryThatIsNoneIsRefused(String memory) {
    assertThatThrownBy(() -> new HistoryServerCommand(Path.of("/java"), List.of(), memory, "Main"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + memory + "' is not a size of memory");
  }

  @Test
  void theEnvironmentHoldsWhatIsKnownToBeHarmless() {
    HistoryServerCommand command =
        new HistoryServerCommand(Path.of("/java"), List.of(), "1g", "Main");
    assertThat(
            command.environment(
                Map.of("PATH", "/bin", "AWS_SECRET_ACCESS_KEY", "x", "SPARK_HOME", "/opt")))
        .containsExactly(Map.entry("PATH", "/bin"), Map.entry("SPARK_LOCAL_IP", "127.0.0.1"));
  }
}
