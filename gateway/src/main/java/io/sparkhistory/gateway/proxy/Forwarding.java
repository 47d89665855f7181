package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.request.KeptOut;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.upstream.ConnectFailure;
import io.sparkhistory.gateway.upstream.ConnectionRequest;
import io.sparkhistory.gateway.upstream.Origin;
import io.sparkhistory.gateway.upstream.ResponseFailure;
import io.sparkhistory.gateway.upstream.UpstreamConnection;
import io.sparkhistory.gateway.upstream.UpstreamListener;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Forwards one request to a history server or driver and its response back, with backpressure both
 * ways: while one side cannot be written, the other is not read. It is the state of the client
 * connection from the moment an upstream connection is there.
 *
 * <p>Request and response overlap: a history server may respond before it was sent the whole
 * request. Whether the request is sent is known here, whether the response has begun in the {@link
 * Exchange}.
 *
 * <p>Longer than other files: it is the one place that knows both directions.
 */
final class Forwarding implements UpstreamListener, ClientState {
  private static final long TOUCH_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Relay relay;
  private final Downstream client;
  private final Plan.Upstream plan;
  private final Origin origin;
  private final UpstreamWords words;

  /** Null before it is connected, and after its response. */
  private @Nullable UpstreamConnection upstream;

  /** Null unless the response may be one. */
  private @Nullable SidecarReply sidecar;

  private boolean requestSent;
  private boolean slowPageWanted;
  private long touchedNanos;

  Forwarding(Relay relay, Downstream client, Plan.Upstream plan, Origin origin) {
    this.relay = relay;
    this.client = client;
    this.plan = plan;
    this.origin = origin;
    this.words = UpstreamWords.of(plan);
  }

  /** Asks for a connection; with {@code fresh} for one that has not been used before. */
  void start(boolean fresh) {
    if (!origin.lend(this, fresh)) {
      relay.refuseFull(client, words.full());
    }
  }

  /** Others have had all connections for too long. */
  void waitedTooLong() {
    relay.refuseFull(client, words.busy());
  }

  // ---- the way to a connection

  @Override
  public void queued(ConnectionRequest request) {
    client.await(new Wait.ForFreeConnection(request, this));
    client.setDeadline(relay.upstream().response());
  }

  @Override
  public void connecting(ConnectionRequest request) {
    client.clearDeadline();
    client.await(new Wait.ForNewConnection(request));
  }

  @Override
  public void connectFailed(ConnectFailure failure, String why) {
    boolean mayRetry = failure == ConnectFailure.NO_SOCKET && relay.giveSocketsBack();
    Attempts attempts = client.exchange().attempts();
    if (mayRetry && !attempts.retried()) {
      attempts.retry();
      start(false);
    } else {
      client.reconsider(words.notConnected(failure), why, failure == ConnectFailure.NO_SOCKET);
    }
  }

  /** A connection is there: the head goes out, and the body as far as it has arrived. */
  @Override
  public void connected(UpstreamConnection connection) {
    upstream = connection;
    requestSent = false;
    Exchange exchange = client.exchange();
    exchange.record().sent(relay.clock().read());
    relay.request().head(exchange, plan, origin, connection);
    relay.sent(plan);
    client.passOn(this);
    if (upstream != connection) {
      // what had arrived of the body was malformed or too large, and the request has ended by it
      return;
    }
    connection.flush();
    slowPageWanted =
        upstream == connection
            && plan instanceof Plan.Forward forward
            && relay.slowPage().appliesTo(exchange, forward);
  }

  // ---- the request's body

  @Override
  public boolean received(ClientConnection from, ByteBuf data) {
    if (requestSent) {
      return from.holdBack(data);
    }
    passBody(from, data);
    return requestSent || !from.passedOnBy(this);
  }

  /**
   * Passes on what has arrived of the body. Once a response has begun, that one is timed instead.
   */
  void passBody(ClientConnection from, ByteBuf data) {
    Exchange exchange = from.exchange();
    if (!exchange.responseBegun()) {
      from.setDeadline(relay.upstream().bodyIdle());
    }
    if (from.reader().body(from, this, data)) {
      if (!exchange.responseBegun()) {
        from.clearDeadline();
      }
      requestSent = true;
      if (upstream != null) {
        relay.request().end(exchange, upstream);
      }
    }
  }

  /** Passes a piece of the body on; takes the buffer over. */
  void requestData(ByteBuf piece) {
    Exchange exchange = client.exchange();
    exchange.attempts().passOnBody();
    UpstreamConnection to = upstream;
    if (to == null) {
      piece.release();
      return;
    }
    relay.request().data(exchange, piece, to);
  }

  @Override
  public boolean requestSent() {
    return requestSent;
  }

  void flushRequest() {
    if (upstream != null) {
      upstream.flush();
    }
  }

  @Override
  public void writable() {
    client.read(true);
  }

  // ---- the response

  @Override
  public Head response() {
    return client.exchange().response();
  }

  @Override
  public boolean isHead() {
    return client.exchange().request().isHead();
  }

  @Override
  public void interim() {
    relay.response().interim(client.exchange(), origin);
  }

  @Override
  public void responseBegins() {
    relay.responseBegan(plan);
    // what is left of the request may come or not: from here on the response has to move
    client.clearDeadline();
    sidecar = plan instanceof Plan.Live && !isHead() ? SidecarReply.of(response()) : null;
    if (sidecar == null) {
      begin();
    }
  }

  private void begin() {
    relay.response().begin(client.exchange(), origin);
    touch(client.exchange());
  }

  @Override
  public void responseData(ByteBuf piece) {
    if (sidecar != null) {
      sidecar.add(client.alloc(), piece);
      return;
    }
    relay.response().data(client.exchange(), piece);
    touch(client.exchange());
    if (!client.writable()) {
      flush();
    }
  }

  @Override
  public void responseComplete(BodyReader body) {
    if (sidecar != null && isRefused(sidecar)) {
      return;
    }
    relay.response().end(client.exchange(), body);
    // From here on the connection may already serve somebody else.
    detach();
    relay.response().writePending();
    client.flushNow();
    client.exchange().record().ends(words.whole(), "");
    relay.response().clear();
    client.ended();
  }

  /** Whether an Envoy keeps the gateway out; then the client is told, otherwise what it said. */
  private boolean isRefused(SidecarReply reply) {
    KeptOut by = reply.sign();
    if (by != null && plan instanceof Plan.Live live) {
      detach();
      client.reconsider(by.refuse(live), by.why(), true);
      return true;
    }
    ByteBuf kept = reply.take();
    // the connection may already be another's, so that nothing may stop its being read
    detach();
    begin();
    if (kept != null) {
      responseData(kept);
    }
    return false;
  }

  /** Sends what is written; stops reading from the history server when the client cannot follow. */
  @Override
  public void flush() {
    relay.response().writePending();
    client.flushNow();
    if (upstream != null && client.exchange().responseBegun() && !client.writable()) {
      upstream.reading(false);
      relay.slowClient().awaitReader(client);
    }
  }

  @Override
  public void responseFailed(UpstreamConnection connection, ResponseFailure failure, String why) {
    Exchange exchange = client.exchange();
    detach();
    if (mayRepeat(exchange, connection, failure)) {
      exchange.attempts().retry();
      relay.events().upstreamRetried();
      client.clearDeadline();
      start(true);
    } else if (exchange.responseBegun()) {
      exchange.record().ends(words.aborted(), why);
      relay.response().clear();
      client.cut();
    } else {
      ClientRequest request = exchange.request();
      boolean gone = failure == ResponseFailure.CLOSED && !connection.responseBegan();
      boolean bodySent = exchange.attempts().bodyPassedOn();
      exchange.attempts().failedAt(origin.endpoint());
      relay.response().clear();
      client.reconsider(words.noResponse(failure), why, !gone || !request.idempotent() || bodySent);
    }
  }

  /** One that is silent for too long is not dead: asked again, it would do the same work twice. */
  private static boolean mayRepeat(
      Exchange exchange, UpstreamConnection connection, ResponseFailure failure) {
    return failure == ResponseFailure.CLOSED
        && connection.reused()
        && !connection.responseBegan()
        && exchange.request().idempotent()
        && !exchange.attempts().bodyPassedOn()
        && !exchange.attempts().retried();
  }

  // ---- what happens to the client's connection meanwhile

  @Override
  public void deadlinePassed(ClientConnection from) {
    if (requestSent) {
      relay.slowClient().reader(from);
    } else {
      relay.slowClient().body(from);
    }
  }

  /** The client takes bytes again. */
  @Override
  public void writable(ClientConnection from) {
    if (from.exchange().responseBegun()) {
      from.clearDeadline();
      if (upstream != null) {
        upstream.reading(true);
      }
    }
  }

  /** Looks whether the visitor has waited so long for a page that they had better be told. */
  @Override
  public void look(long now) {
    long due = relay.slowPage().patienceNanos();
    if (slowPageWanted && now - client.exchange().record().sentNanos() - due >= 0) {
      slowPageWanted = false;
      slow();
    }
  }

  @Override
  public void abandon() {
    UpstreamConnection given = upstream;
    detach();
    if (given != null) {
      given.abandon();
    }
    relay.response().clear();
  }

  /**
   * The history server is still busy with the request: the visitor is told, the request goes on.
   */
  private void slow() {
    UpstreamConnection busy = upstream;
    Exchange exchange = client.exchange();
    if (busy == null
        || exchange.responseBegun()
        || busy.responseBegan()
        || !requestSent
        || !(plan instanceof Plan.Forward forward)) {
      return;
    }
    Replays.Key key = SlowPage.key(exchange, forward);
    long sent = exchange.record().sentNanos();
    if (relay.replay(busy, forward, key, sent)) {
      detach();
      relay.slowPage().tell(client, relay.clock().read() - sent);
    }
  }

  /** The connection is somebody else's from here on, or closed. */
  private void detach() {
    upstream = null;
    slowPageWanted = false;
    if (sidecar != null) {
      sidecar.release();
      sidecar = null;
    }
  }

  private void touch(Exchange exchange) {
    ExchangeRecord record = exchange.record();
    long now = relay.clock().recent();
    boolean due = record.bytesOut() == 0 || now - touchedNanos > TOUCH_NANOS;
    ClientRequest request = exchange.request();
    if (due && record.status() < 400 && !request.isHead() && !request.visit().prefetch()) {
      touchedNanos = now;
      relay.served(plan);
    }
  }
}
