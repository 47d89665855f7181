package io.sparkhistory.gateway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sparkhistory.gateway.http.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Looks with Jazzer for inputs for which a property does not hold. Not run by a normal build;
 * {@code mvn -Pfuzz} does, for {@code fuzz.seconds} each, all targets or the one that {@code
 * fuzz.target} names. What was learnt stays in {@code target/fuzz} for the next run. Each target
 * has a process of its own, because Jazzer's driver ends the one that it is in.
 */
class JazzerRun {
  private static final Path HOME = Path.of("target", "fuzz");
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");
  private static final Pattern FOUND = Pattern.compile("Test unit written to (\\S*)");
  private static final long STARTING_SECONDS = 120;

  @ParameterizedTest
  @EnumSource
  void nothingIsFound(Target target) throws IOException, InterruptedException {
    String only = System.getProperty("fuzz.target", "");
    assumeTrue(only.isEmpty() || only.equals(target.name()));
    long seconds = Long.parseLong(System.getProperty("fuzz.seconds", "60"));
    Path home = HOME.resolve(target.name());
    Path seeds = Files.createDirectories(home.resolve("seeds"));
    Path corpus = Files.createDirectories(home.resolve("corpus"));
    int number = 0;
    for (byte[] seed : target.seeds()) {
      Files.write(seeds.resolve("seed-" + number++), seed);
    }
    Path log = home.resolve("log.txt");
    Process jazzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.className,
                "--instrumentation_includes=io.sparkhistory.gateway.**",
                // it fails on the queues in Netty's allocator
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.UnsafeSanitizer",
                "--reproducer_path=" + home,
                "-artifact_prefix=" + home + "/",
                "-max_total_time=" + seconds,
                corpus.toString(),
                seeds.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = jazzer.waitFor(seconds + STARTING_SECONDS, TimeUnit.SECONDS);
    jazzer.destroyForcibly();

    String said = Files.readString(log, UTF_8);
    assertThat(ended).as("%s: ended in time: %s", target, log).isTrue();
    assertThat(jazzer.exitValue()).as("%s: %s%n%s", target, found(said), said).isZero();
    Matcher done = DONE.matcher(said);
    assertThat(done.find()).as("%s: says what it did: %s", target, log).isTrue();
    Files.write(
        HOME.resolve("summary.txt"),
        List.of(target + ": " + done.group(1) + " inputs in " + done.group(2) + " s, none fails"),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** The inputs that were found, ready to become lines of the target's file of seeds. */
  private static String found(String said) throws IOException {
    StringBuilder found = new StringBuilder();
    for (String file : FOUND.matcher(said).results().map(m -> m.group(1)).toList()) {
      found.append("\nfound: ").append(Wire.shown(Files.readAllBytes(Path.of(file))));
    }
    return found.toString();
  }
}
