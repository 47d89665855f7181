package io.sparkhistory.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of history servers as real child processes; only Spark is not in them. */
class LocalBackendsIT {
  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aNewFolderBecomesATenantAndARemovedOneCeasesToBe() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-1");
    try (LocalFixture local = LocalFixture.start(folder)) {
      LocalFixture.log(folder, "ns-b", "app-1");
      local.clock.forward(LocalBackends.SCAN);
      assertThat(local.until("ns-b", Backend.Asleep.class).usual()).isZero();

      local.ready("ns-a");
      ProcessHandle child = LocalFixture.onlyChild();
      Files.delete(folder.resolve("logs/ns-a/history/app-1"));
      Files.delete(folder.resolve("logs/ns-a/history"));
      local.clock.forward(LocalBackends.SCAN);
      local.until("ns-a", Backend.Absent.class);
      Eventually.holds(LocalFixture.PATIENCE, () -> !child.isAlive());
    }
  }

  @Test
  void aStartIsShownStepByStepAndItsTimeIsKept() throws IOException {
    LocalFixture.log(folder, "ns-a", "hang");
    try (LocalFixture local = LocalFixture.start(folder)) {
      Instant before = local.clock.instant();
      local.wake("ns-a");
      Backend.Starting starting = local.until("ns-a", Backend.Starting.class);
      assertThat(starting.since()).isBetween(before, local.clock.instant());
      Eventually.holds(LocalFixture.PATIENCE, () -> local.step("ns-a") == Step.STARTING_SPARK);
    }
    Files.delete(folder.resolve("logs/ns-a/history/hang"));
    try (LocalFixture local = LocalFixture.start(folder)) {
      local.ready("ns-a");
      local.clock.forward(Duration.ofMinutes(30));
      Backend.Asleep asleep = local.until("ns-a", Backend.Asleep.class);
      assertThat(asleep.usual()).isBetween(Duration.ofMillis(10), LocalFixture.PATIENCE);
    }
    LocalFixture.log(folder, "ns-b", "app-1");
    try (LocalFixture local = LocalFixture.start(folder)) {
      Backend.Asleep never = (Backend.Asleep) local.find("ns-b");
      assertThat(never.usual()).isBetween(Duration.ofMillis(10), LocalFixture.PATIENCE);
    }
  }

  @Test
  void anAnsweringServerIsNotReadyBeforeItsLogsAreListed() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-1");
    LocalFixture.log(folder, "ns-a", "app-2");
    LocalFixture.log(folder, "ns-a", "unreadable");
    try (LocalFixture local = LocalFixture.start(folder)) {
      local.wake("ns-a");
      Eventually.holds(LocalFixture.PATIENCE, () -> local.step("ns-a") == Step.READING_LOGS);
      assertThat(((Backend.Starting) local.find("ns-a")).detail()).isEqualTo("0 of 3");
      Files.delete(folder.resolve("logs/ns-a/history/unreadable"));
      local.clock.forward(Readiness.SETTLED);
      local.until("ns-a", Backend.Ready.class);
    }
  }

  @Test
  void whatAServerListsIsKeptWhileItSleepsAndForTheNextRun() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-1");
    try (LocalFixture local = LocalFixture.start(folder)) {
      local.ready("ns-a");
      Eventually.holds(LocalFixture.PATIENCE, () -> listed(local).equals(List.of("job of app-1")));
      LocalFixture.log(folder, "ns-a", "app-2");
      local.clock.forward(KeptList.EVERY);
      Eventually.holds(LocalFixture.PATIENCE, () -> listed(local).size() == 2);
    }
    try (LocalFixture local = LocalFixture.start(folder)) {
      assertThat(local.find("ns-a")).isInstanceOf(Backend.Asleep.class);
      assertThat(listed(local)).containsExactlyInAnyOrder("job of app-1", "job of app-2");
    }
  }

  @Test
  void aKeptListThatWasSpoiltIsNotBelieved() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-1");
    try (LocalFixture local = LocalFixture.start(folder)) {
      local.ready("ns-a");
      Eventually.holds(LocalFixture.PATIENCE, () -> !listed(local).isEmpty());
    }
    Path kept;
    try (Stream<Path> files = Files.walk(folder.resolve("work/applications"))) {
      kept = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    Files.writeString(kept, "[{\"id\": \"app-1\"");
    try (LocalFixture local = LocalFixture.start(folder)) {
      assertThat(listed(local)).isEmpty();
    }
  }

  private static List<String> listed(LocalFixture local) {
    return local.backends().all().iterator().next().listing().applications().stream()
        .map(Listing.Application::name)
        .toList();
  }

  @Test
  void anIdleServerStopsAndATouchKeepsIt() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-1");
    try (LocalFixture local = LocalFixture.start(folder)) {
      Backend.Ready ready = local.ready("ns-a");
      ProcessHandle child = LocalFixture.onlyChild();
      local.clock.forward(Duration.ofMinutes(29));
      local.backends().touch(new Tenant("ns-a"));
      local.clock.forward(Duration.ofMinutes(29));
      assertThat(get(ready, "/api/v1/version")).contains("fake");
      assertThat(local.find("ns-a")).isEqualTo(ready);

      local.clock.forward(Duration.ofMinutes(1));
      local.until("ns-a", Backend.Asleep.class);
      Eventually.holds(LocalFixture.PATIENCE, () -> !child.isAlive());
      assertThat(folder.resolve("work/logs/ns-a.log")).content().endsWith("Farewell\n");
      assertThat(local.ready("ns-a")).isNotEqualTo(ready);
    }
  }

  @Test
  void moreServersThanThereArePlacesQueueAndQuietOnesMakeWay() throws IOException {
    for (String namespace : List.of("ns-a", "ns-b", "ns-c")) {
      LocalFixture.log(folder, namespace, "app-1");
    }
    try (LocalFixture local = LocalFixture.start(folder, 1, Duration.ofMinutes(30))) {
      local.ready("ns-a");
      local.wake("ns-b");
      Eventually.holds(LocalFixture.PATIENCE, () -> detail(local, "ns-b").equals("1 of 1"));
      local.wake("ns-c");
      Eventually.holds(LocalFixture.PATIENCE, () -> detail(local, "ns-c").equals("2 of 2"));
      assertThat(detail(local, "ns-b")).isEqualTo("1 of 2");
      assertThat(local.find("ns-a")).isInstanceOf(Backend.Ready.class);

      local.clock.forward(Places.MAKES_WAY);
      local.until("ns-b", Backend.Ready.class);
      assertThat(local.find("ns-a")).isInstanceOf(Backend.Asleep.class);
      assertThat(detail(local, "ns-c")).isEqualTo("1 of 1");
      assertThat(LocalFixture.children().count()).isEqualTo(1);
    }
  }

  @Test
  void aVisitWhileItStopsStartsItAgain() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-1");
    LocalFixture.log(folder, "ns-a", "ignores-term");
    try (LocalFixture local = LocalFixture.start(folder)) {
      Backend.Ready first = local.ready("ns-a");
      local.clock.forward(Duration.ofMinutes(30));
      local.until("ns-a", Backend.Asleep.class);
      local.wake("ns-a");
      local.until("ns-a", Backend.Starting.class);
      local.clock.forward(Duration.ofSeconds(5));
      assertThat(local.until("ns-a", Backend.Ready.class)).isNotEqualTo(first);
    }
  }

  @Test
  void ctrlCInTheTerminalIsLeftToTheGateway() throws Exception {
    LocalFixture.log(folder, "ns-a", "app-1");
    try (LocalFixture local = LocalFixture.start(folder)) {
      Backend.Ready ready = local.ready("ns-a");
      String pid = Long.toString(LocalFixture.onlyChild().pid());
      for (String signal : List.of("-INT", "-HUP")) {
        assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
      }
      assertThat(get(ready, "/api/v1/version")).contains("fake");
      assertThat(local.find("ns-a")).isEqualTo(ready);
    }
  }

  @Test
  void closingEndsEveryServerAlsoOneThatIgnoresSIGTERM() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-1");
    LocalFixture.log(folder, "ns-a", "ignores-term");
    LocalFixture.log(folder, "ns-b", "app-1");
    LocalFixture local = LocalFixture.start(folder);
    local.ready("ns-a");
    local.ready("ns-b");
    List<ProcessHandle> children = LocalFixture.children().toList();
    assertThat(children).hasSize(2);
    local.close();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(folder.resolve("work/logs/ns-b.log")).content().endsWith("Farewell\n");
  }

  @Test
  void aServerKnowsItsPrefixAndNothingOfTheGatewaysEnvironment() throws Exception {
    LocalFixture.log(folder, "ns-a", "app-1");
    try (LocalFixture local = LocalFixture.start(folder)) {
      String environment = get(local.ready("ns-a"), "/environment");
      assertThat(environment.lines().skip(1)).containsExactly("/sparkhistory/ns-a");
      String[] entries = environment.lines().findFirst().orElseThrow().split("[{,}]", -1);
      assertThat(Stream.of(entries).filter(entry -> entry.contains("=")))
          .map(entry -> entry.substring(0, entry.indexOf('=')).strip())
          // what some shells add
          .filteredOn(name -> !Set.of("PWD", "OLDPWD", "SHLVL", "_").contains(name))
          .isSubsetOf(Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SPARK_LOCAL_IP"))
          .contains("SPARK_LOCAL_IP");
    }
  }

  @Test
  void theListSaysWhenSomebodyLastLooked() throws IOException {
    LocalFixture.log(folder, "ns-a", "app-1");
    try (LocalFixture local = LocalFixture.start(folder)) {
      assertThat(local.backends().all())
          .extracting(Backends.Entry::lastActivity)
          .noneMatch(t -> t.isPresent());
      local.backends().touch(new Tenant("ns-a"));
      assertThat(local.backends().all())
          .extracting(Backends.Entry::lastActivity)
          .allMatch(t -> t.isPresent());
    }
  }

  private String get(Backend.Ready ready, String path) {
    URI uri = URI.create("http://127.0.0.1:" + ready.endpoint().port() + path);
    return http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .join()
        .body();
  }

  private static String detail(LocalFixture local, String namespace) {
    return local.find(namespace) instanceof Backend.Starting starting ? starting.detail() : "";
  }
}
