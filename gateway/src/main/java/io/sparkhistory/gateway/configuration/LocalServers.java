package io.sparkhistory.gateway.configuration;

import io.sparkhistory.program.commandline.Kind;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.OptionGroup;
import io.sparkhistory.program.commandline.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Settings of the history servers that local mode runs.
 *
 * @param logs folder with the folders {@code <namespace>/history}, or a URL that Hadoop reads
 * @param user who the visitor is when the request does not say
 * @param spark which Spark runs
 * @param memory largest heap of a history server, as {@code -Xmx} takes it
 */
public record LocalServers(
    String logs, String user, Spark spark, String memory, Storage storage, Running running) {
  static final OptionGroup OPTIONS = new OptionGroup(Set.of(Commands.LOCAL));

  private static final Option<String> LOGS =
      OPTIONS.option(
          "logs",
          Kinds.LOGS,
          "",
          "folder or URL (s3a, gs, abfs, hdfs) with the event logs, in NAMESPACE/history; none: the"
              + " examples");
  private static final Option<String> USER =
      OPTIONS.option(
          "user", Kind.TEXT, "", "name of the visitor; none: your login name @localhost");
  private static final Option<String> SPARK_VERSION =
      OPTIONS.option(
          "spark-version",
          Kinds.VERSION,
          "4.2.0",
          "version of Spark to fetch through Maven and run");
  private static final Option<Optional<Path>> SPARK_HOME =
      OPTIONS.option(
          "spark-home",
          Kind.FOLDER,
          "",
          "folder of an installed Spark to run; none: --spark-version is fetched");
  private static final Option<Duration> IDLE_TIMEOUT =
      OPTIONS.option(
          "idle-timeout",
          Kind.DURATION_OR_ZERO,
          "30m",
          "time without visits after which a history server stops; 0: never");
  private static final Option<Integer> MAX_RUNNING =
      OPTIONS.option(
          "max-running",
          Kind.count(1, 1000),
          "4",
          "most history servers that run at the same time");
  private static final Option<String> HISTORY_SERVER_MEMORY =
      OPTIONS.option("history-server-memory", Kinds.HEAP, "1g", "largest heap of a history server");
  private static final Option<Optional<Path>> WORK =
      OPTIONS.option("work", Kind.FOLDER, "", "folder for Spark and logs; none: the user's cache");

  private static final Option<Long> STORE_SIZE =
      OPTIONS.option(
          "store-size",
          Kinds.STORE_SIZE,
          "10g",
          "most disk space for what was read of the logs, kept in --work; 0: nothing is kept");

  /** Set by the launcher: the folder of the project, with its examples and its pom for Spark. */
  private static final String HOME = "sparkhistory.home";

  /**
   * Which Spark runs.
   *
   * @param home an installed Spark; empty: the version is fetched
   */
  public record Spark(Optional<Path> home, String version) {}

  /**
   * What is written on disk.
   *
   * @param work folder for everything
   * @param storeMebibytes most that is kept of what history servers have read; 0: nothing
   */
  public record Storage(Path work, long storeMebibytes) {}

  /**
   * How many run, and for how long.
   *
   * @param most at the same time
   * @param idle how long a server runs that nobody looks at; zero: as long as the gateway
   */
  public record Running(int most, Duration idle) {}

  /** Empty for another command. */
  static Optional<LocalServers> of(Values values) {
    if (!values.command().equals(Commands.LOCAL)) {
      return Optional.empty();
    }
    LocalServers servers =
        new LocalServers(
            values.get(LOGS).isEmpty()
                ? home().resolve("examples").resolve("eventlogs").toString()
                : values.get(LOGS),
            user(values.get(USER)),
            new Spark(values.get(SPARK_HOME), values.get(SPARK_VERSION)),
            values.get(HISTORY_SERVER_MEMORY),
            new Storage(values.get(WORK).orElseGet(LocalServers::cache), values.get(STORE_SIZE)),
            new Running(values.get(MAX_RUNNING), values.get(IDLE_TIMEOUT)));
    values.require(
        servers.logs.contains("://") || Files.isDirectory(Path.of(servers.logs)),
        "--logs " + servers.logs + ": there is no such folder; expected NAMESPACE/history in it");
    return Optional.of(servers);
  }

  /** Folder of the project. */
  public static Path home() {
    return Path.of(System.getProperty(HOME, ""));
  }

  private static String user(String given) {
    return given.isEmpty() ? System.getProperty("user.name", "you") + "@localhost" : given;
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
