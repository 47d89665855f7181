package io.sparkhistory.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.request.Outcome;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The back of the proxy: a connection to one tenant's history server, lent to one client connection
 * at a time. Both channels are on the same event loop, so neither needs a lock.
 */
final class UpstreamConnection extends TimedHandler {
  /** Interim answers (1xx) to one request; a server that sends more has lost its way. */
  private static final int MOST_INTERIM = 32;

  /** For what a server that closed had sent before; it is in this machine already. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final UpstreamPool.Origin origin;
  private final BodyReader body;

  private @Nullable Borrower client;
  private @Nullable ByteBuf in;
  private boolean reused;
  private boolean answered;
  private boolean headRead;
  private boolean flushNeeded;
  private int interim;
  private String trouble = "";

  UpstreamConnection(Worker worker, UpstreamPool.Origin origin) {
    super(worker);
    this.origin = origin;
    body = new BodyReader(worker.parser);
  }

  UpstreamPool.Origin origin() {
    return origin;
  }

  /** Whether it served or waited before, so that the server may just be closing it. */
  boolean reused() {
    return reused;
  }

  /** Whether a byte of the answer to the present request has arrived. */
  boolean answered() {
    return answered;
  }

  /** Whether a request may be sent on it, as far as this side knows. */
  boolean isOpen() {
    return context().channel().isActive();
  }

  void lentTo(Borrower borrower) {
    client = borrower;
    answered = false;
    headRead = false;
    interim = 0;
    untimed();
  }

  /** Tells the answer to somebody else from now on: nothing of it has been told yet. */
  void handOver(Borrower next) {
    client = next;
  }

  /** Waits in the pool for its next request, and closes when none comes in time. */
  void rest(Duration time) {
    reused = true;
    within(time);
  }

  void write(ByteBuf data) {
    flushNeeded = true;
    put(data);
  }

  void flush() {
    if (flushNeeded) {
      flushNeeded = false;
      context().flush();
    }
  }

  /** The request is out: its answer must begin within this time. */
  void awaitAnswer() {
    if (!headRead && trouble.isEmpty()) {
      within(worker.settings.timeouts().response());
    }
  }

  /** Stops or goes on reading: the client's socket says which. */
  void reading(boolean on) {
    config().setAutoRead(on);
    if (on) {
      within(worker.settings.timeouts().bodyIdle());
    } else {
      untimed();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    worker.opened(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (client == null) {
      // Nobody asked: whatever this is, it must not become somebody's answer.
      data.release();
      close();
      return;
    }
    answered = true;
    in = Buffers.append(context.alloc(), in, data);
    if (headRead || readHead(client)) {
      readBody(client);
    }
    in = Buffers.releaseIfRead(in);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (client != null) {
      client.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (client != null && context.channel().isWritable()) {
      client.upstreamWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    worker.closed(this);
    untimed();
    in = Buffers.release(in);
    Borrower borrower = client;
    client = null;
    origin.ended(this);
    if (borrower == null) {
      return;
    }
    // A reset is not an end: a body that lasts until the close would look complete.
    if (headRead && body.endsAtClose() && trouble.isEmpty()) {
      borrower.answerComplete();
    } else {
      String why = trouble.isEmpty() ? "the history server closed" : trouble;
      borrower.upstreamBroke(this, Outcome.UPSTREAM_CLOSED, why);
    }
  }

  /**
   * A server that has answered before it was sent the whole request may close at once (RFC 9112,
   * section 9.3): writing fails, and the answer still lies there. So what there is gets read before
   * the request is given up; the end of the connection follows it.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Worker.endIfUnsound(cause);
    String why = "connection to the history server: " + cause.getMessage();
    if (!(cause instanceof IOException)) {
      fail(Outcome.UPSTREAM_CLOSED, why);
    } else if (trouble.isEmpty()) {
      trouble = why;
      reading(true);
      within(LAST_WORDS);
    }
  }

  @Override
  void deadlinePassed() {
    if (!trouble.isEmpty()) {
      fail(Outcome.UPSTREAM_CLOSED, trouble);
      return;
    }
    fail(
        Outcome.UPSTREAM_TIMEOUT,
        headRead ? "the history server stopped sending" : "the history server did not answer");
  }

  private boolean readHead(Borrower borrower) {
    Exchange exchange = borrower.exchange();
    Head head = exchange.response;
    while (in != null) {
      switch (worker.parser.response(in, head)) {
        case INCOMPLETE -> {
          return false;
        }
        case REFUSED -> {
          fail(
              Outcome.UPSTREAM_INVALID, "answer of the history server: " + head.error().sentence());
          return false;
        }
        case COMPLETE -> {
          if (head.status() >= 200) {
            return finalHead(borrower, exchange);
          }
          if (head.status() == 101) {
            fail(Outcome.UPSTREAM_INVALID, "the history server switched protocols unasked");
            return false;
          }
          if (++interim > MOST_INTERIM) {
            fail(Outcome.UPSTREAM_INVALID, "the history server sends interim answers for ever");
            return false;
          }
          borrower.interim();
          head.clear();
        }
      }
    }
    return false;
  }

  private boolean finalHead(Borrower borrower, Exchange exchange) {
    headRead = true;
    Head head = exchange.response;
    int status = head.status();
    if (exchange.isHead() || status == 204 || status == 304 || head.contentLength() == 0) {
      body.none();
    } else if (head.chunked()) {
      body.chunked();
    } else if (head.contentLength() > 0) {
      body.length(head.contentLength());
    } else {
      body.untilClose();
    }
    within(worker.settings.timeouts().bodyIdle());
    borrower.answerBegins(body);
    return true;
  }

  private void readBody(Borrower borrower) {
    while (in != null) {
      int size = body.next(in);
      if (size == 0) {
        break;
      }
      ByteBuf piece = in;
      if (size == in.readableBytes()) {
        in = null;
      } else {
        piece = in.readRetainedSlice(size);
      }
      borrower.answerData(piece);
    }
    if (body.failed()) {
      fail(Outcome.UPSTREAM_INVALID, "chunks of the history server's answer are malformed");
    } else if (body.done()) {
      answered(borrower);
    } else if (client != null && config().isAutoRead()) {
      within(worker.settings.timeouts().bodyIdle());
    }
  }

  private void answered(Borrower borrower) {
    boolean clean = trouble.isEmpty() && (in == null || !in.isReadable());
    client = null;
    untimed();
    reused = true;
    boolean again = clean && borrower.exchange().response.keepAlive() && borrower.requestSent();
    in = Buffers.release(in);
    if (again) {
      config().setAutoRead(true);
      origin.returned(this);
    } else {
      close();
    }
    borrower.answerComplete();
  }

  private void fail(Outcome outcome, String why) {
    Borrower borrower = client;
    client = null;
    close();
    if (borrower != null) {
      borrower.upstreamBroke(this, outcome, why);
    }
  }

  /** Ends the present request without its answer. */
  void abandon() {
    client = null;
    close();
  }
}
