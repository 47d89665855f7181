package io.sparkhistory.historyserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkSettingsTest {
  @TempDir Path folder;

  @Test
  void systemPropertiesWinOverTheFile() throws IOException {
    SparkSettings settings =
        read(
            "spark.history.fs.logDirectory=file:/of-the-file\nspark.history.fs.cleaner.enabled=true",
            Map.of("spark.history.fs.logDirectory", "file:/of-the-command-line"));

    assertThat(settings.logDirectories()).containsExactly("file:/of-the-command-line");
    assertThat(settings.cleans()).isTrue();
  }

  @Test
  void aListHasSeveralFolders() throws IOException {
    SparkSettings settings =
        read("spark.history.fs.logDirectory=s3a://a/x , file:/y,file:/z", Map.of());

    assertThat(settings.logDirectories()).containsExactly("s3a://a/x", "file:/y", "file:/z");
  }

  @Test
  void settingsOfHadoopHaveHadoopsNames() throws IOException {
    SparkSettings settings =
        read("spark.hadoop.fs.s3a.endpoint = http://minio:9000 \nother=1", Map.of());

    assertThat(settings.hadoop())
        .containsExactly(Map.entry("fs.s3a.endpoint", "http://minio:9000"));
  }

  @Test
  void withoutAFileSparksDefaultsHold() throws IOException {
    SparkSettings settings = SparkSettings.of(List.of(), new Properties());

    assertThat(settings.logDirectories()).containsExactly("file:/tmp/spark-events");
    assertThat(settings.cleans()).isFalse();
  }

  private SparkSettings read(String text, Map<String, String> system) throws IOException {
    Path file = Files.writeString(folder.resolve("spark.properties"), text);
    Properties properties = new Properties();
    properties.putAll(system);
    return SparkSettings.of(List.of("--properties-file", file.toString()), properties);
  }
}
