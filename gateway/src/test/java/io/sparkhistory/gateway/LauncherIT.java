package io.sparkhistory.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher in a project of its own, with a java and a mvn that only say how they were called.
 */
class LauncherIT {
  private static final String MAVEN =
      """
      project=$(dirname "$5")
      mkdir -p "$project/gateway/target"
      echo built >> "$project/builds"
      touch "$project/gateway/target/gateway.jar"
      """;

  @TempDir Path folder;
  private Path project;
  private Path java;

  private record Result(int exitCode, String out, String err) {}

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectories(folder.resolve("my project"));
    Files.copy(Path.of("../sparkhistory"), project.resolve("sparkhistory"));
    for (String module : modules()) {
      Files.createDirectories(project.resolve(module + "/src/main"));
      Files.createFile(project.resolve(module + "/pom.xml"));
    }
    Files.createFile(project.resolve("pom.xml"));
    java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    script(java, "[ \"$1\" = -version ] && echo 'openjdk version \"17.0.1\"' >&2 || echo \"$@\"");
    script(folder.resolve("jdk/bin/mvn"), MAVEN);
  }

  /** The gateway, and the modules whose sources the script looks at beside it. */
  private List<String> modules() throws IOException {
    Matcher found =
        Pattern.compile("\"\\$home/([a-z-]+)/pom.xml\"")
            .matcher(Files.readString(project.resolve("sparkhistory")));
    return Stream.concat(Stream.of("gateway"), found.results().map(module -> module.group(1)))
        .toList();
  }

  @Test
  void itBuildsOnFirstUseAndSaysSo() throws Exception {
    Result result = run("gateway", "--listen", "a b");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).startsWith("Building the gateway").contains("Built in ");
    assertThat(result.out())
        .endsWith(" -jar " + project + "/gateway/target/gateway.jar gateway --listen a b\n");
  }

  @Test
  void itBuildsAgainOnlyWhenASourceIsNewer() throws Exception {
    run("--version");
    assertThat(run("--version").err()).isEmpty();
    assertThat(builds()).isOne();

    Path source = Files.createFile(project.resolve("gateway/src/main/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    run("--version");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aBuildThatFailedIsShownAndTriedAgain() throws Exception {
    script(folder.resolve("jdk/bin/mvn"), MAVEN + "\necho 'no such artifact'\nexit 1");

    Result result = run("--version");

    assertThat(result.exitCode()).isOne();
    assertThat(result.err()).contains("no such artifact\n").contains("The build failed");
    assertThat(result.out()).isEmpty();
    run("--version");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aJavaThatIsTooOldIsOneSentence() throws Exception {
    script(java, "echo 'java version \"1.8.0_292\"' >&2");

    assertThat(run("--version"))
        .isEqualTo(
            new Result(
                1, "", "sparkhistory: Java 17 or newer is needed, and " + java + " is Java 8.\n"));
  }

  @Test
  void aJavaThatIsMissingIsOneSentence() throws Exception {
    Files.delete(java);

    Result result = run("--version");

    assertThat(result.exitCode()).isOne();
    assertThat(result.err()).contains("there is no bin/java in it").hasLineCount(1);
  }

  @Test
  void optionsForTheJvmWinOverTheDefaults() throws Exception {
    ProcessBuilder builder = builder("--version");
    builder.environment().put("JAVA_OPTS", "-Xmx64m -Da=b");

    assertThat(finish(builder).out()).containsSubsequence("-Xmx256m", " -Xmx64m -Da=b ", "-jar ");
  }

  @Test
  void aJvmWithoutMemoryEndsInsteadOfGoingOnHalf() throws Exception {
    assertThat(run("--version").out()).contains(" -XX:+ExitOnOutOfMemoryError ");

    List<String> images =
        Files.readAllLines(Path.of("../Dockerfile")).stream()
            .filter(line -> line.contains("-XX:MaxRAMPercentage="))
            .toList();
    assertThat(images)
        .hasSize(2)
        .allMatch(line -> line.contains("\"-XX:+ExitOnOutOfMemoryError\""));
  }

  @Test
  void itCanBeCalledThroughASymbolicLink() throws Exception {
    Path link =
        Files.createSymbolicLink(folder.resolve("link"), Path.of("my project/sparkhistory"));
    ProcessBuilder builder = builder("--version");
    builder.command(link.toString(), "--version");

    assertThat(finish(builder).out()).contains("-jar " + project + "/gateway/target/gateway.jar");
  }

  private long builds() throws IOException {
    return Files.readAllLines(project.resolve("builds")).size();
  }

  private Result run(String... arguments) throws Exception {
    return finish(builder(arguments));
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(List.of(project.resolve("sparkhistory").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().merge("PATH", "", (path, none) -> folder.resolve("jdk/bin") + ":" + path);
    builder.environment().remove("JAVA_OPTS");
    return builder;
  }

  private Result finish(ProcessBuilder builder) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    return new Result(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
