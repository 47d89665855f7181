package io.sparkhistory.gateway;

import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.configuration.GatewayConfig;
import io.sparkhistory.gateway.configuration.HostSettings;
import io.sparkhistory.gateway.configuration.LocalServers;
import io.sparkhistory.gateway.configuration.ServerSettings;
import io.sparkhistory.gateway.local.ConnectorFetch;
import io.sparkhistory.gateway.local.HistoryServerCommand;
import io.sparkhistory.gateway.local.JavaForSpark;
import io.sparkhistory.gateway.local.LocalBackends;
import io.sparkhistory.gateway.local.LocalSettings;
import io.sparkhistory.gateway.local.LogLocation;
import io.sparkhistory.gateway.local.LoopbackNames;
import io.sparkhistory.gateway.local.SparkFetch;
import io.sparkhistory.gateway.local.SteadyClock;
import io.sparkhistory.gateway.local.StoreCache;
import io.sparkhistory.program.commandline.Option;
import io.sparkhistory.program.commandline.Refused;
import io.sparkhistory.program.commandline.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts local mode and greets on standard output. */
record LocalMode(LocalServers servers) {

  /** Notes what is reached from elsewhere, or not answered: nobody is asked for a password. */
  static void requireLoopback(Values values, GatewayConfig config) {
    requireLoopback(values, ServerSettings.LISTEN, config.server().listen());
    requireLoopback(values, ServerSettings.ADMIN, config.server().admin());
    HostSettings hosts = config.hosts();
    // other names are not answered, see LoopbackNames
    values.require(
        hosts.pattern().isEmpty()
            || (LoopbackNames.accepts(hosts.pattern().get().hostOf("namespace"))
                && LoopbackNames.accepts(hosts.main())),
        "--tenant-host and --main-host: local mode answers names of this machine only:"
            + " use {namespace}.localhost and localhost");
  }

  /** Fetches Spark if need be and looks for the tenants. */
  LocalBackends open(String prefix, Consumer<String> say) throws Refused {
    try {
      LocalServers.Spark spark = servers.spark();
      LogLocation logs = LogLocation.parse(servers.logs());
      Path work = servers.storage().work();
      Optional<Path> installed = spark.home().map(home -> home.resolve("jars"));
      String version = installed.map(JavaForSpark::sparkVersion).orElse(spark.version());
      // before anything is fetched that could not run here
      Path java = JavaForSpark.onThisMachine(say).home(version);
      Path jars =
          installed.isPresent()
              ? installed.get()
              : new SparkFetch(LocalServers.home().resolve("local/spark/pom.xml"), work, say)
                  .jars(version);
      HistoryServerCommand command = HistoryServerCommand.ofSpark(jars, servers.memory(), java);
      if (logs.isRemote()) {
        command = command.reaching(connectors(say).access(logs, jars));
        say.accept("Looking for namespaces in " + logs);
      }
      LocalServers.Running running = servers.running();
      LocalSettings.Limits limits = LocalSettings.Limits.of(running.most(), running.idle());
      return new LocalBackends(
          new LocalSettings(logs, work, prefix, command, limits, kept(logs, version)),
          new SteadyClock(Clock.systemUTC(), System::nanoTime));
    } catch (IOException | IllegalArgumentException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused("interrupted");
    }
  }

  private ConnectorFetch connectors(Consumer<String> say) {
    return new ConnectorFetch(
        LocalServers.home().resolve("deploy/image/connectors.sh"), servers.storage().work(), say);
  }

  /** Spark 3.2 has no store on disk that runs on every machine. */
  private LocalSettings.Kept kept(LogLocation logs, String spark) {
    LocalServers.Storage storage = servers.storage();
    Optional<StoreCache> store =
        storage.storeMebibytes() == 0 || spark.startsWith("3.2.")
            ? Optional.empty()
            : Optional.of(StoreCache.of(storage.work(), spark, logs, storage.storeMebibytes()));
    return new LocalSettings.Kept(store, LocalServers.home().resolve("examples/eventlogs"));
  }

  /** What people read when the gateway listens. */
  String greeting(Backends backends, GatewayConfig config) {
    ServerSettings server = config.server();
    HostSettings hosts = config.hosts();
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
    LocalServers.Spark spark = servers.spark();
    String spoken =
        spark.home().map(home -> "the Spark in " + home).orElse("Spark " + spark.version());
    return text.append("\nOpen one in a browser: ")
        .append(spoken)
        .append(" starts for it with the first visit")
        .append(
            servers.running().idle().isZero() ? "" : ", and stops " + minutes() + " after the last")
        .append(".\nEvery folder NAMESPACE/history in ")
        .append(LogLocation.parse(servers.logs()))
        .append(" is served, also a new one.\nCtrl-C ends all of it.\n\n")
        .toString();
  }

  private String minutes() {
    Duration idle = servers.running().idle();
    return idle.toSeconds() % 60 == 0 ? idle.toMinutes() + " min" : idle.toSeconds() + " s";
  }

  private static void requireLoopback(Values values, Option<HostPort> option, HostPort address) {
    try {
      LoopbackNames.require(address.host());
    } catch (IllegalArgumentException e) {
      values.require(false, option.flag() + ": " + e.getMessage());
    }
  }
}
