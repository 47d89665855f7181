package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the processes of history servers. Used by one thread. */
final class ServerLaunch implements LocalServer.Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLaunch.class);

  private final LocalSettings settings;
  private final ClassArchive archive;
  private final TenantLogs logs;
  private final Executor thread;
  private final Clock clock;
  private final BiConsumer<LocalServer, HistoryServerProcess> ended;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * @param thread that the ends of processes are told on
   * @param ended told of the end of each process
   */
  ServerLaunch(
      LocalSettings settings,
      ClassArchive archive,
      TenantLogs logs,
      Executor thread,
      Clock clock,
      BiConsumer<LocalServer, HistoryServerProcess> ended) {
    this.settings = settings;
    this.archive = archive;
    this.logs = logs;
    this.thread = thread;
    this.clock = clock;
    this.ended = ended;
  }

  /** Client for what history servers of this machine answer. */
  HttpClient client() {
    return client;
  }

  @Override
  public Phase.Starting launch(LocalServer server, Instant woken) throws IOException {
    Tenant tenant = server.tenant();
    Map<String, String> users = System.getenv();
    StartTimes.Start start = next(tenant);
    HistoryServerProcess process =
        HistoryServerProcess.start(
            command(tenant, users),
            settings.command().environment(users),
            settings.work().toFile(),
            settings.logOf(tenant.namespace()),
            settings.limits().logBytes());
    process
        .ended()
        .thenRunAsync(() -> ended.accept(server, process), thread)
        .exceptionally(
            e -> {
              LOG.debug("Nobody is left to hear of the end of {}", process.pid(), e);
              return null;
            });
    Readiness readiness =
        new Readiness(
            client, thread, logs.countLogs(tenant, Readiness.COUNTED), settings.limits().listing());
    return new Phase.Starting(process, readiness, woken, clock.instant(), start);
  }

  @Override
  public StartTimes.Start next(Tenant tenant) {
    boolean store = settings.kept().store().map(cache -> cache.holds(tenant)).orElse(false);
    return new StartTimes.Start(tenant.namespace(), archive.isMade(), store);
  }

  private List<String> command(Tenant tenant, Map<String, String> users) {
    String base = settings.prefix() + "/" + tenant.namespace();
    List<String> store =
        settings
            .kept()
            .store()
            .map(cache -> cache.settings(tenant, settings.command().heapMebibytes()))
            .orElse(List.of());
    return settings.command().arguments(archive, logs.historyOf(tenant), base, store, users);
  }
}
