package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.sparkhistory.gateway.configuration.ClientTimeouts;
import io.sparkhistory.gateway.proxy.ClientState.Simple;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.ProxyEvents;
import io.sparkhistory.gateway.upstream.Buffers;
import io.sparkhistory.gateway.upstream.LoopTasks;
import io.sparkhistory.gateway.upstream.TimedHandler;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one request at a time, each in one {@link ClientState} after the other.
 *
 * <pre>
 *                 first byte                 head complete
 *   IDLE ───────────────────▶ READING_HEAD ───────────────▶ DECIDING ◀──────────────────────────┐
 *    ▲  keep-alive timeout:      head timeout: 408             │  the gate has a plan            │
 *    │  CLOSED                   refused head: 4xx             │                                 │
 *    │                                                         ├─ Wait.ForPlan          answered ┤
 *    │                                                         ├─ Wait.ForNamespaces    answered ┤
 *    │                                                         ├─ Wait.ForLinks         answered ┤
 *    │                                                         ├─ Wait.ForWake        look again ┤
 *    │                                                         ├─ Wait.ForSecondLook  look again ┘
 *    │                                                         │
 *    │                                                         ├─ Wait.ForFreeConnection ─┐
 *    │                                                         ├─ Wait.ForNewConnection ──┤
 *    │                                                         ▼                          ▼
 *    │  response written                                    a response of           Forwarding
 *    ├──────────────────────────────────────────────────── the gateway's own            │   │
 *    └───────────────────────────────────────────────────────────────────────────────────┘   │
 *        or, when the connection does not go on: CLOSED, by LingeringClose                    │
 *                                                            broke before its response began: │
 *                                                            once more, or Wait.ForSecondLook ┘
 *                                                            broke later: CLOSED, by a reset
 * </pre>
 *
 * <p>What ends each state, and how long it lasts at most, is said at the state; "Where a request
 * waits" in docs/architecture.md has all of it in one table. A client that goes away ends every
 * state; what was asked for is given up by {@link ClientState#abandon}. Everything happens on the
 * connection's event loop.
 *
 * <p>Longer than other files because of the picture, and because what channel, states and
 * responders call is in one place.
 */
final class ClientConnection extends TimedHandler implements Downstream {
  /** What a client may send ahead of being asked; beyond it, it is not read. */
  private static final int AHEAD = 64 * 1024;

  private final Services services;
  private final Relay relay;

  private ClientState state = Simple.IDLE;

  /** What has arrived and was not used yet. */
  private @Nullable ByteBuf in;

  /** Null while no request is going on. */
  private @Nullable Exchange exchange;

  private String peer = "";
  private byte[] address = {};
  private int requests;
  private long idleSince;

  /** What the client connections of one event loop share. */
  record Services(
      RequestReader reader,
      Interpreter interpreter,
      SlowClient slow,
      Relay.Shared relays,
      Exchanges exchanges,
      LoopTasks tasks,
      LingeringClose.Services lingering) {

    ProxyEvents events() {
      return relays.parts().events();
    }

    ClientTimeouts timeouts() {
      return relays.limits().timeouts();
    }
  }

  ClientConnection(Services services) {
    super(services.lingering().deadlines());
    this.services = services;
    relay = new Relay(services.relays(), this);
  }

  // ---- channel events

  @Override
  public void channelActive(ChannelHandlerContext context) {
    InetSocketAddress from = (InetSocketAddress) context.channel().remoteAddress();
    peer = from.getAddress().getHostAddress();
    address = peer.getBytes(ISO_8859_1);
    idleSince = services.relays().clock().read();
    opened();
    services.events().clientConnections(1);
    setDeadline(services.timeouts().head());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    in = Buffers.append(context.alloc(), in, (ByteBuf) message);
    advance();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (state instanceof Forwarding forwarding) {
      forwarding.flushRequest();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      state.writable(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ClientState last = state;
    state = Simple.CLOSED;
    closed();
    services.events().clientConnections(-1);
    in = Buffers.release(in);
    last.abandon();
    if (exchange != null) {
      exchange.record().ends(Outcome.CLIENT_GONE, "");
      complete(exchange);
    }
  }

  @Override
  protected void look(long now) {
    super.look(now);
    state.look(now);
  }

  @Override
  protected void deadlinePassed() {
    state.deadlinePassed(this);
  }

  // ---- reading

  /**
   * Goes as far as the bytes that have arrived allow. Called from the event loop alone, never by
   * what it leads to: that would read the same bytes twice.
   */
  private void advance() {
    boolean more = true;
    while (more && in != null && in.isReadable()) {
      more = state.received(this, in);
    }
    in = Buffers.releaseIfRead(in);
  }

  /** Goes on with what has arrived when the present event has been dealt with. */
  void advanceSoon() {
    if (hasMore()) {
      services.tasks().execute(this::advance);
    }
  }

  /** Reads on in the head of a request, and begins with it when it is complete. */
  boolean readHead(ByteBuf data) {
    if (exchange == null) {
      begin();
    }
    ClientRequest request = exchange().request();
    return switch (services.reader().head(request, data)) {
      case INCOMPLETE -> false;
      case REFUSED -> {
        services.reader().refuseHead(this);
        yield false;
      }
      case COMPLETE -> {
        clearDeadline();
        state = Simple.DECIDING;
        request.headComplete();
        if (services.reader().accepts(this, ++requests)) {
          services.interpreter().decide(this);
        }
        yield true;
      }
    };
  }

  /** What comes while the present request is busy belongs to the next one, up to a bound. */
  boolean holdBack(ByteBuf data) {
    if (data.readableBytes() > AHEAD) {
      read(false);
    }
    return false;
  }

  private void begin() {
    exchange = services.exchanges().take();
    exchange.record().begin(peer, services.relays().clock().read());
    services.events().began();
    state = Simple.READING_HEAD;
    setDeadline(services.timeouts().head());
  }

  // ---- what the states ask for

  ClientState state() {
    return state;
  }

  SlowClient slow() {
    return services.slow();
  }

  RequestReader reader() {
    return services.reader();
  }

  // ---- what those ask for who respond

  @Override
  public Exchange exchange() {
    if (exchange == null) {
      throw new IllegalStateException("no request is going on");
    }
    return exchange;
  }

  @Override
  public byte[] address() {
    return address;
  }

  @Override
  public void await(Wait wait) {
    state = wait;
  }

  @Override
  public boolean awaits(Wait wait) {
    return state == wait;
  }

  @Override
  public @Nullable Wait waitsFor() {
    return state instanceof Wait wait ? wait : null;
  }

  @Override
  public void endWait() {
    if (state instanceof Wait wait) {
      wait.abandon();
      state = Simple.DECIDING;
    }
  }

  @Override
  public void passOn(Forwarding forwarding) {
    state = forwarding;
    read(true);
    forwarding.passBody(this, in == null ? Unpooled.EMPTY_BUFFER : in);
  }

  @Override
  public boolean passedOnBy(Forwarding forwarding) {
    return state == forwarding;
  }

  @Override
  public void forward(Plan.Upstream plan) {
    relay.start(this, plan);
  }

  @Override
  public void reconsider(Plan.Refuse refusal, String why, boolean certain) {
    clearDeadline();
    state = Simple.DECIDING;
    services.interpreter().reconsider(this, refusal, why, certain);
  }

  @Override
  public void refuse(Plan.Refuse refusal) {
    ClientState last = state;
    state = Simple.DECIDING;
    last.abandon();
    Exchange now = exchange();
    if (now.responseBegun()) {
      now.record().ends(refusal.outcome(), refusal.reason());
      cut();
    } else {
      services.interpreter().refuse(refusal, this);
    }
  }

  // ---- the end of a request, and of the connection

  @Override
  public void ended() {
    Exchange now = exchange();
    boolean whole = now.keepsAlive() && now.request().body().done();
    boolean next = whole && (hasMore() || !services.relays().drain().ending());
    complete(now);
    if (!next) {
      finish();
      return;
    }
    state = Simple.IDLE;
    read(true);
    setDeadline(services.timeouts().keepAlive());
    advanceSoon();
  }

  @Override
  public void cut() {
    complete(exchange());
    state = Simple.CLOSED;
    config().setOption(ChannelOption.SO_LINGER, 0);
    close();
  }

  /**
   * Whether it has waited for a request for so long, and its client has all of the last response.
   */
  boolean isIdle(long nanos) {
    return state == Simple.IDLE
        && services.relays().clock().read() - idleSince >= nanos
        && unsent() == 0;
  }

  /** Ends now if it waits for a request, otherwise with the response that it waits for. */
  void drain() {
    if (isIdle(0)) {
      close();
    } else if (state == Simple.IDLE && !hasMore()) {
      finish();
    }
  }

  /** Whether something of a next request has come already. */
  private boolean hasMore() {
    return in != null && in.isReadable();
  }

  private void complete(Exchange now) {
    exchange = null;
    idleSince = services.relays().clock().read();
    now.record().ended(idleSince);
    services.events().completed(now.record());
    services.exchanges().give(now);
  }

  private void finish() {
    state = Simple.CLOSED;
    in = Buffers.release(in);
    closed();
    context().pipeline().addLast(new LingeringClose(services.lingering())).remove(this);
  }
}
