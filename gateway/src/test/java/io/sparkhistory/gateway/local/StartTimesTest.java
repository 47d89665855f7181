package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class StartTimesTest {
  private static final StartTimes.Start PLAIN = new StartTimes.Start("a", false, false);

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} then {1}")
  @CsvFileSource(resources = "start-times.csv", delimiter = '|', emptyValue = "")
  void theNextStartIsForetoldByThoseLikeIt(String starts, String next, String usual) {
    StartTimes times = times("one");

    for (String each : starts == null ? new String[0] : starts.split(" ")) {
      String[] parts = each.split("=");
      times.add(start(parts[0]), seconds(parts[1]));
    }

    assertThat(times.usual(start(next)))
        .isEqualTo(usual.equals("-") ? Duration.ZERO : seconds(usual));
  }

  @Test
  void theyAreKeptForTheNextRun() {
    times("one").add(PLAIN, Duration.ofMillis(5100));

    assertThat(times("one").usual(PLAIN)).isEqualTo(Duration.ofMillis(5100));
  }

  @Test
  void thoseOfAnotherSparkOrJavaOrPlaceOfLogsAreForgotten() {
    times("one").add(PLAIN, Duration.ofSeconds(5));

    assertThat(times("other").usual(PLAIN)).isZero();
  }

  @Test
  void aSpoiltFileIsAsGoodAsNone() throws IOException {
    times("one").add(PLAIN, Duration.ofSeconds(5));
    Path file = folder.resolve("starts");
    Files.writeString(file, Files.readString(file) + "a plain\nb new new 12\nc archive kept x\n");

    assertThat(times("one").usual(PLAIN)).isZero();
    times("one").add(PLAIN, Duration.ofSeconds(7));
    assertThat(times("one").usual(PLAIN)).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void onlySoManyAreKept() throws IOException {
    StartTimes times = times("one");
    for (int i = 0; i < 2 * StartTimes.KEPT; i++) {
      times.add(new StartTimes.Start("ns-" + i, false, false), Duration.ofSeconds(i));
    }

    assertThat(Files.readAllLines(folder.resolve("starts"))).hasSize(StartTimes.KEPT + 1);
  }

  @Test
  void aFileThatCannotBeWrittenIsNoTrouble() {
    StartTimes times = StartTimes.kept(folder.resolve("no/such/folder/starts"), "one");
    times.add(PLAIN, Duration.ofSeconds(5));

    assertThat(times.usual(PLAIN)).isEqualTo(Duration.ofSeconds(5));
  }

  private StartTimes times(String conditions) {
    return StartTimes.kept(folder.resolve("starts"), conditions);
  }

  private static StartTimes.Start start(String text) {
    String[] parts = text.split("/");
    return new StartTimes.Start(parts[0], parts[1].equals("archive"), parts[2].equals("kept"));
  }

  private static Duration seconds(String text) {
    return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
  }
}
