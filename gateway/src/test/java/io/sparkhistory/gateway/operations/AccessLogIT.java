package io.sparkhistory.gateway.operations;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A log that is read by somebody who stops, or goes away in the middle of a line: a pipe. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class AccessLogIT {
  private static final int LINES = 10_000;

  @TempDir Path folder;

  @Test
  void whileNobodyReadsLinesAreLeftOutAndCountedAndNobodyWaits() throws Exception {
    Path pipe = pipe();
    try (RandomAccessFile reader = reader(pipe);
        AccessLog log = AccessLog.open(pipe.toString(), Clock.systemUTC())) {
      Finished finished = Finished.get("/x");
      for (int i = 0; i < LINES; i++) {
        log.write(finished);
      }
      long dropped = log.dropped();
      assertThat(dropped).isBetween(1L, LINES - 1L);

      for (long left = LINES - dropped; left > 0; left--) {
        assertThat(reader.readLine()).startsWith("{\"time\"").endsWith("}");
      }
      assertThat(log.dropped()).isEqualTo(dropped);
    }
  }

  @Test
  void afterHalfALineTheNextOneBeginsAnew() throws Exception {
    Path pipe = pipe();
    RandomAccessFile first = reader(pipe);
    try (LogFile log = LogFile.append(pipe)) {
      FutureTask<Boolean> writing = write(log, "a".repeat(200_000) + "\n");
      assertThat(first.read()).isEqualTo('a');
      first.close();
      assertThatThrownBy(() -> writing.get(180, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(IOException.class);

      try (RandomAccessFile second = reader(pipe)) {
        FutureTask<Boolean> next = write(log, "next\n");
        assertThat(second.readLine()).matches("a+");
        assertThat(second.readLine()).isEqualTo("next");
        assertThat(next.get(180, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private static FutureTask<Boolean> write(LogFile log, String text) {
    FutureTask<Boolean> task =
        new FutureTask<>(
            () -> {
              log.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
              return true;
            });
    new Thread(task, "writer").start();
    return task;
  }

  /** Open for both, so that it waits for no writer. */
  private static RandomAccessFile reader(Path pipe) throws IOException {
    return new RandomAccessFile(pipe.toFile(), "rw");
  }

  private Path pipe() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }
}
