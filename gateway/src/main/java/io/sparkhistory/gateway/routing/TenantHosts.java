package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which host serves what when each namespace has a host of its own, so that the pages of a history
 * server share their origin with nothing else:
 *
 * <ul>
 *   <li>{@code <namespace>.<domain>}: the paths of this namespace, the state of its server, and the
 *       gateway's assets. {@code /} leads to the namespace, the landing page to the main host.
 *   <li>Deeper below the domain, or a label that can be no namespace: nobody's.
 *   <li>Every other host is the main host, whatever its name, because a probe or another pod may
 *       use any: the landing page, and {@code api/v1/} of every namespace for programs. Everything
 *       else of a namespace is on its own host.
 * </ul>
 *
 * Addresses of other hosts are made of configured names and of a namespace, never of the host that
 * was asked; only its port is repeated. Hosts are compared without regard to case, port and the dot
 * of the root (RFC 9110, section 4.2.3). Off, every host serves everything.
 */
public final class TenantHosts {
  public static final TenantHosts OFF = new TenantHosts("", "");

  private static final byte[] REST_API = "/api/v1/".getBytes(US_ASCII);

  private static final byte[] NOTHING = {};

  /** Gives what the browser shows an origin of its own (Content Security Policy Level 3). */
  private static final byte[] SANDBOX = policy("sandbox");

  /** With a dot in front; empty: off. */
  private final byte[] suffix;

  private final String domain;
  private final String mainHost;

  /**
   * @param domain what follows the namespace, lower case, such as {@code spark.example.com}; empty:
   *     off
   * @param mainHost name of the host with the landing page and the dashboard
   */
  public TenantHosts(String domain, String mainHost) {
    this.domain = domain;
    this.mainHost = mainHost;
    this.suffix = (domain.isEmpty() ? "" : "." + domain).getBytes(US_ASCII);
  }

  /** Whether namespaces have hosts of their own. */
  public boolean on() {
    return suffix.length > 0;
  }

  /**
   * Whether the host serves the route.
   *
   * @param target path and query that led to the route
   * @param host value of the Host field; empty: the main host
   * @param secure whether the client uses https
   * @param prefix of all paths, such as {@code /sparkhistory}
   */
  HostRoute find(Route route, ByteRange target, ByteRange host, boolean secure, String prefix) {
    if (!on() || route instanceof Route.Ambiguous) {
      return HostRoute.HERE;
    }
    Optional<String> label = label(host);
    String owner = owner(route);
    if (label.isEmpty()) {
      return isDocument(route, target)
          ? new HostRoute.Elsewhere(address(owner, target, host, secure), owner)
          : HostRoute.HERE;
    }
    String namespace = label.get();
    boolean known = Tenant.isLabel(namespace);
    if (known && route instanceof Route.NotFound && isRoot(target)) {
      String home = prefix + "/" + namespace + "/";
      return new HostRoute.Elsewhere(origin(namespace, host, secure) + home, namespace);
    } else if (known && isForEveryNamespace(route)) {
      return new HostRoute.Elsewhere(address("", target, host, secure), "");
    }
    boolean shared =
        route instanceof Route.Asset
            || route instanceof Route.FenceReport
            || route instanceof Route.Elsewhere;
    return known && (owner.isEmpty() ? shared : owner.equals(namespace))
        ? HostRoute.HERE
        : new HostRoute.Misdirected(address(owner, target, host, secure), owner);
  }

  /** Where the client that asked this host finds the namespaces. */
  public TenantAddresses addresses(ByteRange host, boolean secure) {
    if (!on()) {
      return TenantAddresses.SAME_HOST;
    }
    String scheme = scheme(secure);
    String port = port(host);
    return tenant -> scheme + tenant.namespace() + "." + domain + port;
  }

  /**
   * Who may frame the pages of this host beside itself, as a source of a Content-Security-Policy:
   * the main host; empty: nobody.
   */
  public String framedBy(ByteRange host) {
    return on() && label(host).isPresent() ? mainHost + port(host) : "";
  }

  /**
   * The header line that every response of a history server gets on this host, its line end
   * included; empty: none. From the main host comes what is for programs, so it is never a document
   * of that origin. On its own host a page may be framed by the dashboard: browsers then do not
   * look at the {@code X-Frame-Options: SAMEORIGIN} of Spark (Content Security Policy Level 3,
   * section 6.4.2.2).
   */
  public byte[] policyLine(ByteRange host) {
    if (!on()) {
      return NOTHING;
    }
    String framedBy = framedBy(host);
    return framedBy.isEmpty() ? SANDBOX : policy("frame-ancestors 'self' " + framedBy);
  }

  private static boolean isForEveryNamespace(Route route) {
    return route instanceof Route.Landing || route instanceof Route.FindApplication;
  }

  /** Whether it is of a namespace and not for programs alone. */
  private static boolean isDocument(Route route, ByteRange target) {
    if (route instanceof Route.ToTenant to) {
      return !isRestApi(target, to.rest());
    } else if (route instanceof Route.ToDriver to) {
      return !isRestApi(target, to.rest());
    }
    return route instanceof Route.Running;
  }

  /** Namespace that the route is about; empty: none. */
  private static String owner(Route route) {
    if (route instanceof Route.ToTenant to) {
      return to.tenant().namespace();
    } else if (route instanceof Route.ToDriver to) {
      return to.tenant().namespace();
    } else if (route instanceof Route.Running running) {
      return running.tenant().namespace();
    } else if (route instanceof Route.Status status) {
      return status.tenant().namespace();
    } else if (route instanceof Route.Reserved reserved) {
      return reserved.tenant().namespace();
    }
    return route instanceof Route.Elsewhere other ? other.namespace() : "";
  }

  private static boolean isRestApi(ByteRange target, int rest) {
    int to = rest + REST_API.length;
    return to <= target.to()
        && Arrays.equals(target.bytes(), rest, to, REST_API, 0, REST_API.length);
  }

  private static boolean isRoot(ByteRange target) {
    return target.length() == 1 && target.bytes()[target.from()] == '/';
  }

  /** The target at the host of a namespace; at the main host when the namespace is empty. */
  private String address(String namespace, ByteRange target, ByteRange host, boolean secure) {
    return origin(namespace, host, secure)
        + Routes.headerSafe(target.bytes(), target.from(), target.to());
  }

  private String origin(String namespace, ByteRange host, boolean secure) {
    String name = namespace.isEmpty() ? mainHost : namespace + "." + domain;
    return scheme(secure) + name + port(host);
  }

  private static byte[] policy(String policy) {
    return ("Content-Security-Policy: " + policy + "\r\n").getBytes(US_ASCII);
  }

  private static String scheme(boolean secure) {
    return secure ? "https://" : "http://";
  }

  /** What precedes the domain in the host, lower case; empty for the main host. */
  private Optional<String> label(ByteRange host) {
    byte[] b = host.bytes();
    int to = nameTo(host);
    to = to > host.from() && b[to - 1] == '.' ? to - 1 : to;
    int from = to - suffix.length;
    if (from < host.from()) {
      return Optional.empty();
    }
    for (int i = 0; i < suffix.length; i++) {
      if (lower(b[from + i]) != suffix[i]) {
        return Optional.empty();
      }
    }
    String label = new String(b, host.from(), from - host.from(), US_ASCII);
    return Optional.of(label.toLowerCase(Locale.ROOT));
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }

  /** End of the name; the colons of an IPv6 address stand inside its brackets. */
  private static int nameTo(ByteRange host) {
    byte[] b = host.bytes();
    int i = host.to();
    while (i > host.from() && b[i - 1] >= '0' && b[i - 1] <= '9') {
      i--;
    }
    return i > host.from() && b[i - 1] == ':' ? i - 1 : host.to();
  }

  /** Port of the host with its colon; empty when it has none. */
  private static String port(ByteRange host) {
    int from = nameTo(host);
    int to = host.to();
    return to - from < 2 ? "" : new String(host.bytes(), from, to - from, US_ASCII);
  }
}
