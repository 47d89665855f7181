package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.request.ProxyEvents.Limit;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes one request at a time from a client connection to a history server, and its answer back,
 * under backpressure both ways: the side that cannot be written stops the side that is read.
 *
 * <p>A little longer than other files: it is the one place that knows both sides.
 */
final class Relay implements Borrower {
  private static final long TOUCH_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Worker worker;
  private final ClientConnection client;
  private final SlowPage slowPage;
  private final OutgoingRequest request;
  private final Answer answer;

  private Plan.@Nullable Forward plan;
  private UpstreamPool.@Nullable Origin origin;
  private @Nullable UpstreamConnection upstream;
  private @Nullable ChannelFuture opening;
  private long touchedNanos;

  Relay(Worker worker, ClientConnection client, SlowPage slowPage) {
    this.worker = worker;
    this.client = client;
    this.slowPage = slowPage;
    request = new OutgoingRequest(worker, client);
    answer = new Answer(worker, client);
  }

  @Override
  public Exchange exchange() {
    return client.exchange();
  }

  /** Begins to pass on the present request of the client connection. */
  void start(Plan.Forward forward) {
    plan = forward;
    origin = worker.pool.origin(forward.tenant(), forward.backend().endpoint());
    // where one connection was dead the others in the pool may be, too
    ask(exchange().retried);
  }

  private void ask(boolean fresh) {
    if (!origin().lend(this, fresh)) {
      worker.parts.events().limited(Limit.PENDING_PER_TENANT);
      client.refuse(
          Outcome.OVERLOADED,
          "Too many requests wait for this history server.",
          "Try again in a few seconds.");
    } else if (waits()) {
      client.within(worker.settings.timeouts().response());
    }
  }

  /** Whether there is no connection for it yet because others have all of them. */
  boolean waits() {
    return plan != null && upstream == null && opening == null;
  }

  /** Others have had all connections for too long. */
  void waitedTooLong() {
    worker.parts.events().limited(Limit.PENDING_PER_TENANT);
    client.refuse(
        Outcome.OVERLOADED,
        "This history server has been busy with other requests for too long.",
        "Try again in a few seconds.");
  }

  // ---- what the pool says

  void connecting(ChannelFuture connect) {
    client.untimed();
    opening = connect;
  }

  boolean wants(ChannelFuture connect) {
    return opening == connect;
  }

  void connectFailed(ChannelFuture connect, Throwable cause) {
    if (!wants(connect)) {
      return;
    }
    opening = null;
    if (Exhausted.isCause(cause)) {
      noSocket(cause);
      return;
    }
    reset();
    boolean late = cause instanceof ConnectTimeoutException;
    client.reconsider(
        Plan.Refuse.of(
            late ? Outcome.UPSTREAM_CONNECT_TIMEOUT : Outcome.UPSTREAM_UNREACHABLE,
            "The history server cannot be reached.",
            "Try again in a few seconds. If it stays so, ask whoever runs the cluster."),
        "connect: " + cause.getClass().getSimpleName(),
        false);
  }

  /** It is not the history server that fails, but this process has nothing to reach it with. */
  private void noSocket(Throwable cause) {
    worker.parts.events().limited(Limit.FILE_DESCRIPTORS);
    Exchange exchange = exchange();
    if (worker.giveSocketsBack() && !exchange.retried) {
      exchange.retried = true;
      ask(false);
      return;
    }
    reset();
    client.reconsider(
        Plan.Refuse.of(
            Outcome.OVERLOADED,
            "The gateway has no socket left to reach the history server.",
            "Try again in a few seconds."),
        "connect: " + cause.getMessage(),
        true);
  }

  /** A connection is there: the head goes out, and the body as far as it has arrived. */
  void connected(UpstreamConnection connection) {
    opening = null;
    upstream = connection;
    Exchange exchange = exchange();
    exchange.sentNanos = worker.readClock();
    request.head(exchange, forward(), origin(), connection);
    worker.parts.gate().sent(forward());
    client.sendBody();
    if (upstream != connection) {
      // what had arrived of the body was malformed or too large, and the request has ended by it
      return;
    }
    connection.flush();
    if (upstream == connection && plan != null) {
      slowPage.watch(exchange, plan);
    }
  }

  // ---- the request's body, called by the client connection

  /** Passes a piece of the body on; takes the buffer over. */
  void requestData(ByteBuf piece) {
    Exchange exchange = exchange();
    exchange.bodyBegun = true;
    UpstreamConnection to = upstream;
    if (to == null) {
      piece.release();
      return;
    }
    request.data(exchange, piece, to);
  }

  /** The whole request has been passed on. */
  void requestDone() {
    if (upstream != null) {
      request.end(exchange(), upstream);
    }
  }

  @Override
  public boolean requestSent() {
    return exchange().requestBody.done();
  }

  void flushRequest() {
    if (upstream != null) {
      upstream.flush();
    }
  }

  // ---- the answer, called by the upstream connection

  @Override
  public void upstreamWritable() {
    client.read(true);
  }

  @Override
  public void interim() {
    answer.interim(exchange(), origin());
  }

  @Override
  public void answerBegins(BodyReader body) {
    worker.parts.gate().answered(forward());
    answer.begin(exchange(), origin(), body);
    // what is left of the request may come or not: from here on the answer has to move
    client.untimed();
    touch(exchange());
  }

  @Override
  public void answerData(ByteBuf piece) {
    answer.data(exchange(), piece);
    touch(exchange());
    if (!client.writable()) {
      flush();
    }
  }

  /**
   * The answer is complete: its framing says so, or the connection's end where that is the rule.
   */
  @Override
  public void answerComplete() {
    answer.end(exchange());
    // From here on the connection may already serve somebody else.
    upstream = null;
    flush();
    exchange().ends(Outcome.FORWARDED, "");
    reset();
    client.ended();
  }

  /** Sends what is written; stops reading from the history server when the client cannot follow. */
  @Override
  public void flush() {
    answer.writePending();
    client.flushNow();
    if (upstream != null && exchange().answerBegun && !client.writable()) {
      upstream.reading(false);
      client.awaitReader();
    }
  }

  /** The client takes bytes again. */
  void clientWritable() {
    if (upstream != null) {
      upstream.reading(true);
    }
  }

  /** The history server's connection ended before its answer did. */
  @Override
  public void upstreamBroke(UpstreamConnection connection, Outcome outcome, String why) {
    Exchange exchange = exchange();
    upstream = null;
    // one that is silent for too long is not dead: asked again, it would do the same work twice
    boolean again =
        outcome == Outcome.UPSTREAM_CLOSED
            && connection.reused()
            && !connection.answered()
            && exchange.idempotent()
            && !exchange.bodyBegun
            && !exchange.retried;
    if (again) {
      exchange.retried = true;
      worker.parts.events().upstreamRetried();
      client.awaitUpstream();
      ask(true);
    } else if (exchange.answerBegun) {
      exchange.ends(Outcome.UPSTREAM_ABORTED, why);
      reset();
      client.cut();
    } else {
      Plan.Refuse refusal =
          Plan.Refuse.of(outcome, "The history server gave no usable answer.", "Try again.");
      boolean gone = outcome == Outcome.UPSTREAM_CLOSED && !connection.answered();
      exchange.broken = origin().endpoint;
      reset();
      client.reconsider(refusal, why, !gone || !exchange.idempotent() || exchange.bodyBegun);
    }
  }

  /** Looks whether the visitor has waited so long for a page that they had better be told. */
  void look(long now) {
    if (slowPage.isDue(now)) {
      slowPage.cancel();
      slow();
    }
  }

  /** Gives up whatever is going on for the present request. */
  void abandon() {
    opening = null;
    if (upstream != null) {
      upstream.abandon();
    } else if (origin != null) {
      origin.forget(this);
    }
    reset();
  }

  /**
   * The history server is still busy with the request: the visitor is told, the request goes on.
   */
  private void slow() {
    UpstreamConnection busy = upstream;
    Exchange exchange = exchange();
    if (busy == null || exchange.answerBegun || busy.answered() || !requestSent()) {
      return;
    }
    Replays.Key key = SlowPage.key(exchange, forward());
    if (worker.replays.begin(key, exchange.sentNanos)) {
      busy.handOver(new Replay(worker, forward(), key));
      worker.parts.gate().served(forward());
      reset();
      slowPage.tell(exchange, System.nanoTime() - exchange.sentNanos);
    }
  }

  private void reset() {
    slowPage.cancel();
    plan = null;
    origin = null;
    upstream = null;
    answer.clear();
  }

  private void touch(Exchange exchange) {
    long now = worker.recentNanos();
    boolean due = exchange.bytesOut == 0 || now - touchedNanos > TOUCH_NANOS;
    if (due && exchange.status < 400 && !exchange.isHead() && !exchange.visit.prefetch()) {
      touchedNanos = now;
      worker.parts.gate().served(forward());
    }
  }

  private Plan.Forward forward() {
    if (plan == null) {
      throw new IllegalStateException("no request is being forwarded");
    }
    return plan;
  }

  private UpstreamPool.Origin origin() {
    if (origin == null) {
      throw new IllegalStateException("no request is being forwarded");
    }
    return origin;
  }
}
