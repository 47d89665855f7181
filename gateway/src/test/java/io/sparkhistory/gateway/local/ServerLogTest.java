package io.sparkhistory.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  @TempDir Path folder;

  @Test
  void theCauseAtTheEndOfAStackTraceIsTheReasonAndNotWhatComesAfterIt() throws IOException {
    assertThat(
            reason(
                """
                INFO starting
                Exception in thread "main" java.lang.Error: x
                \tat a.B.c(D:1)
                Caused by: java.io.FileNotFoundException: no such folder
                \t... 7 more
                INFO ShutdownHookManager: Shutdown hook called
                """))
        .isEqualTo("java.io.FileNotFoundException: no such folder");
  }

  @Test
  void withoutTroubleTheLastLineIsTheReasonAlsoWithoutItsEnd() throws IOException {
    assertThat(reason("one\ntwo\n\nthree")).isEqualTo("three");
  }

  @Test
  void aReasonHasNoControlCharactersAndTheLengthOfASentence() throws IOException {
    assertThat(reason("\u001b[31mERROR\u0007 " + "x".repeat(5000) + "\n"))
        .startsWith("[31mERROR  xxx")
        .hasSize(301);
  }

  @Test
  void anEmptyLogHasNoReason() throws IOException {
    assertThat(reason("")).isEmpty();
  }

  @Test
  void theWantedLineIsFoundAcrossPartsAndOnce() throws IOException {
    ServerLog log = log(1 << 20);
    for (byte b : "x port 17\nx port 18\n".getBytes(UTF_8)) {
      log.append(new byte[] {b}, 1);
    }
    assertThat(log.firstMatch()).isEqualTo("17");
    log.close();
  }

  @Test
  void theFilesNeverGrowBeyondTheLimitAndHoldTheEnd() throws IOException {
    ServerLog log = log(10_000);
    byte[] line = ("x".repeat(99) + "\n").getBytes(UTF_8);
    for (int i = 0; i < 1000; i++) {
      log.append(line, line.length);
    }
    byte[] end = "the end\n".getBytes(UTF_8);
    log.append(end, end.length);
    log.close();
    assertThat(Files.size(file()) + Files.size(folder.resolve("ns-a.log.1")))
        .isBetween(5000L, 10_000L);
    assertThat(file()).content().endsWith("the end\n");
  }

  @Test
  void aLogBeginsAnew() throws IOException {
    Files.writeString(file(), "old");
    Files.writeString(folder.resolve("ns-a.log.1"), "older");
    log(10_000).close();
    assertThat(file()).isEmptyFile();
    assertThat(folder.resolve("ns-a.log.1")).doesNotExist();
  }

  private String reason(String text) throws IOException {
    ServerLog log = log(1 << 20);
    byte[] bytes = text.getBytes(UTF_8);
    log.append(bytes, bytes.length);
    log.close();
    return log.reason();
  }

  private ServerLog log(long limit) throws IOException {
    return new ServerLog(file(), limit, Pattern.compile("port ([0-9]+)"));
  }

  private Path file() {
    return folder.resolve("ns-a.log");
  }
}
