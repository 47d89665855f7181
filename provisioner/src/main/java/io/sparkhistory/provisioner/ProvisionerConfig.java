package io.sparkhistory.provisioner;

import static java.util.Objects.requireNonNull;

import io.sparkhistory.api.PathPrefix;
import io.sparkhistory.api.TenantHostPattern;
import io.sparkhistory.provisioner.objects.ClusterSettings;
import io.sparkhistory.provisioner.spec.Durations;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The provisioner's configuration.
 *
 * @param cluster what all tenants have in common
 * @param site where browsers find the gateway
 * @param defaults file of the cluster's defaults and limits, if there is one
 */
public record ProvisionerConfig(
    ClusterSettings cluster,
    Site site,
    Optional<Path> defaults,
    Work work,
    Profiles profiles,
    Presence presence) {

  /**
   * Where browsers find the gateway.
   *
   * @param url without a path and a slash; may be empty
   * @param tenantHost pattern of the hosts of the namespaces; only with a URL; empty: all are on
   *     one host
   */
  public record Site(String url, Optional<TenantHostPattern> tenantHost) {

    /** Address of a namespace's pages without the path; empty when it is not known. */
    public String of(String namespace) {
      return tenantHost.map(pattern -> origin(pattern.hostOf(namespace))).orElse(url);
    }

    /** The scheme and port of the URL with another host. */
    private String origin(String host) {
      int scheme = url.indexOf("//") + 2;
      int colon = url.lastIndexOf(':');
      // the colons of an IPv6 address stand inside its brackets
      String port = colon > Math.max(scheme, url.lastIndexOf(']')) ? url.substring(colon) : "";
      return url.substring(0, scheme) + host + port;
    }
  }

  /**
   * How much is done at once.
   *
   * @param maxStarting history servers that may start at once
   * @param requestsPerSecond to the API server, watches aside
   * @param resync longest time between two looks at a resource
   */
  public record Work(
      int maxStarting, Duration cleaningTime, int requestsPerSecond, Duration resync) {}

  /**
   * Which namespaces get a resource by themselves.
   *
   * @param selector label selector
   */
  public record Profiles(boolean enabled, String selector) {}

  /**
   * How the process lives in the cluster.
   *
   * @param namespaces the only ones that are looked at; empty for all
   * @param leaderNamespace namespace of the Lease
   */
  public record Presence(
      Set<String> namespaces,
      boolean leaderElection,
      String leaderNamespace,
      InetSocketAddress admin) {}

  /** Reads the values, collecting what is wrong with them. */
  static final class Reading {
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9._/-]{0,250}[A-Za-z0-9])?";
    private static final String NAME = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private final Map<Option, String> values;
    private final List<String> errors;

    Reading(Map<Option, String> values, List<String> errors) {
      this.values = values;
      this.errors = errors;
    }

    /** The configuration; empty when there were errors. */
    Optional<ProvisionerConfig> config() {
      int before = errors.size();
      String gateway = value(Option.GATEWAY_NAMESPACE, Reading::name, "spark-history");
      ProvisionerConfig config =
          new ProvisionerConfig(
              cluster(gateway),
              site(),
              value(Option.DEFAULTS, Reading::file, Optional.empty()),
              work(),
              new Profiles(
                  value(Option.PROFILES, Reading::flag, true),
                  value(Option.PROFILE_SELECTOR, Reading::selector, "")),
              presence(gateway));
      return errors.size() == before ? Optional.of(config) : Optional.empty();
    }

    private ClusterSettings cluster(String gateway) {
      String principal =
          value(
              Option.GATEWAY_PRINCIPAL,
              text ->
                  text.isEmpty() ? text : matching(text, "[A-Za-z0-9._/-]{1,512}", "a principal"),
              "");
      return new ClusterSettings(
          value(Option.PREFIX, PathPrefix::of, ""),
          gateway,
          value(Option.GATEWAY_LABELS, Reading::labels, Map.of()),
          principal.isEmpty()
              ? "cluster.local/ns/" + gateway + "/sa/spark-history-gateway"
              : principal,
          value(
              Option.SPARK_HOME,
              text -> matching(text, "/[A-Za-z0-9._/-]{0,255}", "an absolute path"),
              ""));
    }

    private Site site() {
      String url = value(Option.PUBLIC_URL, Reading::url, "");
      Optional<TenantHostPattern> hosts =
          value(
              Option.TENANT_HOST,
              text -> text.isEmpty() ? Optional.empty() : Optional.of(TenantHostPattern.of(text)),
              Optional.empty());
      if (hosts.isPresent() && url.isEmpty()) {
        errors.add(
            "--tenant-host needs --public-url: it gives the scheme and the port, such as"
                + " https://kubeflow.example.com");
      }
      return new Site(url, hosts);
    }

    private Work work() {
      return new Work(
          value(Option.MAX_STARTING, text -> number(text, 1, 1000), 1),
          value(Option.CLEANING_TIME, Durations::parse, Duration.ZERO),
          value(Option.REQUESTS_PER_SECOND, text -> number(text, 1, 1000), 1),
          value(Option.RESYNC, Durations::parse, Duration.ZERO));
    }

    private Presence presence(String gateway) {
      String leader =
          value(Option.LEADER_NAMESPACE, text -> text.isEmpty() ? gateway : name(text), "");
      return new Presence(
          value(Option.NAMESPACES, Reading::names, Set.of()),
          value(Option.LEADER_ELECTION, Reading::flag, true),
          leader,
          value(Option.ADMIN, Reading::address, new InetSocketAddress(0)));
    }

    private <T> T value(Option option, Function<String, T> parser, T fallback) {
      String text = requireNonNull(values.get(option));
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        errors.add(option.flag() + " is '" + text + "', expected " + e.getMessage());
        return fallback;
      }
    }

    private static String matching(String text, String pattern, String expected) {
      if (!text.matches(pattern)) {
        throw new IllegalArgumentException(expected);
      }
      return text;
    }

    private static String name(String text) {
      return matching(text, NAME, "the name of a namespace");
    }

    private static Set<String> names(String text) {
      Set<String> names = new TreeSet<>();
      if (!text.isEmpty()) {
        Arrays.stream(text.split(",", -1)).map(Reading::name).forEach(names::add);
      }
      return names;
    }

    private static String url(String text) {
      String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
      return matching(
          bare, "(https?://[A-Za-z0-9.:\\[\\]-]{1,255})?", "a URL such as https://host");
    }

    private static Optional<Path> file(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    private static boolean flag(String text) {
      return matching(text, "true|false", "true or false").equals("true");
    }

    private static int number(String text, int least, int most) {
      String expected = "a number from " + least + " to " + most;
      int number = Integer.parseInt(matching(text, "[0-9]{1,6}", expected));
      if (number < least || number > most) {
        throw new IllegalArgumentException(expected);
      }
      return number;
    }

    private static String selector(String text) {
      return matching(text, "[A-Za-z0-9._/=!,() -]{1,1024}", "a label selector");
    }

    private static Map<String, String> labels(String text) {
      Map<String, String> labels = new TreeMap<>();
      for (String pair : text.split(",", -1)) {
        matching(pair, LABEL + "=" + LABEL, "labels such as app=gateway");
        labels.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
      return labels;
    }

    private static InetSocketAddress address(String text) {
      String expected = "an address such as 127.0.0.1:9090";
      int colon = matching(text, "[A-Za-z0-9.:\\[\\]-]+:[0-9]{1,5}", expected).lastIndexOf(':');
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port > 65_535) {
        throw new IllegalArgumentException(expected);
      }
      return new InetSocketAddress(text.substring(0, colon), port);
    }
  }
}
