package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
    ClassArchive archive =
        ClassArchive.of(command.java(), command.classPath(), jars.resolve("work"), jars);
    assertThat(command.arguments(archive, Path.of("/l/a b/history"), "/sparkhistory/a"))
        .containsExactly(
            "/bin/sh",
            "-c",
            "trap '' INT HUP; exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseSerialGC",
            "-XX:Tier4InvocationThreshold=100000",
            "-XX:Tier4MinInvocationThreshold=20000",
            "-XX:Tier4CompileThreshold=200000",
            "-XX:Tier4BackEdgeThreshold=800000",
            "-XX:MetaspaceSize=128m",
            archive.arguments().get(0),
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
