package io.sparkhistory.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.local.HistoryServerCommand;
import io.sparkhistory.gateway.local.LocalBackends;
import io.sparkhistory.gateway.local.LocalSettings;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first server's end lets a class-data archive be made, which the next server uses. */
@Tag("slow")
class FasterStartIT {
  /** The archive is made by a process that gives way to all others (nice 19). */
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final Tenant TENANT = new Tenant("recommendations");

  @TempDir Path folder;

  @Test
  void theSecondServerUsesAnArchiveThatWasMadeAfterTheFirst() throws IOException {
    Path examples = Path.of(System.getProperty("examples"));
    Path jars = Path.of(System.getProperty("spark.current"));
    LocalSettings settings =
        new LocalSettings(
            examples,
            folder.resolve("work"),
            "/sparkhistory",
            HistoryServerCommand.ofSpark(jars, "512m"),
            LocalSettings.Limits.of(4, Duration.ofSeconds(1)),
            examples);
    try (LocalBackends local = new LocalBackends(settings, Clock.systemUTC())) {
      until(local, Backend.Ready.class);
      assertThat(archives()).isEmpty();
      Eventually.holds(PATIENCE, () -> local.find(TENANT) instanceof Backend.Asleep);

      Eventually.holds(PATIENCE, () -> !archives().isEmpty());

      local.wake(TENANT);
      Eventually.holds(PATIENCE, () -> ProcessHandle.current().descendants().anyMatch(this::maps));
      until(local, Backend.Ready.class);
    }
  }

  private static void until(LocalBackends local, Class<? extends Backend> state) {
    local.wake(TENANT);
    Eventually.holds(PATIENCE, () -> state.isInstance(local.find(TENANT)));
  }

  /** Whether a process has the archive in its memory, which Java does not tell otherwise. */
  private boolean maps(ProcessHandle process) {
    try {
      String maps = Files.readString(Path.of("/proc/" + process.pid() + "/maps"));
      return archives().stream().anyMatch(archive -> maps.contains(archive.toString()));
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private List<Path> archives() throws IOException {
    Path archives = folder.resolve("work/archives");
    if (!Files.isDirectory(archives)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(archives)) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }
}
