package io.sparkhistory.gateway;

import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.gateway.backend.HostPort;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.gateway.routing.TenantHosts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Everything about the proxy that can be configured, checked. {@link Options} has the defaults and
 * says what each value means.
 *
 * @param fence how documents of history servers are confined
 */
record GatewayConfig(
    Server server,
    Hosts hosts,
    Visitor visitor,
    Fence.Mode fence,
    Review review,
    Limits limits,
    Timeouts timeouts,
    Tenants tenants) {

  /**
   * @param prefix starts with a slash and does not end with one
   * @param threads number of event loops, at least 1
   * @param accessLog {@code -}, {@code off} or the path of a file
   */
  record Server(
      HostPort listen, HostPort admin, String prefix, int threads, String accessLog, Drain drain) {}

  /**
   * Which host serves what.
   *
   * @param pattern of the hosts of the namespaces; empty: every host serves everything
   * @param main name of the host of the landing page; empty only without a pattern
   */
  record Hosts(Optional<TenantHostPattern> pattern, String main) {

    TenantHosts tenantHosts() {
      return pattern.map(p -> new TenantHosts(p.domain(), main)).orElse(TenantHosts.OFF);
    }
  }

  /** What happens between SIGTERM and the end. */
  record Drain(Duration delay, Duration timeout) {}

  /**
   * How visitors are known, and what of them history servers may see.
   *
   * @param userHeader lower case
   * @param groupsHeader lower case
   * @param forwardedFields names of request fields that history servers are sent in addition
   * @param trustedPeer SPIFFE id; empty when every peer is believed
   */
  record Visitor(
      String userHeader,
      String userPrefix,
      String groupsHeader,
      Set<String> allowedCookies,
      Set<String> forwardedFields,
      String trustedPeer) {
    Visitor {
      allowedCookies = Set.copyOf(allowedCookies);
      forwardedFields = Collections.unmodifiableSet(new LinkedHashSet<>(forwardedFields));
    }
  }

  /** How permissions are asked for and remembered. */
  record Review(Duration yes, Duration no, Duration stale, int cacheSize, Duration timeout) {}

  /**
   * @param head bytes
   * @param target bytes
   * @param body bytes; 0 when there is no limit
   */
  record Limits(int head, int target, int fields, long body, Clients clients, Tenant tenant) {}

  /**
   * Bounds of client connections.
   *
   * @param connections in all
   * @param perAddress 0 when there is no limit
   * @param requests on one connection; 0 when there is no limit
   */
  record Clients(int connections, int perAddress, int requests) {}

  /**
   * What one tenant may take, whatever its history server does.
   *
   * @param upstream connections to its history server
   * @param pending requests that wait for one of them
   * @param held API clients that wait for it to start
   */
  record Tenant(int upstream, int pending, int held) {}

  record Timeouts(
      Duration head,
      Duration keepAlive,
      Duration bodyIdle,
      Duration connect,
      Duration response,
      Duration upstreamIdle,
      Duration slowPage) {}

  /**
   * Where tenants come from and how their clients wait for them.
   *
   * @param file the tenants' file; empty where tenants come from elsewhere
   * @param wakeHold how long API clients are held while a server starts
   * @param maxHeld how many of them at once
   */
  record Tenants(Optional<Path> file, String clusterDomain, Duration wakeHold, int maxHeld) {}

  /**
   * Reads every value; mistakes are noted in the settings, so the result counts only after {@link
   * Settings#check()}.
   */
  static GatewayConfig of(Settings settings) {
    GatewayConfig config =
        new GatewayConfig(
            server(settings),
            new Hosts(settings.get(Options.TENANT_HOST), settings.get(Options.MAIN_HOST)),
            visitor(settings),
            settings.get(Options.FENCE),
            review(settings),
            limits(settings),
            timeouts(settings),
            tenants(settings));
    config.checkAgainstEachOther(settings);
    return config;
  }

  private void checkAgainstEachOther(Settings settings) {
    settings.require(
        settings.command() != Option.Command.GATEWAY
            || tenants.file().isPresent()
            || settings.get(Options.KUBERNETES),
        "--tenants is missing: name the YAML file that lists the history servers, or use"
            + " --kubernetes");
    hosts.pattern().ifPresent(pattern -> checkHosts(settings, pattern, hosts.main()));
    settings.require(
        limits.target() <= limits.head(), "--max-target must not be larger than --max-head");
    settings.require(
        server.listen().port() == 0 || !server.listen().equals(server.admin()),
        "--listen and --admin must not be the same address");
    boolean apart = !FieldNames.sameLetters(visitor.userHeader(), visitor.groupsHeader());
    settings.require(apart, "--user-header and --groups-header must differ in letters or digits");
    if (apart) {
      FieldNames.refusals(visitor.userHeader(), visitor.groupsHeader(), visitor.forwardedFields())
          .forEach(refusal -> settings.require(false, "--forwarded-fields: " + refusal));
    }
  }

  private static void checkHosts(Settings settings, TenantHostPattern pattern, String main) {
    settings.require(
        !main.isEmpty(),
        "--tenant-host needs --main-host: name the host on which people open the dashboard, such as"
            + " --main-host "
            + pattern.domain());
    settings.require(
        !pattern.covers(main),
        "--main-host "
            + main
            + " is a host of a namespace by --tenant-host: choose a name that does not end with ."
            + pattern.domain());
  }

  private static Server server(Settings s) {
    int threads = s.get(Options.THREADS);
    return new Server(
        s.get(Options.LISTEN),
        s.get(Options.ADMIN),
        s.get(Options.PREFIX),
        threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
        s.get(Options.ACCESS_LOG),
        new Drain(s.get(Options.DRAIN_DELAY), s.get(Options.DRAIN_TIMEOUT)));
  }

  private static Visitor visitor(Settings s) {
    return new Visitor(
        s.get(Options.USER_HEADER),
        s.get(Options.USER_PREFIX),
        s.get(Options.GROUPS_HEADER),
        s.get(Options.ALLOWED_COOKIES),
        s.get(Options.FORWARDED_FIELDS),
        s.get(Options.TRUSTED_PEER));
  }

  private static Review review(Settings s) {
    return new Review(
        s.get(Options.ACCESS_YES),
        s.get(Options.ACCESS_NO),
        s.get(Options.ACCESS_STALE),
        s.get(Options.ACCESS_CACHE_SIZE),
        s.get(Options.ACCESS_TIMEOUT));
  }

  private static Limits limits(Settings s) {
    return new Limits(
        s.get(Options.MAX_HEAD).intValue(),
        s.get(Options.MAX_TARGET).intValue(),
        s.get(Options.MAX_HEADER_FIELDS),
        s.get(Options.MAX_BODY),
        new Clients(
            s.get(Options.MAX_CONNECTIONS),
            s.get(Options.MAX_CONNECTIONS_PER_ADDRESS),
            s.get(Options.MAX_REQUESTS_PER_CONNECTION)),
        new Tenant(
            s.get(Options.MAX_UPSTREAM),
            s.get(Options.MAX_PENDING),
            s.get(Options.MAX_HELD_PER_TENANT)));
  }

  private static Timeouts timeouts(Settings s) {
    return new Timeouts(
        s.get(Options.HEAD_TIMEOUT),
        s.get(Options.KEEP_ALIVE_TIMEOUT),
        s.get(Options.BODY_IDLE_TIMEOUT),
        s.get(Options.CONNECT_TIMEOUT),
        s.get(Options.RESPONSE_TIMEOUT),
        s.get(Options.UPSTREAM_IDLE_TIMEOUT),
        s.get(Options.SLOW_PAGE_AFTER));
  }

  private static Tenants tenants(Settings s) {
    return new Tenants(
        s.get(Options.TENANTS),
        s.get(Options.CLUSTER_DOMAIN),
        s.get(Options.WAKE_HOLD),
        s.get(Options.MAX_HELD));
  }
}
