package io.sparkhistory.historyserver.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.historyserver.StartFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteStartFilesTest {
  @TempDir Path folder;

  @Test
  void theyHaveTheClassesOfTheApiOfAllJarsAndNothingElse() throws IOException {
    Path core = jar("spark core.jar", "org/apache/spark/status/api/v1/Jobs.class", "other/A.class");
    Path sql = jar("sql.jar", "org/apache/spark/status/api/v1/sql/Sql.class", "other/B.class");
    Path other = jar("other.jar", "other/C.class");
    Path options =
        Files.writeString(
            folder.resolve("options"), "-cp\n\"" + core + ":" + sql + ":" + other + "\"\n");

    WriteStartFiles.write(options, folder.resolve("start"));

    List<String> names = new ArrayList<>();
    try (JarFile api = new JarFile(folder.resolve("start/api.jar").toFile())) {
      api.stream().forEach(entry -> names.add(entry.getName()));
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "org/apache/spark/status/api/v1/Jobs.class",
            "org/apache/spark/status/api/v1/sql/Sql.class");
    assertThat(folder.resolve("start/sources"))
        .hasContent(StartFiles.source(core) + "\n" + StartFiles.source(sql));
  }

  @ParameterizedTest
  @ValueSource(strings = {"core-default.xml", "yarn-default.xml"})
  void briefDefaultsSayWhatHadoopsOwnSay(String name) throws IOException {
    String brief;
    try (InputStream in = resource(name)) {
      brief = BriefDefaults.of(in);
    }

    Map<String, String> own;
    try (InputStream in = resource(name)) {
      own = values(in);
    }
    assertThat(values(new ByteArrayInputStream(brief.getBytes(UTF_8))))
        .hasSizeGreaterThan(100)
        .isEqualTo(own);
    try (InputStream in = resource(name)) {
      assertThat(brief.length()).isLessThan(in.readAllBytes().length / 2);
    }
  }

  @Test
  void finalSettingsStayFinalAndMarkupStaysText() throws IOException {
    String xml =
        "<?xml version=\"1.0\"?><!-- c --><configuration>\n <property>\n <name>a</name>"
            + "<value>&lt;b&gt; &amp;\n c</value><final>true</final><description>d</description>"
            + "</property><property><name>e</name><value></value></property></configuration>";

    assertThat(BriefDefaults.of(new ByteArrayInputStream(xml.getBytes(UTF_8))))
        .isEqualTo(
            "<configuration><property><name>a</name><value>&lt;b&gt; &amp;\n c</value>"
                + "<final>true</final></property><property><name>e</name><value></value>"
                + "</property></configuration>\n");
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(Configuration.class.getClassLoader().getResourceAsStream(name));
  }

  private static Map<String, String> values(InputStream xml) {
    Configuration configuration = new Configuration(false);
    configuration.addResource(xml);
    Map<String, String> values = new TreeMap<>();
    configuration.forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return values;
  }

  private Path jar(String name, String... entries) throws IOException {
    Path file = folder.resolve(name);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (String entry : entries) {
        jar.putNextEntry(new JarEntry(entry));
        jar.write(entry.getBytes(UTF_8));
      }
    }
    return file;
  }
}
