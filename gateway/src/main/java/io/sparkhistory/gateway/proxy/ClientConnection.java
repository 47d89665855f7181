package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The front of the proxy: a client's connection. Has the {@link RequestReader} read one request at
 * a time and the {@link Interpreter} carry out what the gate decides of it, and goes on with the
 * next when the answer has been written. What may happen when depends on the one state below, which
 * is why this file is a little longer than others.
 */
final class ClientConnection extends TimedHandler {
  /** What a client may send ahead of being asked; beyond it, it is not read. */
  private static final int AHEAD = 64 * 1024;

  /** Where the connection is in the life of a request. */
  private enum State {
    IDLE,
    READING_HEAD,
    /** Nothing is read for now: the gate decides, a server wakes, or a connection is opened. */
    DECIDING,
    READING_BODY,
    ANSWERING,
    /** Closed, or on the way to it and no more than {@link LastWords}. */
    CLOSED
  }

  private final Interpreter interpreter;
  private final Relay relay;
  private final RequestReader reader;
  private final SlowClient slow;

  private @Nullable ByteBuf in;
  private @Nullable Exchange exchange;
  private State state = State.IDLE;
  private String peer = "";
  private byte[] peerBytes = {};
  private long idleSince;
  private boolean advancing;

  ClientConnection(Worker worker) {
    super(worker);
    OwnAnswer own = new OwnAnswer(worker, this);
    SlowPage slowPage = new SlowPage(worker, own);
    relay = new Relay(worker, this, slowPage);
    interpreter = new Interpreter(worker, this, relay, own, slowPage);
    reader = new RequestReader(worker, this, relay);
    slow = new SlowClient(worker, this);
  }

  // ---- channel events

  @Override
  public void channelActive(ChannelHandlerContext context) {
    InetSocketAddress address = (InetSocketAddress) context.channel().remoteAddress();
    peer = address.getAddress().getHostAddress();
    peerBytes = peer.getBytes(ISO_8859_1);
    idleSince = System.nanoTime();
    worker.opened(this);
    worker.parts.events().clientConnections(1);
    within(worker.settings.timeouts().head());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    in = Buffers.append(context.alloc(), in, (ByteBuf) message);
    advance();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    relay.flushRequest();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!context.channel().isWritable()) {
      return;
    }
    if (exchange != null && exchange.answerBegun) {
      untimed();
      relay.clientWritable();
    } else if (state == State.IDLE) {
      read(true);
      advance();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    state = State.CLOSED;
    untimed();
    worker.closed(this);
    worker.parts.events().clientConnections(-1);
    in = Buffers.release(in);
    interpreter.abandon();
    relay.abandon();
    if (exchange != null) {
      exchange.ends(Outcome.CLIENT_GONE, "");
      complete(exchange);
    }
  }

  @Override
  void look(long now) {
    super.look(now);
    relay.look(now);
  }

  @Override
  void deadlinePassed() {
    switch (state) {
      case IDLE -> slow.idle();
      case READING_HEAD -> slow.head();
      case READING_BODY -> slow.body(exchange());
      case DECIDING -> {
        if (relay.waits()) {
          relay.waitedTooLong();
        } else {
          slow.reader(exchange());
        }
      }
      case ANSWERING -> slow.reader(exchange());
      case CLOSED -> {}
    }
  }

  // ---- reading

  /** Goes as far as the bytes that have arrived allow. */
  private void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    boolean more = true;
    while (more && in != null && in.isReadable()) {
      more =
          switch (state) {
            case IDLE, READING_HEAD -> writable() ? readHead(in) : holdBack(in);
            case READING_BODY -> {
              passBody();
              yield state != State.READING_BODY;
            }
            case DECIDING, ANSWERING -> holdBack(in);
            case CLOSED -> {
              in.skipBytes(in.readableBytes());
              yield false;
            }
          };
    }
    in = Buffers.releaseIfRead(in);
    advancing = false;
  }

  private boolean readHead(ByteBuf data) {
    Exchange now = exchange;
    if (now == null) {
      now = worker.take();
      now.begin(peer, worker.readClock());
      exchange = now;
      worker.parts.events().began();
      state = State.READING_HEAD;
      within(worker.settings.timeouts().head());
    }
    return switch (reader.head(now, data)) {
      case INCOMPLETE -> false;
      case REFUSED -> {
        reader.refuseHead(now.request.error());
        yield false;
      }
      case COMPLETE -> {
        untimed();
        state = State.DECIDING;
        now.headRead = true;
        if (reader.accepts(now)) {
          interpreter.decide(now);
        }
        yield true;
      }
    };
  }

  /** What comes while the present request is busy belongs to the next one, up to a bound. */
  private boolean holdBack(ByteBuf data) {
    if (data.readableBytes() > AHEAD) {
      read(false);
    }
    return false;
  }

  /** The upstream connection is there: the body may come. */
  void sendBody() {
    state = State.READING_BODY;
    read(true);
    passBody();
  }

  /**
   * Passes on what has arrived of the body. Once an answer has begun, that one is timed instead.
   */
  private void passBody() {
    Exchange now = exchange();
    if (!now.answerBegun) {
      within(worker.settings.timeouts().bodyIdle());
    }
    ByteBuf data = in == null ? Unpooled.EMPTY_BUFFER : in;
    if (reader.body(now, data)) {
      if (!now.answerBegun) {
        untimed();
      }
      state = State.ANSWERING;
      relay.requestDone();
    }
  }

  // ---- what the interpreter and the relay ask for

  Exchange exchange() {
    if (exchange == null) {
      throw new IllegalStateException("no request is going on");
    }
    return exchange;
  }

  /** Whether this request is still the one that is going on. */
  boolean busyWith(Exchange other, long serial) {
    return exchange == other && other.serial == serial && state == State.DECIDING;
  }

  boolean readsBody() {
    return state == State.READING_BODY;
  }

  byte[] peerBytes() {
    return peerBytes;
  }

  /** The client does not read as fast as the history server sends: it must at least read on. */
  void awaitReader() {
    drains();
    within(worker.settings.timeouts().bodyIdle());
  }

  /** Answers in the gateway's own words, or cuts the connection when an answer has begun. */
  void refuse(Outcome outcome, String reason, String nextStep) {
    relay.abandon();
    Exchange now = exchange();
    if (now.answerBegun) {
      now.ends(outcome, reason);
      cut();
    } else {
      interpreter.refuse(now, Plan.Refuse.of(outcome, reason, nextStep));
    }
  }

  /** There is no upstream connection any more: what comes of the body waits for the next one. */
  void awaitUpstream() {
    untimed();
    state = State.DECIDING;
  }

  /** What is known of a history server that could not be asked is looked at once more. */
  void reconsider(Plan.Refuse refusal, String why, boolean certain) {
    awaitUpstream();
    interpreter.reconsider(exchange(), refusal, why, certain);
  }

  // ---- the end of a request, and of the connection

  /** The answer has been written whole. */
  void ended() {
    Exchange now = exchange();
    boolean next = now.keepAlive && now.requestBody.done() && (hasMore() || !worker.ending());
    complete(now);
    if (!next) {
      finish();
      return;
    }
    state = State.IDLE;
    read(true);
    within(worker.settings.timeouts().keepAlive());
    advance();
  }

  /** Ends the connection so that nobody can take what was sent for a whole answer: by a reset. */
  void cut() {
    Exchange now = exchange();
    complete(now);
    state = State.CLOSED;
    config().setOption(ChannelOption.SO_LINGER, 0);
    close();
  }

  /** Whether it has waited for a request for so long, and its client has all of the last answer. */
  boolean isIdle(long nanos) {
    return state == State.IDLE && System.nanoTime() - idleSince >= nanos && unsent() == 0;
  }

  /** Ends now if it waits for a request, otherwise with the answer that it waits for. */
  void drain() {
    if (isIdle(0)) {
      close();
    } else if (state == State.IDLE && !hasMore()) {
      finish();
    }
  }

  /** Whether something of a next request has come already. */
  private boolean hasMore() {
    return in != null && in.isReadable();
  }

  private void complete(Exchange now) {
    exchange = null;
    idleSince = worker.readClock();
    now.endedNanos = idleSince;
    worker.parts.events().completed(now);
    worker.give(now);
  }

  private void finish() {
    state = State.CLOSED;
    in = Buffers.release(in);
    untimed();
    worker.closed(this);
    context().pipeline().addLast(new LastWords(worker)).remove(this);
  }
}
