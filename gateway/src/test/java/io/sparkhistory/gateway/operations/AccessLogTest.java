package io.sparkhistory.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparkhistory.fixture.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  @TempDir Path folder;

  @Test
  void everyLineOfEveryThreadIsThereAfterTheEnd() throws Exception {
    Path file = folder.resolve("access.log");
    AccessLog log = AccessLog.open(file.toString(), Clock.systemUTC());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String target = "/thread-" + i;
      threads.add(new Thread(() -> write(log, target, 500)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    log.close();

    List<String> lines = Files.readAllLines(file);
    assertThat(log.dropped()).isZero();
    assertThat(lines).hasSize(2000).allMatch(l -> l.startsWith("{\"time\"") && l.endsWith("}"));
    for (int i = 0; i < 4; i++) {
      String path = "\"path\":\"/thread-" + i + "\"";
      assertThat(lines.stream().filter(l -> l.contains(path))).hasSize(500);
    }
  }

  @Test
  void linesAreWrittenWithoutWaitingForTheEnd() throws Exception {
    Path file = folder.resolve("access.log");
    try (AccessLog log = AccessLog.open(file.toString(), Clock.systemUTC())) {
      write(log, "/now", 1);
      Eventually.holds(() -> size(file) > 0);
    }
  }

  @Test
  void aFileThatWasRotatedAwayIsOpenedAnew() throws Exception {
    Path file = folder.resolve("access.log");
    Path old = folder.resolve("access.log.1");
    try (AccessLog log = AccessLog.open(file.toString(), Clock.systemUTC())) {
      write(log, "/before", 1);
      Eventually.holds(() -> size(file) > 0);
      Files.move(file, old);
      Eventually.holds(() -> Files.exists(file));
      write(log, "/after", 1);
      Eventually.holds(() -> size(file) > 0);
    }

    assertThat(Files.readString(old)).contains("/before").doesNotContain("/after");
    assertThat(Files.readString(file)).contains("/after");
  }

  @Test
  void aFileThatWasExchangedForAnotherIsWrittenToNoMore() throws Exception {
    Path file = folder.resolve("access.log");
    Path old = folder.resolve("access.log.1");
    try (AccessLog log = AccessLog.open(file.toString(), Clock.systemUTC())) {
      write(log, "/before", 1);
      Eventually.holds(() -> size(file) > 0);
      Files.move(file, old);
      Files.createFile(file);
      Eventually.holds(
          () -> {
            write(log, "/after", 1);
            return size(file) > 0;
          });
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsCountedAndSurvived() throws Exception {
    AccessLog log = AccessLog.open("/dev/full", Clock.systemUTC());
    write(log, "/a", 3);
    Eventually.holds(() -> log.dropped() == 3);
    write(log, "/b", 2);
    log.close();

    assertThat(log.dropped()).isEqualTo(5);
  }

  @Test
  void whatTheWriterCannotFollowIsCounted() {
    LogLane lane = new LogLane();
    byte[] line = new byte[LogLane.CAPACITY / 4];

    assertThat(lane.offer(line, line.length)).isEqualTo(LogLane.Offer.ADDED);
    assertThat(lane.offer(line, line.length)).isEqualTo(LogLane.Offer.HALF_FULL);
    assertThat(lane.offer(line, line.length)).isEqualTo(LogLane.Offer.ADDED);
    assertThat(lane.offer(line, line.length)).isEqualTo(LogLane.Offer.ADDED);
    assertThat(lane.offer(line, 1)).isEqualTo(LogLane.Offer.REFUSED);
  }

  @Test
  void afterTheEndLinesAreCountedAsLost() throws Exception {
    AccessLog log = AccessLog.open(folder.resolve("a").toString(), Clock.systemUTC());
    log.close();

    write(log, "/late", 1);

    assertThat(log.dropped()).isOne();
  }

  @Test
  void offWritesNothingAndLosesNothing() throws Exception {
    try (AccessLog log = AccessLog.open("off", Clock.systemUTC())) {
      write(log, "/a", 10);
      assertThat(log.dropped()).isZero();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsMissingIsToldAtTheStart() {
    String file = folder.resolve("missing/access.log").toString();

    assertThatThrownBy(() -> AccessLog.open(file, Clock.systemUTC()))
        .isInstanceOf(NoSuchFileException.class);
  }

  private static void write(AccessLog log, String target, int times) {
    Finished finished = Finished.get(target);
    for (int i = 0; i < times; i++) {
      log.write(finished);
    }
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
