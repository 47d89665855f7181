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
  void the_cause_at_the_end_of_a_stack_trace_is_the_reason_and_not_what_comes_after_it()
      throws IOException {
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
  void without_trouble_the_last_line_is_the_reason_also_without_its_end() throws IOException {
    assertThat(reason("one\ntwo\n\nthree")).isEqualTo("three");
  }

  @Test
  void a_reason_has_no_control_characters_and_the_length_of_a_sentence() throws IOException {
    assertThat(reason("\u001b[31mERROR\u0007 " + "x".repeat(5000) + "\n"))
        .startsWith("[31mERROR  xxx")
        .hasSize(301);
  }

  @Test
  void an_empty_log_has_no_reason() throws IOException {
    assertThat(reason("")).isEmpty();
  }

  @Test
  void the_wanted_line_is_found_across_parts_and_once() throws IOException {
    ServerLog log = log(1 << 20);
    for (byte b : "x port 17\nx port 18\n".getBytes(UTF_8)) {
      log.append(new byte[] {b}, 1);
    }
    assertThat(log.firstMatch()).isEqualTo("17");
    log.close();
  }

  @Test
  void the_files_never_grow_beyond_the_limit_and_hold_the_end() throws IOException {
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
  void a_log_begins_anew() throws IOException {
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
