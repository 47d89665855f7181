package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sparkhistory.gateway.access.AccessDecision;
import io.sparkhistory.gateway.access.AccessReview;
import io.sparkhistory.gateway.access.Caller;
import io.sparkhistory.gateway.access.Callers;
import io.sparkhistory.gateway.access.Candidates;
import io.sparkhistory.gateway.access.Proof;
import io.sparkhistory.gateway.access.Verb;
import io.sparkhistory.gateway.backend.Backend;
import io.sparkhistory.gateway.backend.Backends;
import io.sparkhistory.gateway.backend.Endpoint;
import io.sparkhistory.gateway.configuration.ClientLimits;
import io.sparkhistory.gateway.configuration.ClientTimeouts;
import io.sparkhistory.gateway.configuration.HeadLimits;
import io.sparkhistory.gateway.configuration.HoldSettings;
import io.sparkhistory.gateway.configuration.Limits;
import io.sparkhistory.gateway.configuration.UpstreamSettings;
import io.sparkhistory.gateway.fence.Fence;
import io.sparkhistory.gateway.page.Pages;
import io.sparkhistory.gateway.request.Completion;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.request.RequestGate;
import io.sparkhistory.gateway.request.StartPages;
import io.sparkhistory.gateway.request.VisibleTenants;
import io.sparkhistory.gateway.routing.FieldNames;
import io.sparkhistory.gateway.routing.HeaderRules;
import io.sparkhistory.gateway.routing.LocationRewrite;
import io.sparkhistory.gateway.routing.Routes;
import io.sparkhistory.gateway.routing.Tenant;
import io.sparkhistory.gateway.upstream.LoopClock;
import io.sparkhistory.gateway.upstream.LoopTasks;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The connections of one event loop without sockets and threads: the test says what arrives, what
 * time it is, what the access review answers and what becomes of each connection to the server.
 */
final class Machine implements AutoCloseable, Backends, ProxyEvents {
  /** End of the path of a request whose outcome is not what a test is about. */
  static final String OTHER = "/other";

  private static final Duration STEP = Duration.ofSeconds(1);

  /** Connections to the history server that have been asked for, the oldest first. */
  final Deque<EmbeddedUpstream> upstreams = new ArrayDeque<>();

  /** Outcomes of the requests that have ended, without those to {@link #OTHER}. */
  final List<String> outcomes = new ArrayList<>();

  /** Limits that clients have met. */
  final List<Limit> limited = new ArrayList<>();

  Supplier<CompletionStage<AccessDecision>> review = Machine::yes;
  Backend backend = ready(18080);
  int held;
  int idle;

  /** How often the server of the namespace was said to be in use. */
  int touches;

  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final List<EmbeddedClient> clients = new ArrayList<>();
  private final List<EmbeddedUpstream> all = new ArrayList<>();
  private final Worker worker;
  private long nanos = TimeUnit.DAYS.toNanos(1);

  /** One connection at a time to the history server, and room for one request that waits for it. */
  Machine() {
    loop.freezeTime();
    Routes routes = new Routes("/sparkhistory");
    AccessReview access = new Review();
    worker =
        new Worker(
            new LoopTasks(loop.eventLoop()),
            this::connect,
            new LoopClock(() -> nanos),
            new Replays(),
            settings(),
            new ProxyParts(
                new RequestGate(routes, new Callers("", ""), Proof.NONE, access, this),
                new StartPages(
                    new VisibleTenants(access, this, Candidates.ALL, Duration.ofHours(1)),
                    this,
                    Clock.systemUTC(),
                    true),
                new Pages("/sparkhistory", Clock.systemUTC()),
                this,
                routes,
                new FieldNames("kubeflow-userid", "kubeflow-groups"),
                new HeaderRules(Set.of()),
                new Fence(Fence.Mode.ON, routes.fenceReports()),
                host -> true,
                Clock.systemUTC()));
    worker.start();
  }

  /** Longest times, each a different one: head 10 s, keep-alive 75 s, response 300 s, body 60 s. */
  private static ProxySettings settings() {
    return new ProxySettings(
        new InetSocketAddress(0),
        1,
        new Limits(
            HeadLimits.DEFAULT,
            new ClientLimits(100, 0, 0, 0),
            new ClientTimeouts(
                Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofSeconds(3)),
            new UpstreamSettings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(300),
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                1,
                1),
            new HoldSettings(Duration.ofSeconds(40), 10, 10)),
        "kubeflow-userid");
  }

  static Backend ready(int port) {
    return new Backend.Ready(new Endpoint("127.0.0.1", port, "shs.ns-a.svc:18080", Set.of()));
  }

  static CompletionStage<AccessDecision> yes() {
    return CompletableFuture.completedFuture(new AccessDecision.Allowed("test"));
  }

  /** A client has connected. */
  EmbeddedClient client() {
    EmbeddedClient client = new EmbeddedClient(worker.newClient());
    clients.add(client);
    return client;
  }

  /** The state of this client's connection, by its name. */
  static String state(EmbeddedChannel client) {
    ClientConnection connection = client.pipeline().get(ClientConnection.class);
    if (connection == null || !client.isOpen()) {
      return "CLOSED";
    }
    ClientState state = connection.state();
    return state instanceof ClientState.Simple simple
        ? simple.name()
        : state.getClass().getSimpleName();
  }

  void arrives(EmbeddedChannel channel, String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, ISO_8859_1));
    settle();
  }

  /** What has been sent on the channel since this was last asked. */
  static String sent(EmbeddedChannel channel) {
    StringBuilder text = new StringBuilder();
    for (ByteBuf data = channel.readOutbound(); data != null; data = channel.readOutbound()) {
      text.append(data.toString(ISO_8859_1));
      data.release();
    }
    return text.toString();
  }

  /** Lets time pass, with all that happens meanwhile. */
  void pass(Duration time) {
    for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(STEP)) {
      nanos += STEP.toNanos();
      loop.advanceTimeBy(STEP.toNanos(), TimeUnit.NANOSECONDS);
      settle();
    }
  }

  void drain(Duration until) {
    worker.drain(nanos + until.toNanos());
    settle();
  }

  /** A client has come for whom there is no room; returns whether another one has given way. */
  boolean makeRoom() {
    boolean made = worker.makeRoom();
    settle();
    return made;
  }

  /** Runs what is due, until nothing is. */
  void settle() {
    for (int i = 0; i < 3; i++) {
      loop.runPendingTasks();
      clients.forEach(EmbeddedChannel::runPendingTasks);
      all.forEach(upstream -> upstream.channel.runPendingTasks());
    }
  }

  private ChannelFuture connect(
      InetSocketAddress address, ChannelHandler handler, Duration longest) {
    EmbeddedUpstream upstream = new EmbeddedUpstream(handler, this::settle);
    upstreams.add(upstream);
    all.add(upstream);
    return upstream.opening();
  }

  @Override
  public void close() {
    clients.forEach(EmbeddedChannel::finishAndReleaseAll);
    all.forEach(upstream -> upstream.channel.finishAndReleaseAll());
    settle();
    loop.finishAndReleaseAll();
  }

  private final class Review implements AccessReview {
    @Override
    public CompletionStage<AccessDecision> review(Caller caller, Tenant tenant, Verb verb) {
      return review.get();
    }

    @Override
    public CompletionStage<AccessDecision> reviewEverywhere(Caller caller, Verb verb) {
      return review.get();
    }
  }

  // ---- what the gate and the proxy ask and tell

  @Override
  public Backend find(Tenant tenant) {
    return backend;
  }

  @Override
  public void wake(Tenant tenant) {}

  @Override
  public void touch(Tenant tenant) {
    touches++;
  }

  @Override
  public Collection<Entry> all() {
    return List.of(new Entry(new Tenant("ns-a"), backend, Optional.empty()));
  }

  @Override
  public void completed(Completion completion) {
    if (!completion.target().text().endsWith(OTHER)) {
      outcomes.add(completion.outcome().label());
    }
  }

  @Override
  public void clientConnections(int change) {}

  @Override
  public void upstreamConnections(int change) {}

  @Override
  public void idleUpstreamConnections(int change) {
    idle += change;
  }

  @Override
  public void held(int change) {
    held += change;
  }

  @Override
  public void limited(Limit limit) {
    limited.add(limit);
  }

  @Override
  public void upstreamRetried() {}

  @Override
  public void locationSeen(LocationRewrite.Kind kind) {}
}
