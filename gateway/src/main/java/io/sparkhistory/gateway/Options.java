package io.sparkhistory.gateway;

import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.gateway.Option.Command;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.fence.Fence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table of everything that can be configured, in the order in which {@code --help} shows it.
 */
final class Options {
  /** Commands that run the proxy. */
  private static final Set<Command> SERVING = Set.of(Command.GATEWAY, Command.LOCAL);

  private static final Set<Command> GATEWAY = Set.of(Command.GATEWAY);
  private static final Set<Command> LOCAL = Set.of(Command.LOCAL);

  /** Grows while the options below are made. */
  private static final Map<String, Option<?>> DECLARED = new LinkedHashMap<>();

  static final Option<HostPort> LISTEN =
      serving("listen", Kind.ADDRESS, "127.0.0.1:8080", "address for browsers and API clients");
  static final Option<HostPort> ADMIN =
      serving("admin", Kind.ADDRESS, "127.0.0.1:9090", "address of /livez, /readyz and /metrics");
  static final Option<String> PREFIX =
      serving("prefix", Kind.PREFIX, "/sparkhistory", "path below which everything is served");
  static final Option<Optional<TenantHostPattern>> TENANT_HOST =
      serving(
          "tenant-host",
          Kind.TENANT_HOST,
          "",
          "a host of its own for each namespace, such as {namespace}.spark.example.com; none: off");
  static final Option<String> MAIN_HOST =
      local(
          "localhost",
          serving(
              "main-host",
              Kind.HOST_NAME,
              "",
              "with --tenant-host: name of the host of the landing page and the dashboard"));
  static final Option<Optional<Path>> TENANTS =
      gateway(
          "tenants", Kind.FILE, "", "YAML file of the history servers and who may look at them");
  static final Option<Boolean> KUBERNETES =
      gateway(
          "kubernetes",
          Kind.SWITCH,
          "false",
          "tenants from the Kubernetes API instead; in a pod without --tenants: true");
  static final Option<String> SELECTOR =
      gateway(
          "selector",
          Kind.LABELS,
          "",
          "labels of Services with history servers that somebody else runs");
  static final Option<String> CLUSTER_DOMAIN =
      gateway("cluster-domain", Kind.DNS_NAME, "cluster.local", "DNS domain of the cluster");

  static final Option<Optional<Path>> LOGS =
      local("logs", Kind.FOLDER, "", "folder of NAMESPACE/history; none: the examples");
  static final Option<String> USER =
      local("user", Kind.TEXT, "", "the visitor; none: your login name @localhost");
  static final Option<String> SPARK_VERSION =
      local("spark-version", Kind.VERSION, "4.2.0", "Spark that is fetched through Maven and run");
  static final Option<Optional<Path>> SPARK_HOME =
      local("spark-home", Kind.FOLDER, "", "an installed Spark to run instead");
  static final Option<Duration> IDLE_TIMEOUT =
      local(
          "idle-timeout",
          Kind.DURATION_OR_ZERO,
          "30m",
          "a history server without visits stops after this; 0: never");
  static final Option<Integer> MAX_RUNNING =
      local("max-running", Kind.count(1, 1000), "4", "most history servers at the same time");
  static final Option<String> HISTORY_SERVER_MEMORY =
      local("history-server-memory", Kind.HEAP, "1g", "largest heap of a history server");
  static final Option<Optional<Path>> WORK =
      local("work", Kind.FOLDER, "", "folder for Spark and logs; none: the user's cache");

  static final Option<String> USER_HEADER =
      serving("user-header", Kind.HEADER, "kubeflow-userid", "field that names the visitor");
  static final Option<String> USER_PREFIX =
      serving("user-prefix", Kind.TEXT, "", "taken off once at the start of the visitor's name");
  static final Option<String> GROUPS_HEADER =
      serving(
          "groups-header",
          Kind.HEADER,
          "kubeflow-groups",
          "field with the visitor's groups, commas between them");
  static final Option<Set<String>> ALLOWED_COOKIES =
      serving("allowed-cookies", Kind.NAMES, "", "cookies that history servers may see");
  static final Option<Set<String>> FORWARDED_FIELDS =
      serving("forwarded-fields", Kind.FIELDS, "", "more request fields that history servers see");
  static final Option<Fence.Mode> FENCE =
      serving(
          "fence",
          Kind.FENCE,
          "on",
          "on: pages of history servers can load from and send to their namespace's path alone;"
              + " report: violations are counted, not blocked; off: no policy");
  static final Option<String> TRUSTED_PEER =
      gateway(
          "trusted-peer",
          Kind.SPIFFE_ID,
          "",
          "when set, X-Forwarded-Client-Cert must name it, otherwise 401");

  static final Option<String> JWKS =
      gateway(
          "jwks",
          Kind.LOCATION,
          "",
          "keys (file or URL) by which a forwarded token must be signed, otherwise 401");
  static final Option<String> JWT_ISSUER =
      gateway("jwt-issuer", Kind.TEXT, "", "issuer that the token must name");
  static final Option<String> JWT_AUDIENCE =
      gateway("jwt-audience", Kind.TEXT, "", "audience that the token must name");
  static final Option<List<String>> JWT_USER_CLAIM =
      gateway(
          "jwt-user-claim",
          Kind.CLAIMS,
          "email",
          "claims that may hold the user, the first one there counts; must equal the user header");
  static final Option<String> JWT_GROUPS_CLAIM =
      gateway(
          "jwt-groups-claim",
          Kind.CLAIM_NAME,
          "groups",
          "claim with the groups, a list or one text; others in the groups header do not count");

  static final Option<Duration> ACCESS_YES =
      gateway("access-yes", Kind.POSITIVE_DURATION, "30s", "how long a permission is remembered");
  static final Option<Duration> ACCESS_NO =
      gateway("access-no", Kind.POSITIVE_DURATION, "5s", "how long a denial is remembered");
  static final Option<Duration> ACCESS_STALE =
      gateway(
          "access-stale",
          Kind.DURATION_OR_ZERO,
          "5m",
          "a permission counts this much longer while the API server is away; 0: never");
  static final Option<Integer> ACCESS_CACHE_SIZE =
      gateway(
          "access-cache-size",
          Kind.count(1, 10_000_000),
          "100000",
          "permissions and denials that are remembered");
  static final Option<Duration> ACCESS_TIMEOUT =
      gateway("access-timeout", Kind.POSITIVE_DURATION, "2s", "longest wait for a permission");

  static final Option<Integer> THREADS =
      serving("threads", Kind.count(0, 1024), "0", "event loops; 0: one for each processor");
  static final Option<Long> MAX_HEAD =
      serving("max-head", Kind.size(1024, 1 << 20), "64Ki", "largest head of a message");
  static final Option<Long> MAX_TARGET =
      serving("max-target", Kind.size(256, 1 << 20), "8Ki", "longest path and query of a request");
  static final Option<Integer> MAX_HEADER_FIELDS =
      serving("max-header-fields", Kind.count(10, 10_000), "100", "most fields of a head");
  static final Option<Long> MAX_BODY =
      serving("max-body", Kind.size(0, 1L << 50), "0", "largest body of a request; 0: any");
  static final Option<Integer> MAX_CONNECTIONS =
      serving("max-connections", Kind.count(1, 1_000_000), "10000", "most connections of clients");
  static final Option<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      serving(
          "max-connections-per-address",
          Kind.count(0, 1_000_000),
          "0",
          "most of them from one address; 0: any, because behind an ingress all come from its own");
  static final Option<Integer> MAX_REQUESTS_PER_CONNECTION =
      serving(
          "max-requests-per-connection",
          Kind.count(0, 1_000_000_000),
          "10000",
          "a client's connection ends with the answer to this one; 0: never for that");
  static final Option<Integer> MAX_UPSTREAM =
      serving(
          "max-connections-per-tenant-upstream",
          Kind.count(1, 100_000),
          "256",
          "most connections to one history server");
  static final Option<Integer> MAX_PENDING =
      serving(
          "max-pending-per-tenant",
          Kind.count(0, 100_000),
          "128",
          "most requests that wait for one of them; more are answered with 503");
  static final Option<Duration> HEAD_TIMEOUT =
      serving("head-timeout", Kind.POSITIVE_DURATION, "10s", "longest arrival of a request's head");
  static final Option<Duration> KEEP_ALIVE_TIMEOUT =
      serving(
          "keep-alive-timeout",
          Kind.POSITIVE_DURATION,
          "75s",
          "client connections without a request are closed after this");
  static final Option<Duration> BODY_IDLE_TIMEOUT =
      serving(
          "body-idle-timeout",
          Kind.POSITIVE_DURATION,
          "60s",
          "a body of which no byte moves for this long is broken off");
  static final Option<Duration> CONNECT_TIMEOUT =
      serving(
          "connect-timeout",
          Kind.POSITIVE_DURATION,
          "2s",
          "longest wait for a connection to a history server");
  static final Option<Duration> RESPONSE_TIMEOUT =
      serving(
          "response-timeout",
          Kind.POSITIVE_DURATION,
          "300s",
          "longest wait for a connection that others have, and for an answer to begin");
  static final Option<Duration> SLOW_PAGE_AFTER =
      serving(
          "slow-page-after",
          Kind.DURATION_OR_ZERO,
          "2s",
          "browsers that wait for an application longer are shown why; 0: never");
  static final Option<Duration> UPSTREAM_IDLE_TIMEOUT =
      serving(
          "upstream-idle-timeout",
          Kind.POSITIVE_DURATION,
          "20s",
          "unused connections to history servers are closed after this; they do it after 30s");

  static final Option<Duration> WAKE_HOLD =
      serving(
          "wake-hold",
          Kind.DURATION_OR_ZERO,
          "60s",
          "API clients wait this long for a starting history server");
  static final Option<Integer> MAX_HELD =
      serving("max-held", Kind.count(0, 1_000_000), "1000", "most requests that wait like that");
  static final Option<Integer> MAX_HELD_PER_TENANT =
      serving(
          "max-held-per-tenant",
          Kind.count(0, 1_000_000),
          "100",
          "most of them for one history server");

  static final Option<Duration> DRAIN_DELAY =
      local(
          "0s",
          serving(
              "drain-delay",
              Kind.DURATION_OR_ZERO,
              "5s",
              "on SIGTERM: not ready, but still accepting, for this long"));
  static final Option<Duration> DRAIN_TIMEOUT =
      local(
          "5s",
          serving(
              "drain-timeout",
              Kind.DURATION_OR_ZERO,
              "30s",
              "on SIGTERM, after that: requests in flight have this long to end"));
  static final Option<String> ACCESS_LOG =
      local(
          "off",
          serving(
              "access-log",
              Kind.LOG,
              "-",
              "one JSON line for each request; -: standard output, or off"));

  /** Every option, in the order of the table. */
  static final List<Option<?>> ALL = List.copyOf(DECLARED.values());

  private Options() {}

  /** The options that this command has, in the order of the table. */
  static List<Option<?>> of(Command command) {
    return ALL.stream().filter(o -> o.belongsTo(command)).toList();
  }

  private static <T> Option<T> serving(
      String name, Kind<T> kind, String standard, String description) {
    return option(SERVING, name, kind, standard, description);
  }

  private static <T> Option<T> gateway(
      String name, Kind<T> kind, String standard, String description) {
    return option(GATEWAY, name, kind, standard, description);
  }

  private static <T> Option<T> local(
      String name, Kind<T> kind, String standard, String description) {
    return option(LOCAL, name, kind, standard, description);
  }

  private static <T> Option<T> option(
      Set<Command> commands, String name, Kind<T> kind, String standard, String description) {
    Map<Command, String> standards =
        commands.stream().collect(Collectors.toMap(c -> c, c -> standard));
    return declared(new Option<>(name, kind, standards, description));
  }

  /** The same option with another default in local mode. */
  private static <T> Option<T> local(String standard, Option<T> option) {
    return declared(option.but(Command.LOCAL, standard));
  }

  private static <T> Option<T> declared(Option<T> option) {
    DECLARED.put(option.name(), option);
    return option;
  }
}
