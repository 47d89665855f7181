package io.sparkhistory.gateway.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * Finds the {@link Route} of the target of a request. With prefix {@code /sparkhistory}:
 *
 * <ul>
 *   <li>{@code /sparkhistory} and {@code /sparkhistory/<namespace>}: the same with a slash, query
 *       kept (308)
 *   <li>{@code /sparkhistory/}: the landing page
 *   <li>{@code /sparkhistory/<namespace>/…}: the tenant
 *   <li>{@code /sparkhistory/<namespace>//api/…}: the same without the empty segment, because REST
 *       clients put {@code /api} behind an address that ends with a slash; no other empty segment
 *   <li>{@code /sparkhistory/<namespace>/-/live/…}: running applications, see {@link LivePath}
 *   <li>{@code /sparkhistory/-/status/<namespace>}, with {@code /<application>} behind it or not,
 *       {@code /sparkhistory/-/app/<application>}, {@code /sparkhistory/-/assets/<name>} and {@code
 *       /sparkhistory/-/fence-reports}: the gateway's own; a namespace cannot be called {@code -}
 *   <li>{@code /sparkhistory/{ns}} with whatever follows, the braces encoded or not: the Kubeflow
 *       dashboard asks for this while no namespace is chosen; to the landing page (302)
 *   <li>below the prefix and readable in two ways: refused, see {@link StrictPath}
 *   <li>everything else: not found, among it what is outside the prefix, which is not looked at any
 *       further because nothing there leads to a tenant
 * </ul>
 *
 * The prefix is compared byte by byte before anything is decoded, and a namespace is taken as it
 * stands, so each tenant has exactly one spelling. The query is never looked at.
 */
public final class Routes {
  private static final Route.Landing LANDING = new Route.Landing();
  private static final Route.NotFound NOT_FOUND = new Route.NotFound();
  private static final Route.FenceReport FENCE_REPORT = new Route.FenceReport();
  private static final byte[] STATUS = "/status/".getBytes(US_ASCII);
  private static final byte[] EMPTY_BEFORE_API = "//api/".getBytes(US_ASCII);
  private static final byte[] APPLICATION = "/app/".getBytes(US_ASCII);
  private static final byte[] API = "api".getBytes(US_ASCII);
  private static final byte[] ASSETS = "/assets/".getBytes(US_ASCII);
  private static final String FENCE_REPORTS = "/fence-reports";
  private static final byte[] FENCE_REPORTS_BYTES = FENCE_REPORTS.getBytes(US_ASCII);

  private final String prefix;
  private final byte[] prefixBytes;
  private final TenantHosts hosts;
  private final TenantLabels tenants = new TenantLabels();

  /** Routes of a gateway on which every host serves everything. */
  public Routes(String prefix) {
    this(prefix, TenantHosts.OFF);
  }

  /**
   * Throws {@link IllegalArgumentException} for a prefix that does not begin with a slash or that
   * ends with one. What else it may be is decided where the option is read.
   *
   * @param prefix such as {@code /sparkhistory}
   * @param hosts which host serves what
   */
  public Routes(String prefix, TenantHosts hosts) {
    if (!prefix.startsWith("/") || prefix.endsWith("/")) {
      throw new IllegalArgumentException(
          "a prefix begins with a slash and ends without: " + prefix);
    }
    this.prefix = prefix;
    this.prefixBytes = this.prefix.getBytes(US_ASCII);
    this.hosts = hosts;
  }

  /** Which host serves what. */
  public TenantHosts hosts() {
    return hosts;
  }

  /**
   * Whether the host that was asked serves the route that the target led to; see {@link
   * TenantHosts}.
   *
   * @param host value of the Host field; may be empty
   * @param secure whether the client uses https
   */
  public HostRoute at(Route route, ByteRange target, ByteRange host, boolean secure) {
    return hosts.find(route, target, host, secure, prefix);
  }

  /** The prefix with a slash at the start and none at the end, such as {@code /sparkhistory}. */
  public String prefix() {
    return prefix;
  }

  /** Path of {@link Route.FenceReport}. */
  public String fenceReports() {
    return prefix + "/-" + FENCE_REPORTS;
  }

  /** Prefix of the paths of {@link Route.FindApplication}. */
  public String finder() {
    return prefix + "/-/app";
  }

  /** Prefix of this tenant's paths, such as {@code /sparkhistory/ns-a}. Makes a new string. */
  public String prefixOf(Tenant tenant) {
    return prefix + "/" + tenant.namespace();
  }

  /** Prefix of a running application's paths. Makes a new string. */
  public String prefixOf(Tenant tenant, String application) {
    return prefixOf(tenant) + LivePath.PREFIX + application;
  }

  /**
   * Where the history server of this tenant has what a driver was asked for.
   *
   * @param path the driver's path and query
   * @return path-absolute, and safe to be sent in a header
   */
  public String inHistory(Tenant tenant, String application, ByteRange path) {
    String safe = headerSafe(path.bytes(), path.from(), path.to());
    return prefixOf(tenant) + DriverPath.inHistory(application, safe);
  }

  /**
   * The route of a target in origin form (RFC 9112, section 3.2.1).
   *
   * @param b holds path and query at {@code b[from..to)}
   */
  public Route find(byte[] b, int from, int to) {
    int below = from + prefixBytes.length;
    if (below > to || !Arrays.equals(b, from, below, prefixBytes, 0, prefixBytes.length)) {
      return NOT_FOUND;
    }
    int end = indexOf('?', b, below, to);
    if (below == end) {
      return elsewhere(b, from, end, to, "");
    }
    if (b[below] != '/') {
      return NOT_FOUND;
    }
    int name = below + 1;
    int rest = indexOf('/', b, name, end);
    boolean label = TenantLabels.isLabel(b, name, rest);
    int path = below;
    if (label && startsWith(EMPTY_BEFORE_API, b, rest, end)) {
      rest++;
      path = rest; // what is left out is a label and one slash, which have one reading
    }
    String problem = StrictPath.problem(b, path, end);
    if (!problem.isEmpty()) {
      return new Route.Ambiguous(problem);
    }
    if (name == end) {
      return LANDING;
    }
    if (label) {
      Tenant tenant = tenants.tenant(b, name, path == rest ? rest - 1 : rest);
      if (tenant.isReserved()) {
        return new Route.Reserved(tenant);
      }
      Route route =
          rest == end
              ? null
              : LivePath.isAt(b, rest, end)
                  ? LivePath.route(tenant, b, rest, end)
                  : toTenant(tenant, b, rest, end);
      return route == null ? elsewhere(b, from, end, to, tenant.namespace()) : route;
    }
    return rest - name == 1 && b[name] == '-' ? own(b, rest, end) : placeholder(b, name, rest);
  }

  /**
   * Whether the path is a tenant's {@code api} or below it, where programs ask, however many empty
   * segments precede that. Needs no route, so that it can be told of refused targets, too.
   *
   * @param b holds path and query at {@code b[from..to)}
   */
  public boolean isApi(byte[] b, int from, int to) {
    int below = from + prefixBytes.length;
    if (below >= to || !Arrays.equals(b, from, below, prefixBytes, 0, prefixBytes.length)) {
      return false;
    }
    int end = indexOf('?', b, below, to);
    int api = b[below] == '/' ? indexOf('/', b, below + 1, end) : end;
    api = LivePath.isAt(b, api, end) ? LivePath.rest(b, api, end) : api;
    while (api < end && b[api] == '/') {
      api++;
    }
    int behind = api + API.length;
    return startsWith(API, b, api, end) && (behind == end || b[behind] == '/');
  }

  private static Route toTenant(Tenant tenant, byte[] b, int rest, int end) {
    String application = ApplicationPath.application(b, rest, end);
    return new Route.ToTenant(tenant, rest, application, ServerLog.isAskedFor(b, rest, end));
  }

  private Route own(byte[] b, int from, int end) {
    if (startsWith(STATUS, b, from, end)) {
      int name = from + STATUS.length;
      int slash = indexOf('/', b, name, end);
      if (TenantLabels.isLabel(b, name, slash)) {
        Tenant tenant = tenants.tenant(b, name, slash);
        return tenant.isReserved() ? new Route.Reserved(tenant) : status(tenant, b, slash, end);
      }
    } else if (Arrays.equals(b, from, end, FENCE_REPORTS_BYTES, 0, FENCE_REPORTS_BYTES.length)) {
      return FENCE_REPORT;
    } else if (startsWith(APPLICATION, b, from, end)) {
      String application = ApplicationPath.asItStands(b, from + APPLICATION.length, end);
      return application.isEmpty() ? NOT_FOUND : new Route.FindApplication(application);
    } else if (startsWith(ASSETS, b, from, end)) {
      int name = from + ASSETS.length;
      if (isAssetName(b, name, end)) {
        return new Route.Asset(new String(b, name, end - name, US_ASCII));
      }
    }
    return NOT_FOUND;
  }

  /** Of one application when there is a name behind the slash at {@code b[slash]}. */
  private static Route status(Tenant tenant, byte[] b, int slash, int end) {
    boolean named = slash < end && indexOf('/', b, slash + 1, end) == end;
    String application = named ? ApplicationPath.name(b, slash + 1, end) : "";
    return slash == end || !application.isEmpty()
        ? new Route.Status(tenant, application)
        : NOT_FOUND;
  }

  private Route placeholder(byte[] b, int from, int to) {
    String segment = new String(b, from, Math.min(to - from, 8), US_ASCII);
    return segment.replaceAll("(?i)%7b", "{").replaceAll("(?i)%7d", "}").equals("{ns}")
            && to - from <= 8
        ? new Route.Elsewhere(prefix + "/", false, "")
        : NOT_FOUND;
  }

  /** The path {@code b[from..end)} with a slash, and its query {@code b[end..to)}. */
  private static Route elsewhere(byte[] b, int from, int end, int to, String namespace) {
    String path = new String(b, from, end - from, US_ASCII);
    return new Route.Elsewhere(path + "/" + headerSafe(b, end, to), true, namespace);
  }

  /** The bytes as text, with an escape for each that could end a header line. */
  static String headerSafe(byte[] b, int from, int to) {
    StringBuilder text = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      int c = b[i] & 0xff;
      if (c > ' ' && c < 0x7f) {
        text.append((char) c);
      } else {
        text.append('%').append(Character.forDigit(c >> 4, 16));
        text.append(Character.forDigit(c & 15, 16));
      }
    }
    return text.toString();
  }

  private static boolean isAssetName(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      boolean inside = i > from && (b[i] == '.' || b[i] == '-' || b[i] == '_');
      if (!TenantLabels.isLowerOrDigit(b[i]) && !inside) {
        return false;
      }
    }
    return from < to;
  }

  private static boolean startsWith(byte[] start, byte[] b, int from, int to) {
    return to - from >= start.length
        && Arrays.equals(b, from, from + start.length, start, 0, start.length);
  }

  /** Index of the byte in {@code b[from..to)}; {@code to} when it is not there. */
  private static int indexOf(char c, byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] != c) {
      i++;
    }
    return i;
  }
}
