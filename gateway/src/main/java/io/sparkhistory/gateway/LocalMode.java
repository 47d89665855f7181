package io.sparkhistory.gateway;

import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.local.HistoryServerCommand;
import io.sparkhistory.gateway.local.JavaForSpark;
import io.sparkhistory.gateway.local.LocalBackends;
import io.sparkhistory.gateway.local.LocalSettings;
import io.sparkhistory.gateway.local.LoopbackNames;
import io.sparkhistory.gateway.local.SparkFetch;
import io.sparkhistory.gateway.local.SteadyClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the command {@code local} is told, checked, and how it begins.
 *
 * @param logs folder with the folders {@code <namespace>/history}
 * @param user who the visitor is when the request does not say
 * @param spark which Spark runs
 * @param memory largest heap of a history server, as {@code -Xmx} takes it
 * @param work folder for everything that is written
 */
record LocalMode(
    Path logs, String user, Spark spark, String memory, Path work, LocalSettings.Limits limits) {

  /** Set by the launcher: the folder of the project, with its examples and its pom for Spark. */
  static final String HOME = "sparkhistory.home";

  /**
   * Which Spark runs.
   *
   * @param home an installed Spark; empty: the version is fetched
   */
  record Spark(Optional<Path> home, String version) {}

  /** Empty when another command was given. Mistakes are noted in the settings. */
  static Optional<LocalMode> of(Settings settings) {
    if (settings.command() != Option.Command.LOCAL) {
      return Optional.empty();
    }
    LocalMode local =
        new LocalMode(
            settings.get(Options.LOGS).orElse(home().resolve("examples").resolve("eventlogs")),
            user(settings.get(Options.USER)),
            new Spark(settings.get(Options.SPARK_HOME), settings.get(Options.SPARK_VERSION)),
            settings.get(Options.HISTORY_SERVER_MEMORY),
            settings.get(Options.WORK).orElseGet(LocalMode::cache),
            LocalSettings.Limits.of(
                settings.get(Options.MAX_RUNNING), settings.get(Options.IDLE_TIMEOUT)));
    requireLoopback(settings, Options.LISTEN);
    requireLoopback(settings, Options.ADMIN);
    requireLocalhost(settings);
    settings.require(
        Files.isDirectory(local.logs),
        "--logs " + local.logs + ": there is no such folder; expected NAMESPACE/history in it");
    return Optional.of(local);
  }

  /** Fetches Spark if need be and looks for the tenants. */
  LocalBackends open(String prefix, Consumer<String> say) throws Settings.Refused {
    try {
      Optional<Path> installed = spark.home().map(home -> home.resolve("jars"));
      String version = installed.map(JavaForSpark::sparkVersion).orElse(spark.version());
      // before anything is fetched that could not run here
      Path java = JavaForSpark.onThisMachine(say).home(version);
      Path jars =
          installed.isPresent()
              ? installed.get()
              : new SparkFetch(home().resolve("local/spark/pom.xml"), work, say).jars(version);
      HistoryServerCommand command = HistoryServerCommand.ofSpark(jars, memory, java);
      return new LocalBackends(
          new LocalSettings(logs, work, prefix, command, limits),
          new SteadyClock(Clock.systemUTC(), System::nanoTime));
    } catch (IOException | IllegalArgumentException e) {
      throw new Settings.Refused(List.of(String.valueOf(e.getMessage())), Settings.Refused.FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Settings.Refused(List.of("interrupted"), Settings.Refused.FAILURE);
    }
  }

  /** What people read when the gateway listens. */
  String greeting(Backends backends, GatewayConfig config) {
    GatewayConfig.Server server = config.server();
    GatewayConfig.Hosts hosts = config.hosts();
    String port = ":" + server.listen().port();
    String main = hosts.pattern().isPresent() ? hosts.main() + port : server.listen().toString();
    String path = server.prefix() + "/";
    String url = "http://" + main + path;
    StringBuilder text = new StringBuilder("\nSpark History Gateway is at " + url + "\n\n");
    List<String> names = backends.all().stream().map(e -> e.tenant().namespace()).toList();
    for (String name : names) {
      String host = hosts.pattern().map(pattern -> pattern.hostOf(name) + port).orElse(main);
      text.append("  http://").append(host).append(path).append(name).append("/\n");
    }
    if (names.isEmpty()) {
      text.append("There is no namespace yet.\n");
    }
    String spoken =
        spark.home().map(home -> "the Spark in " + home).orElse("Spark " + spark.version());
    return text.append("\nOpen one in a browser: ")
        .append(spoken)
        .append(" starts for it with the first visit")
        .append(limits.idle().isZero() ? "" : ", and stops " + minutes() + " after the last")
        .append(".\nEvery folder NAMESPACE/history in ")
        .append(logs.toAbsolutePath().normalize())
        .append(" is served, also a new one.\nCtrl-C ends all of it.\n\n")
        .toString();
  }

  private String minutes() {
    Duration idle = limits.idle();
    return idle.toSeconds() % 60 == 0 ? idle.toMinutes() + " min" : idle.toSeconds() + " s";
  }

  private static void requireLoopback(Settings settings, Option<HostPort> option) {
    try {
      LoopbackNames.require(settings.get(option).host());
    } catch (IllegalArgumentException e) {
      settings.require(false, option.flag() + ": " + e.getMessage());
    }
  }

  /** Other names are not answered in local mode, see {@link LoopbackNames}. */
  private static void requireLocalhost(Settings settings) {
    settings
        .get(Options.TENANT_HOST)
        .ifPresent(
            pattern ->
                settings.require(
                    LoopbackNames.accepts(pattern.hostOf("namespace"))
                        && LoopbackNames.accepts(settings.get(Options.MAIN_HOST)),
                    "--tenant-host and --main-host: local mode answers names of this machine only:"
                        + " use {namespace}.localhost and localhost"));
  }

  private static String user(String given) {
    return given.isEmpty() ? System.getProperty("user.name", "you") + "@localhost" : given;
  }

  private static Path home() {
    return Path.of(System.getProperty(HOME, ""));
  }

  /** By the XDG Base Directory Specification. */
  private static Path cache() {
    String caches = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path folder =
        caches.startsWith("/")
            ? Path.of(caches)
            : Path.of(System.getProperty("user.home", ""), ".cache");
    return folder.resolve("spark-history-gateway");
  }
}
