package io.sparkhistory.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.sparkhistory.gateway.configuration.UpstreamSettings;
import io.sparkhistory.gateway.http.BodyReader;
import io.sparkhistory.gateway.http.Head;
import io.sparkhistory.gateway.http.HeadParser;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one tenant's history server, lent to one {@link UpstreamListener} at a time. It
 * is on the event loop of its listener, so neither side needs a lock.
 */
public final class UpstreamConnection extends TimedHandler {
  /** Interim responses (1xx) to one request; a server that sends more has lost its way. */
  private static final int MOST_INTERIM = 32;

  /** For what a server that closed had sent before; it is in this machine already. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Origin origin;
  private final HeadParser parser;
  private final UpstreamSettings settings;
  private final BodyReader body;

  private @Nullable UpstreamListener listener;
  private @Nullable ByteBuf in;
  private boolean reused;
  private boolean responseBegan;
  private boolean headRead;
  private boolean flushNeeded;
  private int interim;
  private String trouble = "";

  UpstreamConnection(
      Deadlines deadlines, Origin origin, HeadParser parser, UpstreamSettings settings) {
    super(deadlines);
    this.origin = origin;
    this.parser = parser;
    this.settings = settings;
    body = new BodyReader(parser);
  }

  /** Whether it served or waited before, so that the server may just be closing it. */
  public boolean reused() {
    return reused;
  }

  /** Whether a byte of the response to the present request has arrived. */
  public boolean responseBegan() {
    return responseBegan;
  }

  /** Whether a request may be sent on it, as far as this side knows. */
  boolean isOpen() {
    return context().channel().isActive();
  }

  void lentTo(UpstreamListener next) {
    listener = next;
    responseBegan = false;
    headRead = false;
    interim = 0;
    clearDeadline();
  }

  /** Tells the response to somebody else from now on: nothing of it has been told yet. */
  public void handOver(UpstreamListener next) {
    listener = next;
  }

  /** Waits in the pool for its next request, and closes when none comes in time. */
  void rest(Duration time) {
    reused = true;
    setDeadline(time);
  }

  public void write(ByteBuf data) {
    flushNeeded = true;
    put(data);
  }

  public void flush() {
    if (flushNeeded) {
      flushNeeded = false;
      context().flush();
    }
  }

  /** The request is out: its response must begin within this time. */
  public void awaitResponse() {
    if (!headRead && trouble.isEmpty()) {
      setDeadline(settings.response());
    }
  }

  /** Stops or goes on reading: the listener's socket says which. */
  public void reading(boolean on) {
    config().setAutoRead(on);
    if (on) {
      setDeadline(settings.bodyIdle());
    } else {
      clearDeadline();
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    opened();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf data = (ByteBuf) message;
    if (listener == null) {
      // Nobody asked: whatever this is, it must not become somebody's response.
      data.release();
      close();
      return;
    }
    responseBegan = true;
    in = Buffers.append(context.alloc(), in, data);
    if (headRead || readHead(listener)) {
      readBody(listener);
    }
    in = Buffers.releaseIfRead(in);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (listener != null) {
      listener.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (listener != null && context.channel().isWritable()) {
      listener.writable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closed();
    in = Buffers.release(in);
    UpstreamListener told = listener;
    listener = null;
    origin.ended(this);
    if (told == null) {
      return;
    }
    // A reset is not an end: a body that lasts until the close would look complete.
    if (headRead && body.endsAtClose() && trouble.isEmpty()) {
      told.responseComplete(body);
    } else {
      String why = trouble.isEmpty() ? "the history server closed" : trouble;
      told.responseFailed(this, ResponseFailure.CLOSED, why);
    }
  }

  /**
   * A server that has responded before it was sent the whole request may close at once (RFC 9112,
   * section 9.3): writing fails, and the response is still there to read. So what there is gets
   * read before the request is given up; the end of the connection follows it.
   */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LoopTasks.endIfUnsound(cause);
    String why = "connection to the history server: " + cause.getMessage();
    if (!(cause instanceof IOException)) {
      fail(ResponseFailure.CLOSED, why);
    } else if (trouble.isEmpty()) {
      trouble = why;
      reading(true);
      setDeadline(LAST_WORDS);
    }
  }

  @Override
  protected void deadlinePassed() {
    if (!trouble.isEmpty()) {
      fail(ResponseFailure.CLOSED, trouble);
      return;
    }
    fail(
        ResponseFailure.TIMEOUT,
        headRead ? "the history server stopped sending" : "the history server did not answer");
  }

  private boolean readHead(UpstreamListener told) {
    Head head = told.response();
    while (in != null) {
      switch (parser.response(in, head)) {
        case INCOMPLETE -> {
          return false;
        }
        case REFUSED -> {
          fail(
              ResponseFailure.INVALID,
              "response of the history server: " + head.error().sentence());
          return false;
        }
        case COMPLETE -> {
          if (head.status() >= 200) {
            return finalHead(told);
          }
          if (head.status() == 101) {
            fail(ResponseFailure.INVALID, "the history server switched protocols unasked");
            return false;
          }
          if (++interim > MOST_INTERIM) {
            fail(ResponseFailure.INVALID, "the history server sends interim responses for ever");
            return false;
          }
          told.interim();
          head.clear();
        }
      }
    }
    return false;
  }

  private boolean finalHead(UpstreamListener told) {
    headRead = true;
    Head head = told.response();
    int status = head.status();
    if (told.isHead() || status == 204 || status == 304 || head.contentLength() == 0) {
      body.none();
    } else if (head.chunked()) {
      body.chunked();
    } else if (head.contentLength() > 0) {
      body.length(head.contentLength());
    } else {
      body.untilClose();
    }
    setDeadline(settings.bodyIdle());
    told.responseBegins();
    return true;
  }

  private void readBody(UpstreamListener told) {
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
      told.responseData(piece);
    }
    if (body.failed()) {
      fail(ResponseFailure.INVALID, "chunks of the history server's response are malformed");
    } else if (body.done()) {
      complete(told);
    } else if (listener != null && config().isAutoRead()) {
      setDeadline(settings.bodyIdle());
    }
  }

  private void complete(UpstreamListener told) {
    boolean clean = trouble.isEmpty() && (in == null || !in.isReadable());
    listener = null;
    clearDeadline();
    reused = true;
    boolean again = clean && told.response().keepAlive() && told.requestSent();
    in = Buffers.release(in);
    if (again) {
      config().setAutoRead(true);
      origin.returned(this);
    } else {
      close();
    }
    told.responseComplete(body);
  }

  private void fail(ResponseFailure failure, String why) {
    UpstreamListener told = listener;
    listener = null;
    close();
    if (told != null) {
      told.responseFailed(this, failure, why);
    }
  }

  /** Ends the present request without its response. */
  public void abandon() {
    listener = null;
    close();
  }
}
