package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** History servers as child processes that die, do not start, or do not answer. */
class FailedServersIT {
  @TempDir Path folder;

  @Test
  void aServerThatDiesIsStartedAgainAndAfterThreeTimesItsTenantIsTold() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-1");
    try (LocalFixture local = LocalFixture.start(folder)) {
      Backend.Ready first = local.ready("ns-a");
      LocalFixture.onlyChild().destroyForcibly();
      Eventually.holds(LocalFixture.PATIENCE, () -> !local.find("ns-a").equals(first));
      Backend.Ready second = local.until("ns-a", Backend.Ready.class);
      LocalFixture.onlyChild().destroyForcibly();
      Eventually.holds(LocalFixture.PATIENCE, () -> !local.find("ns-a").equals(second));
      local.until("ns-a", Backend.Ready.class);
      LocalFixture.onlyChild().destroyForcibly();

      Backend.Failed failed = local.until("ns-a", Backend.Failed.class);
      assertThat(failed.reason()).contains("again and again (killed by signal 9)");
    }
  }

  @Test
  void aServerThatDoesNotStartSaysWhyAndWhereItsLogIs() throws IOException {
    LocalFixture.log(folder, "ns-a", "crash");
    try (LocalFixture local = LocalFixture.start(folder)) {
      local.wake("ns-a");
      Backend.Failed failed = local.until("ns-a", Backend.Failed.class);
      assertThat(failed.reason())
          .isEqualTo(
              "The history server ended while it started (exit code 1):"
                  + " java.lang.IllegalStateException: Log directory is a lie");
      Path log = folder.resolve("work/logs/ns-a.log");
      assertThat(failed.nextStep()).contains(log.toString());
      assertThat(log).content().contains("Cannot start");
    }
  }

  @Test
  void aFailedServerThatIsWokenIsTriedAgainAfterAPause() throws IOException {
    LocalFixture.log(folder, "ns-a", "crash");
    try (LocalFixture local = LocalFixture.start(folder)) {
      local.wake("ns-a");
      local.until("ns-a", Backend.Failed.class);
      Files.delete(folder.resolve("logs/ns-a/history/crash"));
      local.wake("ns-a");
      local.until("ns-a", Backend.Starting.class);
      local.clock.forward(Duration.ofSeconds(10));
      // nobody has to ask a second time
      assertThat(local.until("ns-a", Backend.Ready.class).endpoint().host()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void aServerThatDoesNotAnswerInTimeHasFailed() throws IOException {
    LocalFixture.log(folder, "ns-a", "hang");
    try (LocalFixture local = LocalFixture.start(folder)) {
      local.wake("ns-a");
      Eventually.holds(LocalFixture.PATIENCE, () -> local.step("ns-a") == Step.STARTING_SPARK);
      local.clock.forward(Duration.ofSeconds(60));
      assertThat(local.until("ns-a", Backend.Failed.class).reason())
          .isEqualTo("The history server did not answer within 60 s");
      Eventually.holds(LocalFixture.PATIENCE, () -> LocalFixture.children().findAny().isEmpty());
    }
  }
}
