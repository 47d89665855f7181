package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaForSparkTest {
  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // Spark, the gateway's Java, those that are installed, the one that is chosen
        "3.2.1, 17, -, 17",
        "3.2.1, 21, 17 25, 17",
        "3.2.1, 25, 11 17 21, 17",
        "3.4.4, 25, 18 20 21, 20",
        "3.5.9, 17, 21, 17",
        "3.5.9, 21, 17, 21",
        "3.5.9, 22, -, 22",
        "3.5.9, 25, 17 21 24, 21",
        "4.0.4, 25, 17, 17",
        "4.0.0-preview1, 24, 21, 21",
        "4.1.3, 25, 17, 17",
        "4.2.0, 25, 17, 25",
        "5.0.0, 30, 17, 30",
        "mine, 25, 17, 25"
      })
  void aSparkGetsTheGatewaysJavaOrTheNewestOneThatFits(
      String spark, int own, String installed, int chosen) throws IOException {
    for (String version : installed == null ? new String[0] : installed.split(" ", -1)) {
      install(version + ".0.1", version);
    }
    Path home = javaForSpark(own).home(spark);
    assertThat(home).isEqualTo(chosen == own ? Path.of("/own") : folder.resolve("java-" + chosen));
    assertThat(said).hasSize(chosen == own ? 0 : 1);
  }

  @Test
  void whichJavaIsChosenIsTold() throws IOException {
    install("17.0.15", "17");
    javaForSpark(25).home("3.5.9");
    assertThat(said)
        .containsExactly(
            "Spark 3.5.9 runs with Java 17 to 22: its history servers get the Java 17 in "
                + folder.resolve("java-17"));
  }

  @ParameterizedTest
  @CsvSource({
    "3.2.1, 25, 17 to 20",
    "3.2.1, 21, 17 to 20",
    "3.5.9, 25, 17 to 22",
    "4.0.4, 24, 17 to 22"
  })
  void withoutAJavaThatFitsItIsToldWhichAreNeeded(String spark, int own, String needed)
      throws IOException {
    install("1.8.0_402", "8");
    install("11.0.2", "11");
    install("25.0.3", "25");
    Files.createDirectories(folder.resolve("java-17-without-anything"));
    assertThatThrownBy(() -> javaForSpark(own).home(spark))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Spark %s runs with Java %s, not with Java %s: install one of these, or set JAVA_HOME"
                + " to one; a newer --spark-version reads the same logs",
            spark, needed, own);
  }

  @Test
  void theVersionOfAnInstalledSparkIsInTheNameOfItsJar() throws IOException {
    assertThat(JavaForSpark.sparkVersion(folder)).isEmpty();
    assertThat(JavaForSpark.sparkVersion(folder.resolve("missing"))).isEmpty();
    Files.createFile(folder.resolve("spark-core_2.12-3.5.9.jar"));
    assertThat(JavaForSpark.sparkVersion(folder)).isEqualTo("3.5.9");
  }

  private JavaForSpark javaForSpark(int own) {
    return new JavaForSpark(
        new JavaForSpark.Java(Path.of("/own"), own),
        List.of(folder.resolve("missing"), folder),
        said::add);
  }

  private void install(String version, String name) throws IOException {
    Path home = folder.resolve("java-" + name);
    Files.createDirectories(home.resolve("bin"));
    Files.createFile(
        home.resolve("bin/java"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Files.writeString(
        home.resolve("release"),
        "IMPLEMENTOR=\"Debian\"\nJAVA_VERSION=\"" + version + "\"\nJAVA_VERSION_DATE=\"2025\"\n");
  }
}
