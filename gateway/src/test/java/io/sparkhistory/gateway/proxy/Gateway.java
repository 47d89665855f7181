package io.sparkhistory.gateway.proxy;

import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Candidates;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Driver;
import io.sparkhistory.gateway.backend.Drivers;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.backend.Listing;
import io.sparkhistory.gateway.backend.LogReads;
import io.sparkhistory.gateway.configuration.ClientLimits;
import io.sparkhistory.gateway.configuration.ClientTimeouts;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.configuration.HoldSettings;
import io.sparkhistory.gateway.configuration.UpstreamSettings;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.fixture.RawClient;
import io.sparkhistory.gateway.fixture.RawOrigin;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.RequestGate;
import io.sparkhistory.gateway.request.StartPages;
import io.sparkhistory.gateway.request.VisibleTenants;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.gateway.routing.TenantHosts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A gateway on a loopback port with tenants that the test sets; alice may see what starts with a.
 */
final class Gateway implements AutoCloseable, Backends, AccessReview {
  static final String ALICE = "alice@example.com";

  /** Longer than a client of a test waits, so that no limit ends what a busy machine delays. */
  private static final Duration LONG = Duration.ofMinutes(2);

  /** May look, and nothing else. */
  static final String VIEWER = "viewer@example.com";

  private final Map<Tenant, Listing> listings = new ConcurrentHashMap<>();

  final ReportedEvents events = new ReportedEvents();
  final Map<Tenant, Backend> tenants = new ConcurrentHashMap<>();
  final Map<String, Driver> drivers = new ConcurrentHashMap<>();
  volatile String gatewayNamespace = "gateways";
  final LogReads reads = new LogReads(InstantSource.system());
  final List<Tenant> woken = new CopyOnWriteArrayList<>();
  final AtomicInteger asked = new AtomicInteger();
  final List<Tenant> touched = new CopyOnWriteArrayList<>();
  final GatewayServer server;

  /** Limits of a gateway under test; the defaults let nothing happen by accident. */
  static final class Limits {
    int threads = 1;
    HeadLimits head = HeadLimits.DEFAULT;
    int clients = 2000;
    int perAddress;
    int requests;
    int perOrigin = 64;
    int pending = 64;
    int held = 10;
    int heldPerTenant = 10;
    long body;
    Duration headTime = LONG;
    Duration keepAlive = LONG;
    Duration connect = LONG;
    Duration response = LONG;
    Duration bodyIdle = LONG;
    Duration upstreamIdle = LONG;
    Duration wakeHold = LONG;
    Duration slowPage = LONG;
    List<String> forwardedFields = List.of();
    Fence.Mode fence = Fence.Mode.ON;
    TenantHosts hosts = TenantHosts.OFF;

    private io.sparkhistory.gateway.configuration.Limits configured() {
      return new io.sparkhistory.gateway.configuration.Limits(
          head,
          new ClientLimits(clients, perAddress, requests, body),
          new ClientTimeouts(headTime, keepAlive, slowPage),
          new UpstreamSettings(connect, response, bodyIdle, upstreamIdle, perOrigin, pending),
          new HoldSettings(wakeHold, held, heldPerTenant));
    }
  }

  Gateway() throws IOException {
    this(new Limits());
  }

  Gateway(Limits limits) throws IOException {
    ProxySettings settings =
        new ProxySettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            limits.threads,
            limits.configured(),
            "kubeflow-userid");
    FieldNames names = new FieldNames("kubeflow-userid", "kubeflow-groups", limits.forwardedFields);
    Routes routes = new Routes("/sparkhistory", limits.hosts);
    RequestGate gate = new RequestGate(routes, new Callers("", ""), Proof.NONE, this, this);
    server =
        new GatewayServer(
            settings,
            new ProxyParts(
                gate,
                new StartPages(
                    new VisibleTenants(this, this, Candidates.ALL, LONG),
                    this,
                    Clock.systemUTC(),
                    true),
                new Pages("/sparkhistory", Clock.systemUTC()),
                events,
                routes,
                names,
                new HeaderRules(Set.of(), names.alsoForwarded()),
                new Fence(limits.fence, routes.fenceReports()),
                host -> !host.text().equals("evil.example"),
                Clock.systemUTC()));
    server.start();
  }

  /** Makes the origin the history server of a namespace. */
  Gateway tenant(String namespace, RawOrigin origin) {
    return tenant(namespace, "127.0.0.1", origin.port());
  }

  Gateway tenant(String namespace, String host, int port) {
    String authority = host + ":" + port;
    tenants.put(
        new Tenant(namespace),
        new Backend.Ready(new Endpoint(host, port, authority, Set.of(authority))));
    return this;
  }

  /** Makes the origin the driver of a running application. */
  Gateway driver(String namespace, String application, RawOrigin origin) {
    String authority = "127.0.0.1:" + origin.port();
    Endpoint endpoint = new Endpoint("127.0.0.1", origin.port(), authority, Set.of(authority));
    drivers.put(namespace + " " + application, new Driver.Running(endpoint));
    return this;
  }

  @Override
  public Drivers drivers() {
    return new Drivers() {
      @Override
      public Driver find(Tenant tenant, String application) {
        return drivers.getOrDefault(tenant.namespace() + " " + application, Driver.ENDED);
      }

      @Override
      public String gatewayNamespace() {
        return gatewayNamespace;
      }

      @Override
      public Collection<Application> of(Tenant tenant) {
        return drivers.keySet().stream()
            .filter(key -> key.startsWith(tenant.namespace() + " "))
            .sorted()
            .map(key -> key.substring(tenant.namespace().length() + 1))
            .map(id -> new Application(id, "job", find(tenant, id), Optional.empty()))
            .toList();
      }
    };
  }

  /** Puts the history server of a namespace to sleep. */
  Gateway asleep(String namespace) {
    tenants.put(new Tenant(namespace), new Backend.Asleep(Duration.ZERO));
    return this;
  }

  /** What the history server of a namespace listed when it was last awake, long ago. */
  Gateway lists(String namespace, String id, String name) {
    var application = new Listing.Application(id, name, "", "bob", 1000, 2000, "4.0.1");
    return lists(namespace, new Listing(List.of(application), Optional.of(Instant.EPOCH)));
  }

  Gateway lists(String namespace, Listing listing) {
    listings.put(new Tenant(namespace), listing);
    return this;
  }

  RawClient client() throws IOException {
    return new RawClient(server.address());
  }

  /** A client whose window is small, so that the gateway soon has to keep what it does not read. */
  RawClient narrowClient(int window) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(window);
    return new RawClient(server.address(), socket);
  }

  @Override
  public void close() {
    server.close();
  }

  @Override
  public Backend find(Tenant tenant) {
    asked.incrementAndGet();
    return tenants.getOrDefault(tenant, new Backend.Absent("Ask for one.", ""));
  }

  @Override
  public LogReads logReads(Tenant tenant) {
    return reads;
  }

  @Override
  public void wake(Tenant tenant) {
    woken.add(tenant);
  }

  @Override
  public void touch(Tenant tenant) {
    touched.add(tenant);
  }

  @Override
  public Collection<Entry> all() {
    return tenants.entrySet().stream()
        .map(
            e ->
                new Entry(
                    e.getKey(),
                    e.getValue(),
                    Optional.empty(),
                    listings.getOrDefault(e.getKey(), Listing.NONE)))
        .toList();
  }

  @Override
  public CompletionStage<AccessDecision> review(Caller caller, Tenant tenant, Verb verb) {
    boolean viewer = caller.user().equals(VIEWER) && verb == Verb.GET;
    boolean may = (caller.user().equals(ALICE) || viewer) && tenant.namespace().startsWith("a");
    return CompletableFuture.completedFuture(
        may ? new AccessDecision.Allowed("test") : new AccessDecision.Denied("test"));
  }
}
