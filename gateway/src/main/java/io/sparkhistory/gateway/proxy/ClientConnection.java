package io.sparkhistory.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.sparkhistory.gateway.http.HeadError;
import io.sparkhistory.gateway.request.Outcome;
import io.sparkhistory.gateway.request.Plan;
import io.sparkhistory.gateway.routing.Field;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The front of the proxy: a client's connection. Reads one request at a time, has the {@link
 * Interpreter} carry out what the gate decides of it, and goes on with the next when the answer has
 * been written.
 *
 * <p>Longer than other files: all that can happen to a client's connection depends on the one state
 * below, and reads best beside it.
 */
final class ClientConnection extends TimedHandler {
  /** What a client may send ahead of being asked; beyond it, it is not read. */
  private static final int AHEAD = 64 * 1024;

  private static final Duration LINGER = Duration.ofSeconds(2);

  /** Where the connection is in the life of a request. */
  private enum State {
    IDLE,
    READING_HEAD,
    /** Nothing is read for now: the gate decides, a server wakes, or a connection is opened. */
    DECIDING,
    READING_BODY,
    ANSWERING,
    /** The last answer is out; what still comes is thrown away, so that the client can read it. */
    LINGERING,
    CLOSED
  }

  private final Worker worker;
  private final Interpreter interpreter;
  private final Relay relay;

  private @Nullable ByteBuf in;
  private @Nullable Exchange exchange;
  private State state = State.IDLE;
  private String peer = "";
  private byte[] peerBytes = {};
  private long room;
  private boolean advancing;

  ClientConnection(Worker worker) {
    this.worker = worker;
    interpreter = new Interpreter(worker, this);
    relay = new Relay(worker, this);
  }

  // ---- channel events

  @Override
  public void channelActive(ChannelHandlerContext context) {
    InetSocketAddress address = (InetSocketAddress) context.channel().remoteAddress();
    peer = address.getAddress().getHostAddress();
    peerBytes = peer.getBytes(ISO_8859_1);
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
    } else {
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
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    close();
  }

  @Override
  void deadlinePassed() {
    switch (state) {
      case IDLE, LINGERING -> close();
      case READING_HEAD -> refuse(Outcome.REQUEST_TIMEOUT, "The request's head took too long.", "");
      case READING_BODY -> bodyLate();
      case ANSWERING, DECIDING -> readerLate();
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
            case IDLE, READING_HEAD -> writable() && readHead(in);
            case READING_BODY -> {
              passBody();
              yield state != State.READING_BODY;
            }
            case DECIDING, ANSWERING -> holdBack(in);
            case LINGERING, CLOSED -> {
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
      now.begin(peer, System.nanoTime());
      exchange = now;
      worker.parts.events().began();
      state = State.READING_HEAD;
      within(worker.settings.timeouts().head());
    }
    return switch (worker.parser.request(data, now.request)) {
      case INCOMPLETE -> false;
      case REFUSED -> {
        HeadError error = now.request.error();
        refuse(Interpreter.outcome(error), error.sentence(), "Send a well-formed request.");
        yield false;
      }
      case COMPLETE -> {
        untimed();
        state = State.DECIDING;
        headRead(now);
        yield true;
      }
    };
  }

  private void headRead(Exchange now) {
    now.headRead = true;
    now.keepAlive = now.request.keepAlive() && !worker.draining();
    long length = now.request.contentLength();
    if (now.request.chunked()) {
      now.requestBody.chunked();
    } else if (length > 0) {
      now.requestBody.length(length);
    } else {
      now.requestBody.none();
    }
    if (tooLarge(length)) {
      refuse(Outcome.CONTENT_TOO_LARGE, "The body is larger than this gateway accepts.", "");
    } else if (!worker.parts.hosts().test(now.request.value(Field.HOST))) {
      refuse(
          Outcome.MISDIRECTED,
          "This gateway does not answer for the host that was asked.",
          "Use the address that it printed when it started.");
    } else {
      interpreter.decide(now);
    }
  }

  private boolean tooLarge(long bytes) {
    long most = worker.settings.bounds().body();
    return most > 0 && bytes > most;
  }

  /** What comes while the present request is busy belongs to the next one, up to a bound. */
  private boolean holdBack(ByteBuf data) {
    if (data.readableBytes() > AHEAD) {
      reading(false);
    }
    return false;
  }

  /** The upstream connection is there: the body may come. */
  void sendBody() {
    state = State.READING_BODY;
    reading(true);
    passBody();
  }

  /** Passes on what has arrived of the body. */
  private void passBody() {
    Exchange now = exchange();
    within(worker.settings.timeouts().bodyIdle());
    while (in != null && in.isReadable()) {
      int size = now.requestBody.next(in);
      if (size == 0) {
        break;
      }
      now.bytesIn += size;
      if (tooLarge(now.bytesIn)) {
        refuse(Outcome.CONTENT_TOO_LARGE, "The body is larger than this gateway accepts.", "");
        return;
      }
      relay.requestData(in.readRetainedSlice(size));
    }
    if (now.requestBody.failed()) {
      refuse(Outcome.BAD_REQUEST, "The chunks of the body are malformed.", "Send it again.");
    } else if (now.requestBody.done()) {
      untimed();
      state = State.ANSWERING;
      relay.requestDone();
    }
  }

  // ---- what the interpreter and the relay ask for

  void forward(Plan.Forward plan) {
    relay.start(plan);
  }

  boolean mayBeSlow(Plan.Forward plan) {
    return interpreter.mayBeSlow(exchange(), plan);
  }

  Replays.Key replayKey(Plan.Forward plan) {
    return Interpreter.replayKey(exchange(), plan);
  }

  /** Shows the visitor that the history server takes its time. */
  void tellSlow(long nanos) {
    interpreter.tellSlow(exchange(), nanos);
  }

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

  byte[] peerBytes() {
    return peerBytes;
  }

  void flushNow() {
    context().flush();
  }

  /** Stops or goes on reading from the client. */
  void reading(boolean on) {
    if (config().isAutoRead() != on) {
      config().setAutoRead(on);
    }
  }

  /** The client does not read as fast as the history server sends: it must at least read on. */
  void awaitReader() {
    room = context().channel().bytesBeforeWritable();
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

  /**
   * A history server could not be asked. It may just be going to sleep, or be on its way to another
   * machine, so what is known of it is looked at once more before the client is told.
   *
   * @param certain whether there is nothing to look at
   */
  void reconsider(Plan.Refuse refusal, String why, boolean certain) {
    Exchange now = exchange();
    if (!certain) {
      state = State.DECIDING;
      untimed();
      if (interpreter.reconsider(now, refusal, why)) {
        return;
      }
    }
    now.ends(refusal.outcome(), why);
    refuse(refusal.outcome(), refusal.reason(), refusal.nextStep());
  }

  /** The answer has been written whole. */
  void ended() {
    Exchange now = exchange();
    boolean next = now.keepAlive && now.requestBody.done();
    complete(now);
    if (!next) {
      linger();
      return;
    }
    state = State.IDLE;
    reading(true);
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

  /** Closes a connection that waits for a request, because the gateway is going down. */
  void closeIfIdle() {
    if (state == State.IDLE) {
      close();
    }
  }

  private void complete(Exchange now) {
    exchange = null;
    now.endedNanos = System.nanoTime();
    worker.parts.events().completed(now);
    worker.give(now);
  }

  /** RFC 9112, section 9.6: closing at once could destroy the answer before it is read. */
  private void linger() {
    state = State.LINGERING;
    in = Buffers.release(in);
    reading(true);
    within(LINGER);
    context()
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            (ChannelFutureListener)
                written -> {
                  var unused = ((SocketChannel) written.channel()).shutdownOutput();
                });
  }

  private void bodyLate() {
    boolean clientIsRead = config().isAutoRead();
    refuse(
        clientIsRead ? Outcome.REQUEST_TIMEOUT : Outcome.UPSTREAM_TIMEOUT,
        clientIsRead ? "The request's body took too long." : "The history server takes no data.",
        "Try again.");
  }

  private void readerLate() {
    long before = room;
    room = context().channel().bytesBeforeWritable();
    if (room < before) {
      within(worker.settings.timeouts().bodyIdle());
      return;
    }
    exchange().ends(Outcome.CLIENT_GONE, "the client stopped reading");
    relay.abandon();
    cut();
  }
}
