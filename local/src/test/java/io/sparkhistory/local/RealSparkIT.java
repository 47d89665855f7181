package io.sparkhistory.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparkhistory.fixture.Eventually;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Step;
import io.sparkhistory.gateway.local.HistoryServerCommand;
import io.sparkhistory.gateway.local.LocalBackends;
import io.sparkhistory.gateway.local.LocalSettings;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What local mode relies on in Spark, asked of Spark. */
class RealSparkIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Pattern ATTEMPT = Pattern.compile("\"startTimeEpoch\"");

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Also that links of a page start with the prefix and that the server is on loopback. */
  @Test
  void everyExampleIsInTheFirstListingOfItsTenant() throws IOException {
    Path examples = Path.of(System.getProperty("examples"));
    try (LocalBackends local = local(examples, spark())) {
      assertThat(local.all()).hasSizeGreaterThanOrEqualTo(3);
      for (Backends.Entry entry : local.all()) {
        Tenant tenant = entry.tenant();
        Backend.Ready ready = ready(local, tenant);
        String listing = get(ready, "/api/v1/applications").body();
        assertThat(ATTEMPT.matcher(listing).results()).as(listing).hasSize(logs(examples, tenant));
        assertThat(get(ready, "/").body())
            .contains("\"/sparkhistory/" + tenant.namespace() + "/static/");
        assertThat(local.logOf(tenant)).content().contains("Bound HistoryServer to 127.0.0.1,");
      }
    }
  }

  @Test
  void aTenantWithoutLogsIsReadyWithoutWaitingForAny() throws IOException {
    Files.createDirectories(folder.resolve("logs/empty/history"));
    try (LocalBackends local = local(folder.resolve("logs"), spark())) {
      Tenant tenant = new Tenant("empty");
      Set<Step> seen = new LinkedHashSet<>();
      local.wake(tenant);
      until(
          local,
          tenant,
          backend -> {
            if (backend instanceof Backend.Starting starting) {
              seen.add(starting.step());
            }
            return backend instanceof Backend.Ready;
          });
      assertThat(seen).contains(Step.STARTING_SPARK);
    }
  }

  @Test
  void aServerWithTooLittleMemoryEndsAndSaysSo() throws IOException {
    Path jars = Path.of(System.getProperty(spark()));
    HistoryServerCommand command = HistoryServerCommand.ofSpark(jars, "4m");
    Files.createDirectories(folder.resolve("logs/ns-a/history"));
    try (LocalBackends local = local(folder.resolve("logs"), command)) {
      Tenant tenant = new Tenant("ns-a");
      local.wake(tenant);
      until(local, tenant, Backend.Failed.class::isInstance);
      Backend.Failed failed = (Backend.Failed) local.find(tenant);
      assertThat(failed.cause()).isEqualTo("OutOfMemory");
      assertThat(failed.reason())
          .isEqualTo(
              "The history server ended while it started, out of memory: its largest heap is 4"
                  + " MiB.");
      assertThat(failed.nextStep()).contains("--history-server-memory");
    }
  }

  /** The property that names the folder with the jars of its Spark. */
  String spark() {
    return "spark.current";
  }

  private LocalBackends local(Path logs, String spark) throws IOException {
    return local(logs, HistoryServerCommand.ofSpark(Path.of(System.getProperty(spark)), "512m"));
  }

  private LocalBackends local(Path logs, HistoryServerCommand command) throws IOException {
    LocalSettings.Limits limits = LocalSettings.Limits.of(4, Duration.ofMinutes(30));
    return new LocalBackends(
        new LocalSettings(logs, folder.resolve("work"), "/sparkhistory", command, limits),
        Clock.systemUTC());
  }

  private static Backend.Ready ready(Backends backends, Tenant tenant) {
    backends.wake(tenant);
    until(backends, tenant, Backend.Ready.class::isInstance);
    return (Backend.Ready) backends.find(tenant);
  }

  private static void until(Backends backends, Tenant tenant, Predicate<Backend> wanted) {
    Eventually.holds(
        PATIENCE, () -> wanted.test(backends.find(tenant)), () -> backends.find(tenant).toString());
  }

  private HttpResponse<String> get(Backend.Ready ready, String path) {
    URI uri = URI.create("http://127.0.0.1:" + ready.endpoint().port() + path);
    return http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).join();
  }

  private static int logs(Path examples, Tenant tenant) {
    try (var entries = Files.list(examples.resolve(tenant.namespace()).resolve("history"))) {
      List<Path> visible =
          entries.filter(entry -> !entry.getFileName().toString().startsWith(".")).toList();
      return visible.size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
