package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.LogReads;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Folders with logs, and a local mode that serves them with {@link FakeHistoryServer}. */
final class LocalFixture implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  final Path logs;
  final Path work;
  final ShiftedClock clock = new ShiftedClock();
  private final LocalBackends backends;

  private LocalFixture(Path folder, LocalSettings.Limits limits) throws IOException {
    logs = folder.resolve("logs");
    work = folder.resolve("work");
    backends =
        new LocalBackends(new LocalSettings(logs, work, "/sparkhistory", fake(), limits), clock);
  }

  /** Starts local mode on the folders that {@link #log} has made. */
  static LocalFixture start(Path folder, int running, Duration idle) throws IOException {
    return new LocalFixture(
        folder,
        new LocalSettings.Limits(
            running,
            idle,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            1 << 20));
  }

  static LocalFixture start(Path folder) throws IOException {
    return start(folder, 4, Duration.ofMinutes(30));
  }

  static HistoryServerCommand fake() {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Path classes;
    try {
      classes =
          Path.of(
              FakeHistoryServer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    return new HistoryServerCommand(
        java, List.of(classes), "32m", FakeHistoryServer.class.getName());
  }

  /** Puts a file with this name into the tenant's log folder. */
  static void log(Path folder, String namespace, String name) throws IOException {
    log(folder, namespace, name, 0);
  }

  /** The same with so many bytes in it. */
  static void log(Path folder, String namespace, String name, int size) throws IOException {
    Path history =
        Files.createDirectories(folder.resolve("logs").resolve(namespace).resolve("history"));
    Files.write(history.resolve(name), new byte[size]);
  }

  LogReads reads(String namespace) {
    return backends.logReads(new Tenant(namespace));
  }

  LocalBackends backends() {
    return backends;
  }

  Backend find(String namespace) {
    return backends.find(new Tenant(namespace));
  }

  void wake(String namespace) {
    backends.wake(new Tenant(namespace));
  }

  <T extends Backend> T until(String namespace, Class<T> state) {
    Eventually.holds(PATIENCE, () -> state.isInstance(find(namespace)));
    return state.cast(find(namespace));
  }

  Backend.Ready ready(String namespace) {
    wake(namespace);
    return until(namespace, Backend.Ready.class);
  }

  /** Step of a starting server; that of one in the queue when it does not start. */
  Step step(String namespace) {
    return find(namespace) instanceof Backend.Starting starting ? starting.step() : Step.QUEUED;
  }

  /** Children of this process, which are history servers. */
  static Stream<ProcessHandle> children() {
    return ProcessHandle.current().children();
  }

  static ProcessHandle onlyChild() {
    List<ProcessHandle> children = children().toList();
    assertThat(children).hasSize(1);
    return children.get(0);
  }

  @Override
  public void close() {
    backends.close();
  }
}
