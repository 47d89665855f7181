package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No history server outlives a gateway that had no time to say goodbye. */
class OrphanIT {
  @TempDir Path folder;

  /** A process that runs local mode, wakes both of its tenants, says so and waits. */
  static final class Gateway {
    private Gateway() {}

    public static void main(String[] arguments) throws IOException {
      LocalFixture local = LocalFixture.start(Path.of(arguments[0]));
      local.ready("ns-a");
      local.wake("ns-b");
      local.until("ns-b", Backend.Starting.class);
      Eventually.holds(
          LocalFixture.PATIENCE, () -> ProcessHandle.current().children().count() == 2);
      System.out.println("ready");
      System.out.println(
          ProcessHandle.current()
              .children()
              .map(child -> Long.toString(child.pid()))
              .collect(Collectors.joining(" ")));
      Object[] all = {};
      while (arguments.length > 1) {
        all = new Object[] {all, new byte[16 << 10]};
      }
      while (true) {
        LockSupport.park();
      }
    }
  }

  @Test
  void kill9OfTheGatewayEndsServersThatRunAndServersThatStart() throws IOException {
    Process gateway = start();
    List<ProcessHandle> children = List.of();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(gateway.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("ready");
      children = gateway.toHandle().children().toList();
      assertThat(children).hasSize(2).allMatch(ProcessHandle::isAlive);
      gateway.destroyForcibly();
      List<ProcessHandle> orphans = children;
      Eventually.holds(
          LocalFixture.PATIENCE, () -> orphans.stream().noneMatch(ProcessHandle::isAlive));
    } finally {
      children.forEach(ProcessHandle::destroyForcibly);
      gateway.destroyForcibly();
    }
  }

  @Test
  void aGatewayThatIsOutOfMemoryEndsAtOnceAndItsServersEndWithIt() throws Exception {
    Process gateway = start("takes all memory");
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(gateway.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(said.readLine()).isEqualTo("ready");
      List<Long> children = Stream.of(said.readLine().split(" ", -1)).map(Long::valueOf).toList();
      assertThat(children).hasSize(2);
      assertThat(gateway.waitFor(LocalFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(gateway.exitValue()).isEqualTo(3);
      Eventually.holds(
          LocalFixture.PATIENCE,
          () -> children.stream().allMatch(pid -> ProcessHandle.of(pid).isEmpty()));
    } finally {
      gateway.destroyForcibly();
    }
  }

  private Process start(String... more) throws IOException {
    LocalFixture.log(folder, "ns-a", "ignores-term");
    LocalFixture.log(folder, "ns-b", "hang");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Gateway.class.getName(), folder.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
