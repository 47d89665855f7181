package io.sparkhistory.gateway.local;

import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.LogReads;
import io.sparkhistory.gateway.routing.Tenant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * History servers as child processes, one for each folder {@code <namespace>/history}. They are
 * started when they are woken, stopped when nobody looks at them, and end with this process.
 */
public final class LocalBackends implements Backends, AutoCloseable {
  /** How often it is looked whether something is to be done. */
  static final Duration TICK = Duration.ofMillis(200);

  /** How often it is looked for new folders. */
  static final Duration SCAN = Duration.ofSeconds(3);

  /** Causes for which a server may not start, in the words that a cluster has for them. */
  public static final List<String> CAUSES =
      List.of(
          LocalServer.NOT_STARTED,
          UnexpectedEnds.CRASH_LOOP,
          LocalServer.NOT_ANSWERING,
          UnexpectedEnds.OUT_OF_MEMORY);

  private static final Logger LOG = LoggerFactory.getLogger(LocalBackends.class);

  private final LocalSettings settings;
  private final Clock clock;
  private final TenantLogs folders;
  private final ClassArchive archive;
  private final StartTimes startTimes;
  private final Map<Tenant, LocalServer> servers = new ConcurrentHashMap<>();

  /** Servers whose folder is gone and whose process is not, used on the thread alone. */
  private final List<LocalServer> leaving = new ArrayList<>();

  private final Places places;
  private final ServerLaunch launch;
  private final CountDownLatch allEnded = new CountDownLatch(1);
  private final LocalDrivers drivers;
  private final ScheduledExecutorService thread;
  private final ScheduledFuture<?> ticking;
  private Instant scanned = Instant.MIN;
  private boolean closing;

  /**
   * Finds the tenants that there are and begins to look after them. No server is started yet.
   *
   * @throws IOException when the folders for logs and work cannot be used
   */
  public LocalBackends(LocalSettings settings, Clock clock) throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.archive = archive(settings);
    this.startTimes =
        StartTimes.kept(
            settings.work().resolve("start-times"), archive.name() + " " + settings.logs());
    this.folders = logs(settings, archive);
    this.places = new Places(settings.limits().running());
    this.thread = Executors.newSingleThreadScheduledExecutor(LocalBackends::thread);
    this.launch = new ServerLaunch(settings, archive, folders, thread, clock, this::ended);
    this.drivers = new LocalDrivers(settings.logs(), launch.client());
    scan(clock.instant());
    this.ticking =
        thread.scheduleWithFixedDelay(
            this::tickSafely, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    long look = LocalDrivers.LOOK.toMillis();
    var unused =
        thread.scheduleWithFixedDelay(
            () -> drivers.look(servers.keySet()), look, look, TimeUnit.MILLISECONDS);
  }

  @Override
  public Drivers drivers() {
    return drivers;
  }

  @Override
  public Backend find(Tenant tenant) {
    LocalServer server = servers.get(tenant);
    return server == null ? absent(tenant) : server.shown();
  }

  @Override
  public LogReads logReads(Tenant tenant) {
    LocalServer server = servers.get(tenant);
    return server == null ? LogReads.NONE : server.logReads();
  }

  @Override
  public void wake(Tenant tenant) {
    LocalServer server = servers.get(tenant);
    if (server != null && server.wakeable()) {
      run(
          () -> {
            Instant now = clock.instant();
            server.wake(now);
            serveQueue(now);
          });
    }
  }

  @Override
  public void touch(Tenant tenant) {
    LocalServer server = servers.get(tenant);
    if (server != null) {
      server.touch(clock.instant());
    }
  }

  @Override
  public Collection<Entry> all() {
    return servers.values().stream()
        .sorted(Comparator.comparing(server -> server.tenant().namespace()))
        .map(LocalServer::entry)
        .toList();
  }

  /** Where the log of a tenant's history server is kept. */
  public Path logOf(Tenant tenant) {
    return settings.logOf(tenant.namespace());
  }

  /** Stops every server and waits until all have ended; those that do not end are killed. */
  @Override
  public void close() {
    run(
        () -> {
          closing = true;
          Instant now = clock.instant();
          servers.values().forEach(server -> server.stop(now));
          checkEnd();
        });
    try {
      // Killing is the tick's work, at the end of the limit; what is left then is beyond help.
      if (!allEnded.await(
          settings.limits().stop().plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Some history servers have not ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ticking.cancel(false);
      archive.close();
      thread.shutdownNow();
      folders.close();
    }
  }

  private void tickSafely() {
    try {
      tick(clock.instant());
    } catch (RuntimeException e) {
      // An exception would end the schedule, and with it all that looks after the children.
      LOG.error("Looking after the history servers went wrong", e);
    }
  }

  private void tick(Instant now) {
    if (!closing && !now.isBefore(scanned.plus(SCAN))) {
      scan(now);
    }
    servers.values().forEach(server -> server.tick(now));
    foretell();
    leaving.removeIf(server -> !server.phase().takesPlace());
    leaving.forEach(server -> server.tick(now));
    serveQueue(now);
    checkEnd();
  }

  /**
   * What sleeping servers say of their next start changes with each start, and with the archive.
   */
  private void foretell() {
    if (startTimes.isNew(archive.isMade())) {
      servers.values().forEach(LocalServer::foretell);
    }
  }

  private void scan(Instant now) {
    scanned = now;
    Optional<Set<Tenant>> found = folders.look();
    if (found.isEmpty()) {
      return;
    }
    found.get().forEach(tenant -> servers.computeIfAbsent(tenant, this::server));
    for (LocalServer server : List.copyOf(servers.values())) {
      if (!found.get().contains(server.tenant())) {
        LOG.info("The folder of {} is gone", server.tenant().namespace());
        servers.remove(server.tenant());
        server.stop(now);
        leaving.add(server);
      }
    }
  }

  private LocalServer server(Tenant tenant) {
    var ends = new UnexpectedEnds(tenant, settings, folders, new LogReads(clock));
    var list = new KeptList(launch.client(), this::run, settings.listOf(tenant.namespace()));
    return new LocalServer(tenant, settings, ends, launch, startTimes, list);
  }

  private void serveQueue(Instant now) {
    if (!closing) {
      places.serve(servers.values(), leaving, now);
    }
  }

  private void checkEnd() {
    if (closing && Places.taken(servers.values(), leaving) == 0) {
      allEnded.countDown();
    }
  }

  private void run(Runnable change) {
    try {
      thread.execute(change);
    } catch (RejectedExecutionException e) {
      LOG.debug("Local mode has ended", e);
    }
  }

  private static ClassArchive archive(LocalSettings settings) throws IOException {
    Path work = settings.work().toAbsolutePath();
    List<Path> classPath = new ArrayList<>();
    classPath.add(LauncherJar.write(work.resolve("launcher")));
    classPath.addAll(settings.command().classPath());
    return ClassArchive.of(
        settings.command().java(), classPath, work.resolve("archives"), settings.examples());
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "local-backends");
    thread.setDaemon(true);
    return thread;
  }

  private void ended(LocalServer server, HistoryServerProcess process) {
    server.ended(process, clock.instant());
    if (!closing && settings.command().runsSpark()) {
      archive.make();
    }
  }

  private static TenantLogs logs(LocalSettings settings, ClassArchive archive) throws IOException {
    return settings.logs().isRemote()
        ? RemoteFolders.open(settings, archive)
        : new TenantFolders(settings.logs().folder());
  }

  private Backend absent(Tenant tenant) {
    return new Backend.Absent(
        "Put event logs into " + folders.shown(tenant) + ": soon after that the namespace is here.",
        "");
  }
}
