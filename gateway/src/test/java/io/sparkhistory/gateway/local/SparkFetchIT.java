package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching with a program in Maven's place that does what its test wants. */
class SparkFetchIT {
  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void pom() throws IOException {
    Files.createFile(folder.resolve("pom.xml"));
  }

  @Test
  void aVersionIsFetchedOnceWithTheScalaItWasMadeFor() throws Exception {
    SparkFetch fetch =
        fetch("echo \"$@\" > $JARS/arguments; touch $JARS/spark-core_2.12-3.5.9.jar");
    Path jars = fetch.jars("3.5.9");
    assertThat(jars).isEqualTo(folder.resolve("cache/spark-3.5.9"));
    assertThat(jars.resolve("arguments"))
        .content()
        .contains("-Dspark.version=3.5.9 -Dspark.scala=2.12")
        .endsWith("process-resources\n");
    assertThat(said).first().asString().startsWith("Fetching Spark 3.5.9 through Maven, this once");
    int lines = said.size();
    assertThat(fetch.jars("3.5.9")).isEqualTo(jars);
    assertThat(said).hasSize(lines);
  }

  @Test
  void whileFilesComeInItIsToldHowManyAndHowLargeTheyAre() throws Exception {
    fetch(
            "echo 'Downloaded from central: https://repo.example/a.jar (1.5 MB at 3.0 MB/s)'; sleep"
                + " 3; echo 'Downloaded from central: https://repo.example/b.jar (600 kB at 1"
                + " MB/s)'; touch $JARS/spark-core_2.13-4.2.0.jar")
        .jars("4.2.0");
    assertThat(said).contains("  2 files, 2 MB");
  }

  @Test
  void whatAFailedFetchLeavesIsNotTakenForASpark() {
    SparkFetch fetch =
        fetch("touch $JARS/half; echo '[ERROR] no route'; echo '[ERROR] more'; exit 1");
    assertThatThrownBy(() -> fetch.jars("4.2.0"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Spark 4.2.0 could not be fetched: no route (all of it is in "
                + folder.resolve("cache/spark-4.2.0-fetch.log")
                + ")");
    assertThat(folder.resolve("cache")).isDirectoryNotContaining(Files::isDirectory);
    assertThat(folder.resolve("cache/spark-4.2.0-fetch.log")).content().contains("more");
  }

  @Test
  void withoutMavenItIsSaidWhatToDo() {
    SparkFetch fetch =
        new SparkFetch(
            "/no/such/mvn", folder.resolve("pom.xml"), folder.resolve("cache"), said::add);
    assertThatThrownBy(() -> fetch.jars("4.2.0"))
        .isInstanceOf(IOException.class)
        .hasMessage("Maven is needed to fetch Spark: put mvn on the PATH, or use --spark-home");
  }

  private SparkFetch fetch(String script) {
    Path maven = folder.resolve("mvn");
    String find = "for a in \"$@\"; do case $a in -Dspark.jars=*) JARS=${a#*=};; esac; done\n";
    try {
      Files.writeString(maven, "#!/bin/sh\n" + find + script + "\n");
      Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return new SparkFetch(
        maven.toString(), folder.resolve("pom.xml"), folder.resolve("cache"), said::add);
  }
}
